package dev.rapport.chat.auth;

import dev.rapport.chat.turn.Session;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions in a map, without ends of their own. */
record MapSessions(Map<String, KeptSession> kept) implements SessionStore {
    @Override
    public Future<Void> begin(Owner owner, String sessionId, KeptSession session, Duration life) {
        kept.put(owner.key(sessionId), session);
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> beginInvited(
            Owner owner, String ticketDigest, String sessionId, KeptSession session, Duration life) {
        return kept.containsKey(owner.key(ticketDigest))
                ? begin(owner, sessionId, session, life).map(true)
                : Future.succeededFuture(false);
    }

    @Override
    public Future<Optional<KeptSession>> find(Owner owner, String sessionId) {
        return Future.succeededFuture(Optional.ofNullable(kept.get(owner.key(sessionId))));
    }

    @Override
    public Future<Void> invite(Owner owner, String ticketDigest, String plan, Duration life) {
        kept.put(owner.key(ticketDigest), new KeptSession("", plan));
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<String>> invited(Owner owner, String ticketDigest) {
        return find(owner, ticketDigest).map(found -> found.map(KeptSession::plan));
    }

    @Override
    public Future<Void> end(Owner owner, String sessionId) {
        kept.remove(owner.key(sessionId));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> endAll(Owner owner) {
        kept.keySet().removeIf(key -> key.startsWith(owner.key("")));
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Boolean>> areRunning(List<Session> sessions) {
        return Future.succeededFuture(sessions.stream()
                .map(session -> kept.containsKey(session.owner().key(session.id())))
                .toList());
    }
}
