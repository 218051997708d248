package dev.rapport.chat.turn;

import dev.rapport.memory.Embedding;
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
 * @param version changes whenever what is known of the user changes; empty if recall was not complete
 */
public record RecalledTurn(
        TraitedTurn turn,
        String turnId,
        String conversation,
        List<PastMessage> history,
        List<RecalledMemory> memories,
        List<KnownTrait> traits,
        Future<Embedding> meaning,
        String version) {
    public RecalledTurn {
        history = List.copyOf(history);
        memories = List.copyOf(memories);
        traits = List.copyOf(traits);
    }

    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
