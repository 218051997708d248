package dev.rapport.chat.generate;

import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Stage 6 of 7: asks the model. Ends at the first piece of the answer, so its time is the time to first token.
 *
 * <p>The gateway decides when the turn may go to the model. From there on no limit refuses it, and what it teaches is
 * written while the model thinks: off the path, and durable before the answer ends. A turn that is refused teaches
 * nothing. One instance for each event loop.
 */
public final class Generate implements Stage<PromptedTurn, AnsweringTurn> {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5); // guess, not measured

    private final LlmClient model;
    private final Stage<PromptedTurn, LearnedFromTurn> learn;

    /** @param learn keeps what the turn teaches; its failure never fails the turn */
    public Generate(LlmClient model, Stage<PromptedTurn, LearnedFromTurn> learn) {
        this.model = model;
        this.learn = learn;
    }

    @Override
    public Future<AnsweringTurn> apply(PromptedTurn turn) {
        TurnClient client = turn.incoming().client();
        StageTimes times = turn.incoming().times();
        Learning learning = new Learning(turn);
        Call call = new Call(client.gone(), client::quota, client::queued, () -> {
            times.admitted();
            client.admitted();
            learning.begun();
        });
        return client.claimed()
                .compose(_ -> {
                    times.asked();
                    return model.ask(turn.request(), call);
                })
                .recover(failure -> failure instanceof CancellationException
                        ? TurnFailed.future(unwanted(client))
                        : Future.failedFuture(failure))
                .compose(reply -> answering(reply, turn, learning));
    }

    private static TurnFailure unwanted(TurnClient client) {
        if (client.isSignedOut()) {
            return TurnFailure.NotAuthenticated.ENDED;
        }
        return client.isStopped() ? new TurnFailure.Stopped() : new TurnFailure.ClientGone();
    }

    private static Future<AnsweringTurn> answering(LlmReply reply, PromptedTurn turn, Learning learning) {
        return switch (reply) {
            case LlmReply.Answering(var answer) ->
                Future.succeededFuture(new AnsweringTurn(turn, answer, learning.begun()));
            case LlmReply.Limited(var limit, var retryAfter, var quota) ->
                TurnFailed.future(new TurnFailure.RateLimited(limit, retryAfter, quota));
            case LlmReply.Overloaded overloaded ->
                TurnFailed.future(new TurnFailure.Overloaded("the model has no room", overloaded.retryAfter()));
            case LlmReply.TimedOut timedOut -> TurnFailed.future(new TurnFailure.ModelTimedOut(timedOut.waited()));
            case LlmReply.Unreachable unreachable ->
                TurnFailed.future(new TurnFailure.Unavailable("the model (" + unreachable.what() + ")", RETRY_AFTER));
            case LlmReply.NotAccepted notAccepted ->
                TurnFailed.future(
                        new TurnFailure.Unavailable("the model (" + notAccepted.provider() + ")", RETRY_AFTER));
            case LlmReply.Refused _ -> TurnFailed.future(new TurnFailure.ModelRefused());
        };
    }

    /** What the turn teaches; begins at most once. */
    private final class Learning {
        private final PromptedTurn turn;
        private @Nullable Future<LearnedFromTurn> learned;

        Learning(PromptedTurn turn) {
            this.turn = turn;
        }

        /** Begins, unless it has: an answer that needed no permit teaches as well. */
        Future<LearnedFromTurn> begun() {
            Future<LearnedFromTurn> running = learned;
            if (running == null) {
                running = Future.succeededFuture(turn)
                        .compose(learn::apply); // a bug in it fails the future, not the turn
                learned = running;
            }
            return running;
        }
    }
}
