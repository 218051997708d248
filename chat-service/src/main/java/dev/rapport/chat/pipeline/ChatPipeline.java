package dev.rapport.chat.pipeline;

import static dev.rapport.chat.turn.StageName.AUTHENTICATE;
import static dev.rapport.chat.turn.StageName.BUILD_PROMPT;
import static dev.rapport.chat.turn.StageName.COMPRESS;
import static dev.rapport.chat.turn.StageName.EXTRACT_TRAITS;
import static dev.rapport.chat.turn.StageName.GENERATE;
import static dev.rapport.chat.turn.StageName.RECALL;
import static dev.rapport.chat.turn.StageName.STREAM;

import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.StageListener;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.TurnEnd;
import io.vertx.core.Future;
import java.util.function.Function;

/** The path of one message, from the wire to the wire. Runs on the turn's event loop. */
public final class ChatPipeline {
    private final Stages stages;
    private final StageListener listener;

    /** The parts, in order. Each takes what the one before makes, so no other order compiles. */
    public record Stages(
            Stage<IncomingTurn, AuthenticatedTurn> authenticate,
            Stage<AuthenticatedTurn, TraitedTurn> extractTraits,
            Stage<TraitedTurn, RecalledTurn> recall,
            Stage<RecalledTurn, CompressedTurn> compress,
            Stage<CompressedTurn, PromptedTurn> buildPrompt,
            Stage<PromptedTurn, AnsweringTurn> generate,
            Stage<AnsweringTurn, TurnEnd> stream) {}

    public ChatPipeline(Stages stages, StageListener listener) {
        this.stages = stages;
        this.listener = listener;
    }

    /** Runs the seven stages in order and stops at the first that fails. */
    public Future<TurnEnd> run(IncomingTurn incoming) {
        StageTimes times = incoming.times();
        return Future.succeededFuture(incoming)
                .compose(step(AUTHENTICATE, stages.authenticate(), times))
                .compose(step(EXTRACT_TRAITS, stages.extractTraits(), times))
                .compose(step(RECALL, stages.recall(), times))
                .compose(step(COMPRESS, stages.compress(), times))
                .compose(step(BUILD_PROMPT, stages.buildPrompt(), times))
                .compose(step(GENERATE, stages.generate(), times))
                .compose(step(STREAM, stages.stream(), times));
    }

    private <I, O> Function<I, Future<O>> step(StageName name, Stage<I, O> stage, StageTimes times) {
        return input -> {
            long startNanos = times.now();
            return Future.succeededFuture(input)
                    .compose(stage::apply) // a stage that throws fails its future, and is heard like any other
                    .onComplete((output, failure) -> {
                        long elapsedNanos = times.now() - startNanos;
                        times.ended(name, elapsedNanos);
                        listener.stageEnded(name, elapsedNanos, failure);
                    });
        };
    }
}
