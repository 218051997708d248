package dev.rapport.chat.traits;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.TraitedTurn;
import io.vertx.core.Future;

/**
 * Stage 2 of 7: finds what the message says of its writer. Sees the user's own text of this turn and nothing else.
 *
 * <p>Computes only, about 0.2 ms; runs on the event loop.
 */
public final class ExtractTraits implements Stage<AuthenticatedTurn, TraitedTurn> {
    private final TraitExtractor extractor;

    public ExtractTraits(TraitExtractor extractor) {
        this.extractor = extractor;
    }

    @Override
    public Future<TraitedTurn> apply(AuthenticatedTurn turn) {
        return Future.succeededFuture(
                new TraitedTurn(turn, extractor.extract(turn.incoming().text())));
    }
}
