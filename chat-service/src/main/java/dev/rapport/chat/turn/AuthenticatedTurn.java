package dev.rapport.chat.turn;

import dev.rapport.memory.Owner;

/** A message whose sender is known. */
public record AuthenticatedTurn(IncomingTurn incoming, Session session) {
    public Owner owner() {
        return session.owner();
    }
}
