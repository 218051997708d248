package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.gateway.Hop.Came;
import dev.rapport.llm.health.Outcome;
import dev.rapport.llm.line.Ticket;
import dev.rapport.llm.loop.Timers;
import dev.rapport.llm.provider.ModelRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on at the next target when the one that gives it breaks off. The next one is shown the text so far and
 * asked for the rest, so no piece comes twice and none is missing.
 *
 * <p>What had come before the break is delivered first. Going on may take as long as a gap between two pieces may; then the
 * answer is broken, as it is when there is nobody left to ask. So is one that has begun to call a tool: half a call's arguments
 * cannot be handed to another model to be gone on with, and a second call would make the client act twice. So is one that is JSON, which
 * another model would begin anew. The text is kept for that: 2 MB at the most, the bound of a reply. Runs on one event loop.
 */
final class Continued implements AnswerStream {
    private final Errand errand;
    private final Rest rest;
    private final LoopTools tools;
    private final long startNanos;
    private final StringBuilder text = new StringBuilder();
    private final List<Part> done = new ArrayList<>();
    private final Promise<AnswerEnd> delivered = Promise.promise();

    private Hop hop;
    private @Nullable AnswerStream current; // null while the answer is between two targets
    private @Nullable TextSink sink;
    private Timers.@Nullable Timer gap;
    private Source source;
    private int attempts;
    private boolean called;
    private boolean over;

    /**
     * What may still be done.
     *
     * @param attempts calls that were made for this request
     */
    record Rest(Route route, int attempts, Journey.Settle settle) {}

    Continued(Errand errand, Hop hop, AnswerStream begun, Rest rest, LoopTools tools) {
        this.errand = errand;
        this.hop = hop;
        this.current = begun;
        this.source = begun.source();
        this.rest = rest;
        this.attempts = rest.attempts();
        this.tools = tools;
        this.startNanos = tools.nanos();
        text.append(errand.request().prompt().begun());
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(done);
        AnswerStream open = current;
        if (open != null) {
            parts.add(priced(open));
        }
        return parts;
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink reader) {
        if (sink != null) {
            throw new IllegalStateException("pipeTo: called twice (expected: once)");
        }
        sink = reader;
        pipe(requireNonNull(current));
        return delivered.future();
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        AnswerStream open = current;
        if (open != null) {
            open.cancel();
        }
        if (sink == null || open == null) { // nobody listens to its end
            broken(open, new CancellationException("the answer was cancelled"));
        }
    }

    private void pipe(AnswerStream open) {
        open.pipeTo(new Recording(requireNonNull(sink))).onComplete((end, failure) -> {
            if (over || !open.equals(current)) {
                return;
            }
            if (end != null) {
                complete(open, end);
            } else if (failure instanceof AnswerBroken) {
                close(open, Outcome.FAILED);
                goOn(failure);
            } else {
                broken(open, failure);
            }
        });
    }

    /** Keeps what the reader got. */
    private final class Recording implements TextSink {
        private final TextSink reader;

        Recording(TextSink reader) {
            this.reader = reader;
        }

        @Override
        public Future<Void> write(String piece) {
            text.append(piece);
            return reader.write(piece);
        }

        @Override
        public Future<Void> call(ToolFragment fragment) {
            called = true;
            return reader.call(fragment);
        }
    }

    private void complete(AnswerStream open, AnswerEnd end) {
        close(open, Outcome.WELL);
        finish(end.finish());
    }

    private void finish(Finish how) {
        over = true;
        stopGap();
        AnswerEnd end = new AnswerEnd(how, Errand.usage(done), done);
        settle();
        tools.listener().answerEnded(source, end, tools.nanos() - startNanos);
        delivered.tryComplete(end);
    }

    /* The call is over: its part is counted, and limits and health are told. */
    private void close(AnswerStream open, Outcome how) {
        Part part = priced(open);
        done.add(part);
        current = null;
        tools.listener().spent(errand.ask().plan().plan(), part);
        hop.end(how, Errand.tokens(List.of(part)));
    }

    private Part priced(AnswerStream open) {
        int said =
                done.stream().mapToInt(part -> part.usage().completionTokens()).sum();
        return errand.priced(open.parts().getFirst(), errand.promptTokens() + said);
    }

    private void broken(@Nullable AnswerStream open, Throwable why) {
        if (over) {
            return;
        }
        over = true;
        stopGap();
        if (open == null) {
            hop.abandon(errand.promptTokens());
        } else {
            close(open, Outcome.NOT_ITS_FAULT);
        }
        settle();
        tools.listener().answerBroken(source, why, tools.nanos() - startNanos);
        delivered.tryFail(why);
    }

    private void settle() {
        long cost = done.stream().mapToLong(Part::costMicros).sum();
        rest.settle().with(true, Errand.tokens(done), cost);
    }

    private void goOn(Throwable why) {
        boolean json = !errand.request().prompt().form().canBeGoneOnWith();
        if (called || (json && !text.isEmpty())) {
            broken(null, why);
            return;
        }
        Target broke = hop.target();
        rest.route().pass();
        Optional<Target> next = attempts < errand.config().retries().attemptsMax()
                ? rest.route().next(true).or(() -> again(broke))
                : Optional.empty();
        int tokensLeft = errand.request().prompt().answerTokensMax()
                - done.stream()
                        .mapToInt(part -> part.usage().completionTokens())
                        .sum();
        if (next.isEmpty() || tokensLeft <= 0) {
            broken(null, why);
            return;
        }
        Duration patience = rest.route().outlet(next.get()).config().timeouts().gap();
        if (gap == null) { // one for the whole break, however many are asked
            gap = tools.timers().after(patience, () -> broken(null, why));
        }
        goOn(next.get(), tokensLeft, patience, why);
    }

    /* The one that broke off, if it can be asked, and there is no other. */
    private Optional<Target> again(Target broke) {
        Outlet outlet = rest.route().outlet(broke);
        boolean may = outlet.config().prefill() != Prefill.NONE
                && !outlet.health().isDown()
                && outlet.health().mayRepeat();
        if (may) {
            rest.route().again(broke);
        }
        return may ? Optional.of(broke) : Optional.empty();
    }

    private void goOn(Target target, int tokensLeft, Duration patience, Throwable why) {
        Hop started = new Hop(rest.route().outlet(target), target, tools);
        hop = started;
        Ticket ticket = new Ticket(
                tools.newId().get(),
                errand.promptTokens() + errand.request().prompt().answerTokensMax(),
                errand.order(),
                patience,
                patience,
                rest.route().elsewhere(true),
                true,
                (_, _) -> {});
        started.go(
                        ticket,
                        () -> new ModelRequest(
                                errand.request(), text.toString(), tokensLeft, errand.temperature(), patience),
                        () -> attempts++)
                .onComplete((came, bug) -> {
                    if (over || !started.equals(hop)) {
                        if (came instanceof Came.Answer(var late)) {
                            late.cancel();
                        }
                    } else if (came instanceof Came.Answer(var answer)) {
                        replacedBy(answer);
                    } else {
                        goOn(came == null ? bug : why);
                    }
                });
    }

    private void replacedBy(AnswerStream answer) {
        stopGap();
        tools.listener().replaced(source, answer.source());
        source = answer.source();
        current = answer;
        requireNonNull(sink).replaced(source);
        pipe(answer);
    }

    private void stopGap() {
        if (gap != null) {
            gap.cancel();
            gap = null;
        }
    }
}
