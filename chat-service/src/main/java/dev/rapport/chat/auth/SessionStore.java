package dev.rapport.chat.auth;

import dev.rapport.chat.turn.Session;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where sessions are kept while they last. Fails with {@code TurnFailure.Unavailable} when it cannot be reached. */
public interface SessionStore {

    /** Begins a session that ends by itself after {@code life}. */
    Future<Void> begin(Owner owner, String sessionId, KeptSession session, Duration life);

    /**
     * Begins a session as {@link #begin} does, if this ticket of the owner's is still there: one that {@link #endAll} took away meanwhile
     * begins none.
     *
     * @return whether it was
     */
    Future<Boolean> beginInvited(
            Owner owner, String ticketDigest, String sessionId, KeptSession session, Duration life);

    /** The session; empty if there is no such session, or no longer. */
    Future<Optional<KeptSession>> find(Owner owner, String sessionId);

    /** Keeps a ticket that lets the owner sign in, with this plan, until {@code life} is over. */
    Future<Void> invite(Owner owner, String ticketDigest, String plan, Duration life);

    /** The plan that comes with this ticket of the owner's; empty if there is no such ticket. */
    Future<Optional<String>> invited(Owner owner, String ticketDigest);

    /** Ends the session everywhere at once. Ending one that has ended is harmless. */
    Future<Void> end(Owner owner, String sessionId);

    /** Ends all sessions and tickets of the owner everywhere at once. */
    Future<Void> endAll(Owner owner);

    /** For each of the sessions, in order, whether it is still there. */
    Future<List<Boolean>> areRunning(List<Session> sessions);
}
