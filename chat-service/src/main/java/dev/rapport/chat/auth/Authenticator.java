package dev.rapport.chat.auth;

import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;

/** Turns the Authorization header into a session. Every route that needs a user asks here; there is no other way. */
public final class Authenticator {
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;
    private final SessionStore sessions;

    public Authenticator(Tokens tokens, SessionStore sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /**
     * Refuses whoever has no good token, at once: so nobody learns from a wrong body what only users may know. Whether its
     * session has ended is not looked up.
     *
     * @param header as it came; empty if there was none
     * @throws TurnFailed with {@link TurnFailure.NotAuthenticated}
     */
    public void requireToken(String header) {
        tokens.verify(bearer(header));
    }

    /**
     * The session that the header names.
     *
     * @param header as it came; empty if there was none
     * @return failed with {@link TurnFailure.NotAuthenticated} if the token is not good or its session has ended
     */
    public Future<Session> authenticate(String header) {
        VerifiedToken token;
        try {
            token = tokens.verify(bearer(header));
        } catch (TurnFailed e) {
            return Future.failedFuture(e);
        }
        Owner owner = Owner.authenticated(token.subject());
        return sessions.find(owner, token.id())
                .compose(found -> found.map(kept -> Future.succeededFuture(
                                new Session(owner, token.id(), kept.conversation(), kept.plan(), token.expiresAt())))
                        .orElseGet(() -> TurnFailed.future(TurnFailure.NotAuthenticated.ENDED)));
    }

    private static String bearer(String header) {
        if (header.isEmpty()) {
            throw new TurnFailed(new TurnFailure.NotAuthenticated(
                    "there is no Authorization header (expected: Bearer <session token>)"));
        }
        if (!header.startsWith(SCHEME)) {
            throw new TurnFailed(new TurnFailure.NotAuthenticated(
                    "the Authorization header is of another scheme (expected: Bearer <session token>)"));
        }
        return header.substring(SCHEME.length());
    }
}
