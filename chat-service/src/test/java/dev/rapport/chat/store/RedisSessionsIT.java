package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.AccessLists;
import dev.rapport.chat.auth.KeptSession;
import dev.rapport.chat.turn.Session;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisSessionsIT {
    private static final Owner ADA = Owner.authenticated("ada");
    private static final Owner BOB = Owner.authenticated("bob");
    private static final int AT_ONCE = 40; // a link waits 250 ms for each reply
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static RedisProcess redis;
    private static Vertx vertx;
    private static Context context;
    private static RedisSessions sessions;

    @BeforeAll
    static void start() throws Exception {
        redis = AccessLists.start(folder, "volatile");
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        RedisLink link = new RedisLink(vertx, "volatile", redis.uri("chat"), new Random(7), (_, _, _) -> {});
        sessions = new RedisSessions(link);
        on(link::open);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void endAll_sessionsAndInvitesOfTheOwner_andNobodyElses() throws Exception {
        begin(ADA, "s_1", HOUR);
        begin(ADA, "s_2", HOUR);
        begin(BOB, "s_1", HOUR);
        on(() -> sessions.invite(ADA, "d", "free", HOUR));
        assertThat(on(() -> sessions.find(ADA, "s_1"))).hasValue(new KeptSession("c_1", "free"));
        assertThat(on(() -> sessions.invited(ADA, "d"))).hasValue("free");
        assertThat(on(() -> sessions.invited(BOB, "d"))).isEmpty();

        on(() -> sessions.end(ADA, "s_1"));
        assertThat(running(ADA, "s_1", "s_2")).containsExactly(false, true);
        on(() -> sessions.endAll(ADA));

        assertThat(running(ADA, "s_1", "s_2")).containsExactly(false, false);
        assertThat(on(() -> sessions.find(ADA, "s_2"))).isEmpty();
        assertThat(on(() -> sessions.invited(ADA, "d"))).isEmpty();
        assertThat(running(BOB, "s_1")).containsExactly(true);
        on(() -> sessions.endAll(ADA)); // once more is harmless
    }

    @Test
    void beginInvited_afterAllWereEnded_beginsNone() throws Exception {
        on(() -> sessions.invite(ADA, "e", "free", HOUR));
        assertThat(beginInvited("s_11")).isTrue();
        assertThat(beginInvited("s_12")).as("an invite is good more than once").isTrue();
        assertThat(running(ADA, "s_11", "s_12")).containsExactly(true, true);

        on(() -> sessions.endAll(ADA));

        assertThat(beginInvited("s_13")).isFalse();
        assertThat(running(ADA, "s_11", "s_12", "s_13")).containsExactly(false, false, false);
    }

    private static boolean beginInvited(String id) throws Exception {
        return on(() -> sessions.beginInvited(ADA, "e", id, new KeptSession("c_1", "free"), HOUR));
    }

    @Test
    void begin_oneTooMany_theOneThatWouldEndFirstEnds() throws Exception {
        Owner owner = Owner.authenticated("many");
        for (int from = 0; from < RedisSessions.COUNT_MAX; from += AT_ONCE) {
            int first = from;
            on(() -> Future.all(IntStream.range(first, first + AT_ONCE)
                    .mapToObj(i -> sessions.begin(
                            owner,
                            "s_" + i,
                            new KeptSession("c_1", ""),
                            i == 500 ? Duration.ofMinutes(1) : HOUR.plusSeconds(i)))
                    .toList()));
        }
        assertThat(running(owner, "s_500", "s_0")).containsExactly(true, true);

        begin(owner, "s_new", HOUR);

        assertThat(running(owner, "s_500", "s_0", "s_new")).containsExactly(false, true, true);
    }

    private static void begin(Owner owner, String id, Duration life) throws Exception {
        on(() -> sessions.begin(owner, id, new KeptSession("c_1", "free"), life));
    }

    private static List<Boolean> running(Owner owner, String... ids) throws Exception {
        return on(() -> sessions.areRunning(java.util.Arrays.stream(ids)
                .map(id -> new Session(owner, id, "c_1", "", Instant.EPOCH))
                .toList()));
    }

    /* A link belongs to its loop. */
    private static <T> T on(Supplier<Future<T>> call) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> call.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
