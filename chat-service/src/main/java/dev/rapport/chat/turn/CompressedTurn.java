package dev.rapport.chat.turn;

import java.util.List;
import java.util.Optional;

/**
 * A message with what fits the token budget.
 *
 * @param profile what is known of the user, sorted, so that equal knowledge gives equal bytes
 * @param digest lines that keep the conversation's older messages, of which history has none, a model's summary last if there
 *     is one; empty if it has all
 * @param history messages of the conversation that fit, oldest first
 * @param memories those to quote, best first
 * @param said what the assistant said before, if it fits
 * @param step where the conversation was cut; empty if history has all of it
 * @param tokens exact count of the four as they will be written, in o200k tokens
 */
public record CompressedTurn(
        RecalledTurn turn,
        List<KnownTrait> profile,
        List<String> digest,
        List<PastMessage> history,
        List<RecalledMemory> memories,
        SaidBefore said,
        Optional<Step> step,
        int tokens) {
    public CompressedTurn {
        profile = List.copyOf(profile);
        digest = List.copyOf(digest);
        history = List.copyOf(history);
        memories = List.copyOf(memories);
    }

    /** Of a conversation of which it does not matter where it was cut. */
    public CompressedTurn(
            RecalledTurn turn,
            List<KnownTrait> profile,
            List<String> digest,
            List<PastMessage> history,
            List<RecalledMemory> memories,
            SaidBefore said,
            int tokens) {
        this(turn, profile, digest, history, memories, said, Optional.empty(), tokens);
    }

    /** Of a conversation that fits, whose message does not ask for what the assistant said. */
    public CompressedTurn(
            RecalledTurn turn,
            List<KnownTrait> profile,
            List<PastMessage> history,
            List<RecalledMemory> memories,
            int tokens) {
        this(turn, profile, List.of(), history, memories, SaidBefore.NOTHING, tokens);
    }

    /** Whether anything is quoted with the message. */
    public boolean quotes() {
        return !memories.isEmpty() || !said.isEmpty();
    }

    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
