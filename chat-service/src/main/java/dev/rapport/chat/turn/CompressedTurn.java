package dev.rapport.chat.turn;

import java.util.List;

/**
 * A message with what fits the token budget.
 *
 * @param profile what is known of the user, sorted, so that equal knowledge gives equal bytes
 * @param history messages of the conversation that fit, oldest first
 * @param memories those to quote, best first
 * @param said what the assistant said before, if it fits
 * @param tokens exact count of the four as they will be written, in o200k tokens
 */
public record CompressedTurn(
        RecalledTurn turn,
        List<KnownTrait> profile,
        List<PastMessage> history,
        List<RecalledMemory> memories,
        SaidBefore said,
        int tokens) {
    public CompressedTurn {
        profile = List.copyOf(profile);
        history = List.copyOf(history);
        memories = List.copyOf(memories);
    }

    /** A turn whose message does not ask for what the assistant said. */
    public CompressedTurn(
            RecalledTurn turn,
            List<KnownTrait> profile,
            List<PastMessage> history,
            List<RecalledMemory> memories,
            int tokens) {
        this(turn, profile, history, memories, SaidBefore.NOTHING, tokens);
    }

    /** Whether anything is quoted with the message. */
    public boolean quotes() {
        return !memories.isEmpty() || !said.isEmpty();
    }

    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
