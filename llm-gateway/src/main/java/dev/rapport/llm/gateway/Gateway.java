package dev.rapport.llm.gateway;

import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.local.LocalResponder;
import dev.rapport.llm.loop.Timers;
import dev.rapport.llm.provider.ModelClient;
import dev.rapport.llm.provider.Providers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the configured provider and, when it cannot answer, answers from what was recalled.
 *
 * <p>A provider that is down, full or silent is no failure of the turn: the local responder answers and its
 * {@link dev.rapport.llm.Source#notice} says why. So a reply is {@code Answering} or {@code Refused}. An answer that breaks
 * after its first piece is broken; nothing takes its place.
 *
 * <p>Belongs to one event loop: make it there. At most {@link RetryPolicy#attemptsMax} requests go out for each one that
 * comes in.
 */
public final class Gateway implements LlmClient {
    private final Optional<ModelClient> model;
    private final LocalResponder local;
    private final RetryPolicy policy;
    private final Ask.Tools tools;

    /**
     * Makes the gateway of the current event loop.
     *
     * @param model the provider to ask; empty for none
     * @param timers for waits before another attempt and for the deadline
     * @param random for the jitter of those waits
     */
    public Gateway(
            Optional<ModelClient> model,
            LocalResponder local,
            RetryPolicy policy,
            Timers timers,
            RandomGenerator random,
            LlmListener listener) {
        this(model, local, policy, new Ask.Tools(timers, random, System::nanoTime, listener));
    }

    Gateway(Optional<ModelClient> model, LocalResponder local, RetryPolicy policy, Ask.Tools tools) {
        this.model = model;
        this.local = local;
        this.policy = policy;
        this.tools = tools;
    }

    /** The gateway of the current event loop, with real time and chance, as the environment wants it. */
    public static Gateway create(Vertx vertx, Providers providers, LlmListener listener) {
        Clock clock = Clock.systemUTC();
        int attemptsMax =
                providers.chosen().map(settings -> settings.attempts()).orElse(1);
        return new Gateway(
                providers.chosen().map(settings -> new ModelClient(vertx, settings, clock)),
                new LocalResponder(clock),
                RetryPolicy.of(attemptsMax),
                Timers.of(vertx),
                ThreadLocalRandom.current(), // the loop's own: the gateway never leaves its thread
                listener);
    }

    @Override
    public Future<LlmReply> ask(LlmRequest request) {
        return ask(request, Future.future(_ -> {}));
    }

    @Override
    public Future<LlmReply> ask(LlmRequest request, Future<?> stop) {
        LongSupplier clock = tools.nanoClock();
        long startNanos = clock.getAsLong();
        if (model.isEmpty()) {
            return Future.succeededFuture(answering(local.answer(request, Notices.NO_MODEL), startNanos));
        }
        ModelClient asked = model.get();
        Ask ask = new Ask(asked, request, policy, tools);
        Future<LlmReply> reply = ask.run();
        stop.onComplete(_ -> ask.cancel());
        return reply.map(said -> settle(request, asked, requireReply(said), startNanos));
    }

    /** Closes the provider's connections; answers that are still coming break. */
    public Future<Void> close() {
        return model.map(ModelClient::close).orElseGet(Future::succeededFuture);
    }

    private LlmReply settle(LlmRequest request, ModelClient asked, LlmReply said, long startNanos) {
        return switch (said) {
            case LlmReply.Answering(var answer) -> answering(answer, startNanos);
            case LlmReply.Refused refused -> refused;
            case LlmReply.Overloaded _, LlmReply.TimedOut _, LlmReply.Unreachable _, LlmReply.NotAccepted _ -> {
                tools.listener().answeredLocally(asked.settings().name(), Ask.outcome(said));
                yield answering(local.answer(request, Notices.instead(said)), startNanos);
            }
        };
    }

    private LlmReply answering(AnswerStream answer, long startNanos) {
        return new LlmReply.Answering(new HeardAnswer(answer, tools.listener(), tools.nanoClock(), startNanos));
    }

    private static LlmReply requireReply(@Nullable LlmReply reply) {
        if (reply == null) {
            throw new IllegalStateException("reply: null (expected: a reply)");
        }
        return reply;
    }
}
