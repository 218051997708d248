package dev.rapport.chat.summary;

import dev.rapport.chat.summary.SummaryCheck.Checked;
import dev.rapport.chat.summary.SummaryStore.Draft;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Step;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Asker;
import dev.rapport.llm.LlmRequest.Grounds;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.TextSink;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * After an answer was delivered: has a model summarize what a long conversation's prompts have no room for.
 *
 * <p>Never on the path: it begins when the last event of the turn is written, and no turn waits for it. It is asked at most once for
 * each step of the cut, over all instances; whatever goes wrong, the summary that is kept stays, and the next step is the next
 * try. While anybody waits for a provider none is asked for. The costs are the operator's: no limit of the user counts.
 *
 * <p>Only a whole answer of a real provider is looked at, and only sentences that the conversation bears out are kept
 * ({@link SummaryCheck}). One instance for each event loop, on which all of it runs.
 */
public final class Summarize implements Consumer<AnsweringTurn> {
    private static final System.Logger LOG = System.getLogger(Summarize.class.getName());

    /** Of one loop at one time; with 4 instances of 4 loops 32. Background work must not be what fills a provider. A guess. */
    static final int AT_ONCE_MAX = 2;

    /** A reply may be twice as long as what is kept of it: models count badly. */
    private static final int REPLY_FACTOR = 2;

    /** More characters a token has in no language. */
    private static final int CHARACTERS_OF_A_TOKEN_MAX = 8;

    private final Vertx vertx;
    private final Surroundings around;
    private final Settings settings;
    private final Set<Owner> busy = new HashSet<>(); // at most AT_ONCE_MAX

    /**
     * What it works with.
     *
     * @param waiting requests of this loop that wait for a provider
     * @param counter counts a text's tokens
     * @param instruction whether a sentence reads as a standing instruction
     */
    public record Surroundings(
            LlmClient model,
            IntSupplier waiting,
            SummaryStore store,
            ToIntFunction<String> counter,
            Predicate<String> instruction,
            SummaryListener listener,
            InstantSource clock,
            LongSupplier nanoClock) {}

    /**
     * How much.
     *
     * @param alias whom to ask, a name of the gateway's configuration
     * @param tokensMax of a summary
     * @param inputTokensMax of the messages that it is made of
     * @param messagesMin messages that have come since the last one, at least
     * @param timeout from the question to the end of the answer
     */
    public record Settings(String alias, int tokensMax, int inputTokensMax, int messagesMin, Duration timeout) {}

    public Summarize(Vertx vertx, Surroundings around, Settings settings) {
        this.vertx = vertx;
        this.around = around;
        this.settings = settings;
    }

    /** Hears that a turn's last event is written. */
    @Override
    public void accept(AnsweringTurn turn) {
        RecalledTurn recalled = turn.turn().recalled();
        turn.turn()
                .turn()
                .step()
                .filter(step -> isDue(step, recalled.summaries()))
                .ifPresent(step -> due(turn, recalled, step));
    }

    private boolean isDue(Step step, Summaries summaries) {
        return step.place() > summaries.tried() && step.place() - summaries.reach() >= settings.messagesMin();
    }

    private void due(AnsweringTurn turn, RecalledTurn recalled, Step step) {
        Owner owner = recalled.turn().turn().owner();
        if (busy.contains(owner) || busy.size() >= AT_ONCE_MAX) {
            around.listener().ended(Outcome.BUSY);
        } else if (around.waiting().getAsInt() > 0) {
            around.listener().ended(Outcome.LINE);
        } else {
            busy.add(owner);
            around.store()
                    .claim(owner, recalled.conversation(), step.place())
                    .compose(ours -> ours
                            ? make(turn, recalled, step).map(Optional::of)
                            : Future.succeededFuture(Optional.<Outcome>empty())) // another one is at it
                    .otherwise(failure -> Optional.of(told(failure)))
                    .onSuccess(outcome -> {
                        busy.remove(owner);
                        outcome.ifPresent(around.listener()::ended);
                    });
        }
    }

    private Future<Outcome> make(AnsweringTurn turn, RecalledTurn recalled, Step step) {
        SummaryPrompt.Size size =
                new SummaryPrompt.Size(settings.inputTokensMax(), settings.tokensMax(), around.counter());
        return SummaryPrompt.of(step, recalled.summaries(), size)
                .map(prompt -> ask(request(turn, prompt))
                        .compose(said -> said.refused()
                                .map(Future::succeededFuture)
                                .orElseGet(() -> checked(said, prompt, recalled, step))))
                .orElse(Future.succeededFuture(Outcome.NO_INPUT));
    }

