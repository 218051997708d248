package dev.rapport.chat.stream;

import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Stage 7 of 7: brings the answer to the client at the client's pace, and keeps it however it ends.
 *
 * <p>The last event waits, for a bounded time, until the answer and what the turn taught are durable: whoever has seen
 * {@code done} finds both at the next message, on any instance.
 */
public final class Deliver implements Stage<AnsweringTurn, TurnEnd> {
    /** Longest that {@code done} waits for each of the two; the stores answer in 1 to 3 ms or are in trouble. */
    static final Duration KEPT_TIMEOUT = Duration.ofMillis(300);

    private final Vertx vertx;
    private final AnswerStore answers;
    private final Consumer<AnsweringTurn> afterwards;

    /** After whose last event nothing is left to do. */
    public Deliver(Vertx vertx, AnswerStore answers) {
        this(vertx, answers, _ -> {});
    }

    /** @param afterwards hears of each turn whose last event is written; nobody waits for it */
    public Deliver(Vertx vertx, AnswerStore answers, Consumer<AnsweringTurn> afterwards) {
        this.vertx = vertx;
        this.answers = answers;
        this.afterwards = afterwards;
    }

    @Override
    public Future<TurnEnd> apply(AnsweringTurn turn) {
        TurnClient client = turn.incoming().client();
        AnswerStream answer = turn.answer();
        Delivered delivered = new Delivered(client);
        if (!turn.incoming().begun().isEmpty()) {
            delivered.text.append(turn.incoming().begun());
            client.replaced(answer.source());
        }
        Future<AnswerEnd> piped = answer.pipeTo(delivered);
        client.gone()
                .onComplete((_, _) -> answer.cancel()); // the next piece, which would notice too, may be long in coming
        return piped.transform((end, failure) -> {
                    client.spent(answer.parts());
                    return kept(turn, delivered.text.toString())
                            .compose(_ -> failure == null
                                    ? Future.succeededFuture(end)
                                    : client.isStopped() && !client.isSignedOut()
                                            ? Future.succeededFuture(stopped(answer))
                                            : Future.failedFuture(told(failure, client)));
                })
                .compose(end -> ended(turn, end))
                .compose(end -> client.done(end).map(end).onSuccess(_ -> afterwards.accept(turn)));
    }

    /** Hands on what comes and notes what it was. */
    private static final class Delivered implements TextSink {
        private final TurnClient client;
        private final StringBuilder text = new StringBuilder();

        Delivered(TurnClient client) {
            this.client = client;
        }

        @Override
        public Future<Void> write(String piece) {
            text.append(piece);
            return client.token(piece);
        }

        @Override
        public Future<Void> call(ToolFragment fragment) {
            return client.toolCall(fragment);
        }

        @Override
        public void replaced(Source by) {
            client.replaced(by);
        }
    }

    private Future<Void> kept(AnsweringTurn turn, String text) {
        boolean signedOut = turn.incoming().client().isSignedOut(); // the user may have been erased since
        if (text.isEmpty() || signedOut || !turn.incoming().keepsConversation()) {
            return Future.succeededFuture();
        }
        return inTime(answers.keep(turn, text)).otherwise(_ -> {
            turn.incoming().times().dropped("conversation");
            return null;
        });
    }

    private Future<TurnEnd> ended(AnsweringTurn turn, AnswerEnd end) {
        StageTimes times = turn.incoming().times();
        RecalledTurn recalled = turn.turn().recalled();
        return inTime(turn.learned())
                .otherwise(_ -> {
                    times.dropped("learn");
                    return LearnedFromTurn.NOTHING;
                })
                .map(learned -> new TurnEnd(
                        recalled.turnId(),
                        recalled.conversation(),
                        turn.answer().source(),
                        end,
                        learned.memoryIds(),
                        times));
    }

    private <T> Future<T> inTime(Future<T> future) {
        return InTime.of(vertx, future, KEPT_TIMEOUT);
    }

    /* What there is of it is the answer: the user wanted no more. */
    private static AnswerEnd stopped(AnswerStream answer) {
        List<Part> parts = answer.parts();
        Usage usage = parts.stream().map(Part::usage).reduce(new Usage(0, 0, 0), Usage::plus);
        return new AnswerEnd(AnswerEnd.Finish.STOPPED, usage, parts);
    }

    /* An answer is cancelled only because its reader is signed out or gone, or takes nothing for as long as one that is. */
    private static Throwable told(Throwable failure, TurnClient client) {
        return switch (failure) {
            case AnswerBroken broken -> new TurnFailed(new TurnFailure.AnswerCut(String.valueOf(broken.getMessage())));
            case CancellationException _ ->
                new TurnFailed(
                        client.isSignedOut() ? TurnFailure.NotAuthenticated.ENDED : new TurnFailure.ClientGone());
            default -> failure;
        };
    }
}
