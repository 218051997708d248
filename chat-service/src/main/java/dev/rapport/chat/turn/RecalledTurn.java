package dev.rapport.chat.turn;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.TextSealer;
import io.vertx.core.Future;
import java.util.List;

/**
 * A message with what is known that bears on it.
 *
 * @param turnId this turn's generation id; the same for every attempt with one idempotency key
 * @param conversation the conversation it belongs to
 * @param history earlier messages of the conversation, oldest first
 * @param memories best first
 * @param traits all that are known
 * @param meaning the vector of {@link Traits#memorable()}; never completed if there is nothing memorable, failed if the
 *     embedder had no room
 * @param said what the assistant said before, if the message asks for it
 * @param summaries what models made of the conversation's older messages
 * @param version changes whenever what is known of the user changes; empty if recall was not complete
 * @param epoch in which it was recalled, see {@link TextSealer#epoch}: in another one nothing of the turn is kept
 */
public record RecalledTurn(
        TraitedTurn turn,
        String turnId,
        String conversation,
        List<PastMessage> history,
        List<RecalledMemory> memories,
        List<KnownTrait> traits,
        SaidBefore said,
        Future<Embedding> meaning,
        Summaries summaries,
        String version,
        String epoch) {
    /** A memory as near as this to the message bears on it, whatever stands beside it. A guess from the first days. */
    private static final float STRONG_SCORE_MIN = 0.2f;

    /** As many as a panel shows and a program without a model reads. */
    private static final int STRONG_MAX = 12;

    public RecalledTurn {
        history = List.copyOf(history);
        memories = List.copyOf(memories);
        traits = List.copyOf(traits);
    }

    /** A turn of a conversation without summaries, of which it is not known when its user was erased last. */
    public RecalledTurn(
            TraitedTurn turn,
            String turnId,
            String conversation,
            List<PastMessage> history,
            List<RecalledMemory> memories,
            List<KnownTrait> traits,
            SaidBefore said,
            Future<Embedding> meaning,
            String version) {
        this(
                turn,
                turnId,
                conversation,
                history,
                memories,
                traits,
                said,
                meaning,
                Summaries.NONE,
                version,
                TextSealer.UNKNOWN_EPOCH);
    }

    /** The same, and its message does not ask for what the assistant said. */
    public RecalledTurn(
            TraitedTurn turn,
            String turnId,
            String conversation,
            List<PastMessage> history,
            List<RecalledMemory> memories,
            List<KnownTrait> traits,
            Future<Embedding> meaning,
            String version) {
        this(turn, turnId, conversation, history, memories, traits, SaidBefore.NOTHING, meaning, version);
    }

    /**
     * The few that surely bear on the message, best first, for people and for the local responder. A model gets more: it can
     * tell what helps, and half of what answers a question is not among these (docs/decisions/0015).
     */
    public List<RecalledMemory> strongest() {
        return memories.stream()
                .filter(memory -> memory.score() >= STRONG_SCORE_MIN)
                .limit(STRONG_MAX)
                .toList();
    }

    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
