package dev.rapport.chat.http;

import dev.rapport.chat.auth.SessionStore;
import dev.rapport.chat.turn.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is open for a session on one event loop: answers under way, whether or not somebody listens, and sockets. Those whose session
 * has ended since are told so. A request is checked at its beginning; without this what it opened would outlive a revocation.
 *
 * <p>All sessions are asked for together, every so often; nothing is done for each token. While the store is away what is open stays
 * open: it cannot be known whom to end.
 */
final class OpenStreams {
    /** Sessions in one go: a part of the replies that may be awaited. */
    static final int BATCH_MAX = 256;

    private final SessionStore sessions;
    private final Set<Watch> watches = new HashSet<>();
    private boolean checking;

    OpenStreams(Vertx vertx, SessionStore sessions, Duration every) {
        this.sessions = sessions;
        vertx.setPeriodic(every.toMillis(), _ -> check());
    }

    /** Watches nothing until it is known whose it is. */
    Watch watch(Runnable signOut) {
        return new Watch(signOut);
    }

    /** One thing that is open. */
    final class Watch {
        private final Runnable signOut;
        private @Nullable Session session;

        private Watch(Runnable signOut) {
            this.signOut = signOut;
        }

        /** From here on it ends with the session. */
        void signedIn(Session owners) {
            session = owners;
            watches.add(this);
        }

        /** It is not open any more. */
        void end() {
            watches.remove(this);
        }
    }

    private void check() {
        if (checking || watches.isEmpty()) {
            return;
        }
        checking = true;
        List<Session> open = watches.stream()
                .map(watch -> watch.session)
                .filter(session -> session != null)
                .distinct()
                .toList();
        ended(open, 0, new HashSet<>()).onSuccess(this::end).onComplete(_ -> checking = false);
    }

    private Future<Set<Session>> ended(List<Session> open, int from, Set<Session> found) {
        if (from >= open.size()) {
            return Future.succeededFuture(found);
        }
        List<Session> batch = open.subList(from, Math.min(open.size(), from + BATCH_MAX));
        return sessions.areRunning(batch).compose(running -> {
            for (int i = 0; i < batch.size(); i++) {
                if (!running.get(i)) {
                    found.add(batch.get(i));
                }
            }
            return ended(open, from + BATCH_MAX, found);
        });
    }

    private void end(Set<Session> ended) {
        if (ended.isEmpty()) {
            return;
        }
        for (Watch watch : new ArrayList<>(watches)) { // they end themselves
            Session session = watch.session;
            if (session != null && ended.contains(session)) {
                watch.end();
                watch.signOut.run();
            }
        }
    }
}
