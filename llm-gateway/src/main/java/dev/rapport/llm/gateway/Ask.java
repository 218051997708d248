package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmListener.Outcome;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.loop.Timers;
import dev.rapport.llm.provider.Attempted;
import dev.rapport.llm.provider.ModelClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One request to one provider, with its attempts, up to the first piece or the deadline. Runs on one event loop. */
final class Ask {
    private final ModelClient model;
    private final LlmRequest request;
    private final Tools tools;
    private final RetryPolicy policy;
    private final long startNanos;
    private final Promise<LlmReply> reply = Promise.promise();

    private ModelClient.@Nullable Attempt current;
    private Timers.@Nullable Timer backoff;
    private Timers.@Nullable Timer deadline;
    private long attemptStartNanos;
    private int attempts;

    /** What every request needs beside the provider; time and chance come in here. */
    record Tools(Timers timers, RandomGenerator random, LongSupplier nanoClock, LlmListener listener) {}

    Ask(ModelClient model, LlmRequest request, RetryPolicy policy, Tools tools) {
        this.model = model;
        this.request = request;
        this.policy = policy;
        this.tools = tools;
        this.startNanos = tools.nanoClock().getAsLong();
    }

    Future<LlmReply> run() {
        deadline = tools.timers().after(policy.deadline(), this::tooLate);
        send();
        return reply.future();
    }

    /** Ends the request at once; its future fails with {@link CancellationException}. Harmless after the first piece. */
    void cancel() {
        abandon(Outcome.CANCELLED);
        reply.tryFail(new CancellationException("the request was cancelled"));
    }

    private void send() {
        attempts++;
        attemptStartNanos = tools.nanoClock().getAsLong();
        backoff = null;
        try {
            ModelClient.Attempt attempt = model.ask(request);
            current = attempt;
            attempt.result().onComplete((attempted, failure) -> {
                if (attempt.equals(current)) { // else it was abandoned, and that was told
                    current = null;
                    if (attempted == null) {
                        finish(Future.failedFuture(failure));
                    } else {
                        attempted(attempted);
                    }
                }
            });
        } catch (RuntimeException bug) {
            finish(Future.failedFuture(bug));
        }
    }

    private void attempted(Attempted attempted) {
        long now = tools.nanoClock().getAsLong();
        tools.listener().attemptEnded(name(), outcome(attempted.reply()), now - attemptStartNanos);
        Duration left = policy.deadline().minusNanos(now - startNanos);
        Optional<Duration> wait = policy.nextWait(attempted, attempts, left, tools.random());
        if (wait.isPresent()) {
            tools.listener().retrying(name(), wait.get().toNanos());
            backoff = tools.timers().after(wait.get(), this::send);
        } else {
            finish(Future.succeededFuture(attempted.reply()));
        }
    }

    private void tooLate() {
        abandon(Outcome.TIMED_OUT);
        finish(Future.succeededFuture(new LlmReply.TimedOut(name(), policy.deadline())));
    }

    private void abandon(Outcome why) {
        stop(deadline);
        stop(backoff);
        ModelClient.Attempt attempt = current;
        if (attempt != null) {
            current = null;
            attempt.cancel();
            tools.listener().attemptEnded(name(), why, tools.nanoClock().getAsLong() - attemptStartNanos);
        }
    }

    private void finish(Future<LlmReply> result) {
        stop(deadline);
        result.onComplete(reply::tryComplete, reply::tryFail);
    }

    private String name() {
        return model.settings().name();
    }

    private static void stop(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    static Outcome outcome(LlmReply reply) {
        return switch (reply) {
            case LlmReply.Answering _ -> Outcome.ANSWERING;
            case LlmReply.Overloaded _ -> Outcome.OVERLOADED;
            case LlmReply.TimedOut _ -> Outcome.TIMED_OUT;
            case LlmReply.Unreachable _ -> Outcome.UNREACHABLE;
            case LlmReply.NotAccepted _ -> Outcome.NOT_ACCEPTED;
            case LlmReply.Refused _ -> Outcome.REFUSED;
        };
    }
}
