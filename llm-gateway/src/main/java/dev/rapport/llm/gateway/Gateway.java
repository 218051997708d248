package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmClient;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.cache.CacheKey;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.limit.UserLimiter;
import dev.rapport.llm.local.LocalResponder;
import dev.rapport.llm.loop.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The way from a request to an answer: what was answered before, the user's limits, the line before a provider, the call,
 * the next provider when it fails, and memory alone when all do.
 *
 * <p>Limits and lines are those of all instances together; see {@link dev.rapport.llm.limit} and {@link dev.rapport.llm.line}.
 * A reply is {@code Answering}, {@code Refused} or {@code Limited}; another only if the configuration says that an exhausted
 * request is refused. Belongs to one event loop: make it there.
 */
public final class Gateway implements LlmClient {
    private final GatewayShared shared;
    private final Map<String, Outlet> outlets;
    private final UserLimiter users;
    private final LocalResponder local;
    private final LoopTools tools;

    /** @param users the users' own limits */
    Gateway(
            GatewayShared shared,
            Map<String, Outlet> outlets,
            UserLimiter users,
            LocalResponder local,
            LoopTools tools) {
        this.shared = shared;
        this.outlets = outlets;
        this.users = users;
        this.local = local;
        this.tools = tools;
    }

    /** The gateway of the current event loop, with real time and chance. */
    public static Gateway create(Vertx vertx, GatewayShared shared, GatewayLoop loop, LlmListener listener) {
        LoopTools tools = new LoopTools(
                Timers.of(vertx),
                ThreadLocalRandom.current(), // the loop's own: the gateway never leaves its thread
                System::nanoTime,
                new ReservationIds(loop.name()),
                listener);
        return Assembly.gateway(vertx, shared, loop, tools, Clock.systemUTC());
    }

    @Override
    public Future<LlmReply> ask(LlmRequest request, Call call) {
        AliasConfig alias = alias(request);
        boolean onlyMemory = alias.targets().isEmpty();
        if (Replies.isLost(request.prompt()) || (onlyMemory && Replies.onlyAModel(request.prompt()))) {
            return Future.succeededFuture(Replies.nobody(request.prompt()));
        }
        if (onlyMemory) {
            call.admitted().run();
            return Future.succeededFuture(new LlmReply.Answering(heard(local.answer(request, Notices.NO_MODEL))));
        }
        Optional<CacheKey> key = CacheKey.of(request, alias);
        return key.isPresent()
                ? shared.cache()
                        .answer(key.get(), call, asked -> askTargets(request, alias, asked), tools.listener()::cache)
                : askTargets(request, alias, call);
    }

    /** Requests under way from this loop. */
    public int inFlight() {
        return outlets.values().stream()
                .mapToInt(outlet -> outlet.line().inFlight())
                .sum();
    }

    /** Requests of this loop that wait in a line. */
    public int waiting() {
        return outlets.values().stream()
                .mapToInt(outlet -> outlet.line().waiting())
                .sum();
    }

    /** Closes the providers' connections; answers that are still coming break. */
    public Future<Void> close() {
        List<Future<Void>> closed = new ArrayList<>();
        outlets.values().forEach(outlet -> closed.add(outlet.close()));
        return Future.join(closed).mapEmpty();
    }

    private AliasConfig alias(LlmRequest request) {
        AliasConfig named = config().models().get(request.asker().alias());
        return named != null ? named : requireNonNull(config().models().get(GatewayConfig.DEFAULT_ALIAS));
    }

    private Future<LlmReply> askTargets(LlmRequest request, AliasConfig alias, Call call) {
        Route route = new Route(alias, outlets, request.prompt().form().needs());
        return new Admission(config(), users, tools)
                .admit(request, alias, route.outlet(alias.targets().getFirst()).line()::estimate, call)
                .compose(admitted -> switch (admitted) {
                    case Admission.Refused(var limited) -> Future.succeededFuture(limited);
                    case Admission.Admitted(var errand, var quota) -> {
                        Journey journey = new Journey(
                                errand,
                                route,
                                new Journey.Parties(
                                        call,
                                        quota,
                                        (sent, tokens, cost) -> users.settle(errand.ask(), sent, tokens, cost),
                                        this::fromMemory),
                                tools);
                        Future<LlmReply> reply = journey.run();
                        call.stop().onComplete(_ -> journey.cancel());
                        yield reply;
                    }
                });
    }

    private AnswerStream fromMemory(Errand errand, Optional<LlmReply> why) {
        return heard(local.answer(errand.request(), Notices.instead(why)));
    }

    private AnswerStream heard(AnswerStream answer) {
        return new HeardAnswer(answer, tools.listener(), tools.nanoClock(), tools.nanos());
    }

    private GatewayConfig config() {
        return shared.config();
    }
}