    /* No version: what a model said before is no answer. */
    private LlmRequest request(AnsweringTurn turn, SummaryPrompt prompt) {
        Asker asker = turn.turn().request().asker();
        return new LlmRequest(
                turn.turn().request().requestId() + "-summary",
                new Prompt(prompt.messages(), prompt.tokens(), REPLY_FACTOR * settings.tokensMax()),
                new Asker(
                        asker.user(),
                        asker.plan(),
                        settings.alias(),
                        around.nanoClock().getAsLong(),
                        true),
                new Grounds("", List.of(), ""));
    }

    /**
     * What a model said.
     *
     * @param refused why it cannot be a summary, if it cannot
     */
    private record Said(String text, String model, Optional<Outcome> refused) {
        static Said refused(Outcome why) {
            return new Said("", "", Optional.of(why));
        }
    }

    private Future<Said> ask(LlmRequest request) {
        Promise<Void> late = Promise.promise();
        long timer = vertx.setTimer(settings.timeout().toMillis(), _ -> late.complete());
        return around.model()
                .ask(request, new Call(late.future(), _ -> {}, (_, _) -> {}, () -> {}))
                .compose(reply -> switch (reply) {
                    case LlmReply.Answering answering -> read(answering.answer(), late.future());
                    case LlmReply.Limited _ -> Future.succeededFuture(Said.refused(Outcome.LINE));
                    case LlmReply.TimedOut _ -> Future.succeededFuture(Said.refused(Outcome.DEADLINE));
                    case LlmReply.Overloaded _, LlmReply.Unreachable _, LlmReply.NotAccepted _, LlmReply.Refused _ ->
                        Future.succeededFuture(Said.refused(Outcome.PROVIDER));
                })
                .onComplete(_ -> vertx.cancelTimer(timer));
    }

    private Future<Said> read(AnswerStream answer, Future<Void> late) {
        if (answer.source().local()) {
            answer.cancel();
            return Future.succeededFuture(Said.refused(Outcome.LOCAL));
        }
        Reply reply = new Reply(REPLY_FACTOR * settings.tokensMax() * CHARACTERS_OF_A_TOKEN_MAX);
        Future<AnswerEnd> piped = answer.pipeTo(reply);
        late.onComplete(_ -> answer.cancel());
        return piped.map(end -> said(answer, end, reply))
                .recover(failure -> reply.isTooLong()
                        ? Future.succeededFuture(Said.refused(Outcome.LENGTH))
                        : Future.failedFuture(failure));
    }

    private static Said said(AnswerStream answer, AnswerEnd end, Reply reply) {
        boolean local = answer.source().local()
                || end.parts().stream().anyMatch(part -> part.source().local());
        if (local) {
            return Said.refused(Outcome.LOCAL);
        }
        return end.finish() == Finish.STOP
                ? new Said(
                        reply.text(),
                        answer.source().provider() + "/" + answer.source().model(),
                        Optional.empty())
                : Said.refused(Outcome.FINISH);
    }

    private Future<Outcome> checked(Said said, SummaryPrompt prompt, RecalledTurn recalled, Step step) {
        Checked checked = new SummaryCheck(prompt.source(), around.instruction())
                .check(said.text(), settings.tokensMax(), around.counter());
        checked.leftOut().forEach(around.listener()::leftOut);
        if (checked.refused().isPresent()) {
            return Future.succeededFuture(checked.refused().get());
        }
        Draft draft = new Draft(
                checked.text(),
                step.place(),
                step.seenAt(),
                said.model(),
                around.clock().instant(),
                recalled.epoch());
        return around.store()
                .keep(recalled.turn().turn().owner(), recalled.conversation(), draft)
                .map(kept -> kept ? Outcome.MADE : Outcome.TOO_LATE);
    }

    /* Nobody waits for this, so here is its edge. */
    private static Outcome told(Throwable failure) {
        return switch (failure) {
            case TurnFailed _ -> Outcome.STORE;
            case CancellationException _ -> Outcome.DEADLINE;
            case AnswerBroken _ -> Outcome.BROKEN;
            default -> {
                LOG.log(System.Logger.Level.WARNING, "a summary failed", failure);
                yield Outcome.BUG;
            }
        };
    }

    /** Takes what comes, up to a length. */
    private static final class Reply implements TextSink {
        private final int lengthMax;
        private final StringBuilder text = new StringBuilder();
        private boolean tooLong;

        Reply(int lengthMax) {
            this.lengthMax = lengthMax;
        }

        @Override
        public Future<Void> write(String piece) {
            tooLong |= text.length() + piece.length() > lengthMax;
            if (tooLong) {
                return Future.failedFuture(new CancellationException("longer than " + lengthMax + " characters"));
            }
            text.append(piece);
            return Future.succeededFuture();
        }

        boolean isTooLong() {
            return tooLong;
        }

        String text() {
            return text.toString();
        }
    }
}
