package dev.rapport.chat.turn;

/** A message with what it tells about its sender. */
public record TraitedTurn(AuthenticatedTurn turn, Traits traits) {
    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
