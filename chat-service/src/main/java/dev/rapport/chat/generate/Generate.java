package dev.rapport.chat.generate;

import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stage 6 of 7: asks the model. Ends at the first piece of the answer, so its time is the time to first token.
 *
 * <p>What the turn teaches is written while the model thinks: off the path, and durable before the answer ends. One
 * instance for each event loop.
 */
public final class Generate implements Stage<PromptedTurn, AnsweringTurn> {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5); // guess, not measured

    private final LlmClient client;
    private final Stage<PromptedTurn, LearnedFromTurn> learn;
    private final Places places;

    /**
     * A stage with its own places.
     *
     * @param learn keeps what the turn teaches; its failure never fails the turn
     * @param inFlightMax answers being made at one time
     * @param queueMax turns that wait for a place
     */
    public Generate(
            LlmClient client,
            Stage<PromptedTurn, LearnedFromTurn> learn,
            int inFlightMax,
            int queueMax,
            LongSupplier nanoClock) {
        this.client = client;
        this.learn = learn;
        this.places = new Places(inFlightMax, queueMax, nanoClock);
    }

    /** Answers being made now on this loop. */
    public int inFlight() {
        return places.taken();
    }

    /** Turns waiting for a place on this loop. */
    public int waiting() {
        return places.waiting();
    }

    @Override
    public Future<AnsweringTurn> apply(PromptedTurn turn) {
        return places.take((position, eta) -> turn.incoming().client().queued(position, eta))
                .compose(place -> ask(turn, place).onFailure(_ -> place.giveBack()));
    }

    private Future<AnsweringTurn> ask(PromptedTurn turn, Places.Place place) {
        Future<LlmReply> reply = client.ask(turn.request());
        Future<LearnedFromTurn> learned = Future.succeededFuture(turn).compose(learn::apply);
        return reply.compose(said -> switch (said) {
            case LlmReply.Answering(var answer) ->
                Future.succeededFuture(new AnsweringTurn(turn, new PlacedAnswer(answer, place), learned));
            case LlmReply.Overloaded overloaded ->
                TurnFailed.future(new TurnFailure.Overloaded("the model has no room", overloaded.retryAfter()));
            case LlmReply.TimedOut timedOut -> TurnFailed.future(new TurnFailure.ModelTimedOut(timedOut.waited()));
            case LlmReply.Unreachable unreachable ->
                TurnFailed.future(new TurnFailure.Unavailable("the model (" + unreachable.what() + ")", RETRY_AFTER));
            case LlmReply.NotAccepted notAccepted ->
                TurnFailed.future(
                        new TurnFailure.Unavailable("the model (" + notAccepted.provider() + ")", RETRY_AFTER));
            case LlmReply.Refused _ -> TurnFailed.future(new TurnFailure.ModelRefused());
        });
    }

    /** Gives the place back when the answer is over, however it ends. */
    private record PlacedAnswer(AnswerStream answer, Places.Place place) implements AnswerStream {
        @Override
        public Source source() {
            return answer.source();
        }

        @Override
        public Future<AnswerEnd> pipeTo(TextSink sink) {
            return answer.pipeTo(sink).onComplete((_, _) -> place.giveBack());
        }

        @Override
        public void cancel() {
            answer.cancel();
            place.giveBack();
        }
    }
}
