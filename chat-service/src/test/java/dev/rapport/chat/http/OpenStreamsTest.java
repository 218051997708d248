package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.auth.SessionStore;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenStreamsTest {
    private static final int OPEN = 600;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Gone gone = new Gone();
    private final Set<String> told = new HashSet<>();

    @AfterEach
    void end() throws Exception {
        get(vertx.close());
    }

    @Test
    void check_sessionsThatHaveEnded_theirStreamsAreTold_andNoOthers() throws Exception {
        on(() -> {
            OpenStreams streams = new OpenStreams(vertx, gone, Duration.ofMillis(5));
            for (int i = 0; i < OPEN; i++) {
                String id = "s_" + i;
                streams.watch(() -> told.add(id)).signedIn(session(id));
            }
            streams.watch(() -> told.add("a second stream")).signedIn(session("s_7"));
            streams.watch(() -> told.add("nobody's yet"));
            OpenStreams.Watch over = streams.watch(() -> told.add("over"));
            over.signedIn(session("s_7"));
            over.end();
            gone.ended.addAll(List.of("s_7", "s_599"));
        });
        gone.awaitCalls(4); // 600 in three batches, and one more

        on(() -> assertThat(told).containsExactlyInAnyOrder("s_7", "s_599", "a second stream"));
        assertThat(gone.largest).isEqualTo(OpenStreams.BATCH_MAX);
    }

    @Test
    void check_storeIsAway_nobodyIsTold_untilItIsBack() throws Exception {
        on(() -> {
            gone.away = true;
            gone.ended.add("s_1");
            new OpenStreams(vertx, gone, Duration.ofMillis(5))
                    .watch(() -> told.add("s_1"))
                    .signedIn(session("s_1"));
        });
        gone.awaitCalls(3);
        on(() -> {
            assertThat(told).isEmpty();
            gone.away = false;
        });
        gone.awaitCalls(1);
        on(() -> assertThat(told).containsExactly("s_1"));
    }

    private static Session session(String id) {
        return new Session(Owner.authenticated("ada"), id, "c_1", "", Instant.EPOCH);
    }

    private void on(Runnable run) throws Exception {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(_ -> {
            try {
                run.run();
                done.complete();
            } catch (Throwable e) {
                done.fail(e);
            }
        });
        get(done.future());
    }

    private static void get(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Knows who has gone. */
    private final class Gone implements SessionStore {
        private final Set<String> ended = new HashSet<>();
        private final List<Promise<Void>> waiting = new ArrayList<>();
        private volatile int largest;
        private boolean away;

        /** Waits until it was asked some times more. */
        void awaitCalls(int count) throws Exception {
            for (int i = 0; i < count; i++) {
                Promise<Void> asked = Promise.promise();
                loop.runOnContext(_ -> waiting.add(asked));
                get(asked.future());
            }
        }

        @Override
        public Future<List<Boolean>> areRunning(List<Session> sessions) {
            largest = Math.max(largest, sessions.size());
            List<Promise<Void>> heard = List.copyOf(waiting);
            waiting.clear();
            heard.forEach(Promise::complete);
            return away
                    ? TurnFailed.future(new TurnFailure.Unavailable("the store", Duration.ofSeconds(1)))
                    : Future.succeededFuture(sessions.stream()
                            .map(session -> !ended.contains(session.id()))
                            .toList());
        }

        @Override
        public Future<Void> begin(Owner owner, String sessionId, KeptSession session, Duration life) {
            return unused();
        }

        @Override
        public Future<Boolean> beginInvited(
                Owner owner, String ticketDigest, String sessionId, KeptSession session, Duration life) {
            return unused();
        }

        @Override
        public Future<Optional<KeptSession>> find(Owner owner, String sessionId) {
            return unused();
        }

        @Override
        public Future<Void> invite(Owner owner, String ticketDigest, String plan, Duration life) {
            return unused();
        }

        @Override
        public Future<Optional<String>> invited(Owner owner, String ticketDigest) {
            return unused();
        }

        @Override
        public Future<Void> end(Owner owner, String sessionId) {
            return unused();
        }

        @Override
        public Future<Void> endAll(Owner owner) {
            return unused();
        }

        private static <T> Future<T> unused() {
            throw new AssertionError("not asked for here");
        }
    }
}
