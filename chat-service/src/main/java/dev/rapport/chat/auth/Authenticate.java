package dev.rapport.chat.auth;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.Stage;
import io.vertx.core.Future;

/** Stage 1 of 7: finds out who sends the message. Nothing of a turn is looked up or stored before it has ended well. */
public final class Authenticate implements Stage<IncomingTurn, AuthenticatedTurn> {
    private final Authenticator authenticator;

    public Authenticate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Future<AuthenticatedTurn> apply(IncomingTurn incoming) {
        return authenticator.authenticate(incoming.authorization()).map(session -> {
            AuthenticatedTurn turn = new AuthenticatedTurn(incoming, session);
            incoming.client().signedIn(turn);
            return turn;
        });
    }
}
