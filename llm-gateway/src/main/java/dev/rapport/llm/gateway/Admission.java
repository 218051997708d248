package dev.rapport.llm.gateway;

import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Usage;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.limit.PlanLimit;
import dev.rapport.llm.limit.UserLimiter;
import dev.rapport.llm.line.Order;
import dev.rapport.llm.loop.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;

/**
 * Whether a user's own limits let a request in, when, and where it will stand among the others.
 *
 * <p>Where: a time. A request counts as having come when it came or, if its user has others waiting, when the one before it
 * will be served; that is fair between users. Better plans come forward by a part of the deadline; that is priority, and ends,
 * because time passes.
 */
final class Admission {
    /** The part of the deadline that the last plan stands behind the first one, and the less of it that it may wait. */
    private static final double HEAD_START_PART = 0.5;

    /** Who is let in at the last moment must still have time for the model's first piece: this, or a quarter of the deadline. */
    private static final Duration FIRST_PIECE_ROOM = Duration.ofSeconds(2);

    /** The plan of what nobody waits for: no user's limits. In the books under a name that no plan of the file can have. */
    private static final PlanLimit BACKGROUND = PlanLimit.none("_background");

    /** A shorter wait is not worth a word. */
    private static final Duration SAID_FROM = Duration.ofMillis(500);

    private final GatewayConfig config;
    private final UserLimiter users;
    private final LoopTools tools;

    /** What came of it. */
    sealed interface Result {}

    /** It may join a provider's line. */
    record Admitted(Errand errand, Quota quota) implements Result {}

    /** It may not. */
    record Refused(LlmReply.Limited limited) implements Result {}

    Admission(GatewayConfig config, UserLimiter users, LoopTools tools) {
        this.config = config;
        this.users = users;
        this.tools = tools;
    }

    /**
     * Reserves at the user's limits, and waits until they let the request go.
     *
     * @param lineWait how long the line before the first target is for who has this head start, in microseconds
     * @return failed with {@link CancellationException} if the call was stopped meanwhile
     */
    Future<Result> admit(LlmRequest request, AliasConfig alias, LongFunction<Duration> lineWait, Call call) {
        if (request.asker().background()) {
            return background(request, alias, lineWait);
        }
        PlanLimit plan = config.plans().of(request.asker().plan());
        Duration age =
                Duration.ofNanos(Math.max(0, tools.nanos() - request.asker().receivedNanos()));
        Duration left = config.queue().deadline().minus(age);
        UserLimiter.Ask ask = new UserLimiter.Ask(
                tools.newId().get(),
                request.asker().user(),
                plan,
                request.prompt().tokensMax(),
                costMax(request, alias.targets().getFirst()),
                new UserLimiter.Times(
                        left.isNegative() ? Duration.ZERO : left, lineWait.apply(headStartMicros(plan)), age));
        return users.reserve(ask).compose(reply -> switch (reply) {
            case UserLimiter.Reply.Refused(var limit, var retryAfter, var quota) -> {
                tools.listener().shed(limit);
                yield Future.succeededFuture(new Refused(new LlmReply.Limited(limit, retryAfter, quota)));
            }
            case UserLimiter.Reply.Granted granted -> {
                Order order = new Order(granted.startMicros(), headStartMicros(plan), granted.firstOfUser());
                Errand errand = new Errand(request, alias, ask, order, admitMax(plan, left), config);
                call.granted().accept(granted.quota());
                yield ready(ask, granted.readyIn(), call).map(new Admitted(errand, granted.quota()));
            }
        });
    }

    /* At the operator's expense: a user whom it cost a place or a part of the budget would be refused an answer for it. */
    private Future<Result> background(LlmRequest request, AliasConfig alias, LongFunction<Duration> lineWait) {
        Duration behindAll = config.queue().deadline();
        Duration wait = lineWait.apply(behindAll.toNanos() / 1_000);
        if (wait.isPositive()) {
            tools.listener().shed(LlmReply.Limit.QUEUE);
            return Future.succeededFuture(new Refused(new LlmReply.Limited(LlmReply.Limit.QUEUE, wait, Quota.NONE)));
        }
        UserLimiter.Ask ask = new UserLimiter.Ask(
                tools.newId().get(),
                request.asker().user(),
                BACKGROUND,
                request.prompt().tokensMax(),
                0,
                new UserLimiter.Times(behindAll, Duration.ZERO, Duration.ZERO));
        return users.reserve(ask).map(reply -> switch (reply) {
            case UserLimiter.Reply.Refused(var limit, var retryAfter, var quota) ->
                new Refused(new LlmReply.Limited(limit, retryAfter, quota));
            case UserLimiter.Reply.Granted granted ->
                new Admitted(
                        new Errand(
                                request,
                                alias,
                                ask,
                                new Order(granted.startMicros(), behindAll.toNanos() / 1_000, false),
                                Duration.ZERO,
                                config),
                        granted.quota());
        });
    }

    private Future<Void> ready(UserLimiter.Ask ask, Duration readyIn, Call call) {
        if (call.stop().isComplete()) {
            users.settle(ask, false, 0, 0);
            return Future.failedFuture(new CancellationException("the request was stopped"));
        }
        if (readyIn.isZero()) {
            return Future.succeededFuture();
        }
        if (readyIn.compareTo(SAID_FROM) > 0) {
            long perMinute = Math.max(1, ask.plan().requestsPerMinute());
            long position = Math.ceilDiv(
                    readyIn.toMillis() * perMinute, Duration.ofMinutes(1).toMillis());
            call.queue().moved((int) Math.max(1, position), readyIn);
        }
        Promise<Void> ready = Promise.promise();
        Timers.Timer timer = tools.timers().after(readyIn, ready::tryComplete);
        call.stop().onComplete(_ -> {
            if (ready.tryFail(new CancellationException("the request was stopped"))) {
                timer.cancel();
                users.settle(ask, false, 0, 0);
            }
        });
        return ready.future();
    }

    private long costMax(LlmRequest request, Target target) {
        Usage most = new Usage(request.prompt().tokens(), request.prompt().answerTokensMax(), 0);
        return config.prices().costMicros(target.provider(), target.model(), most);
    }

    private long headStartMicros(PlanLimit plan) {
        return (long) (behind(plan) * config.queue().deadline().toNanos() / 1_000);
    }

    private Duration admitMax(PlanLimit plan, Duration left) {
        Duration deadline = config.queue().deadline();
        Duration room =
                deadline.dividedBy(4).compareTo(FIRST_PIECE_ROOM) < 0 ? deadline.dividedBy(4) : FIRST_PIECE_ROOM;
        long nanos = (long) (left.minus(room).toNanos() * (1 - behind(plan)));
        return Duration.ofNanos(Math.max(0, nanos));
    }

    /* 0 for the best plan, HEAD_START_PART for the last. */
    private double behind(PlanLimit plan) {
        int count = config.plans().bestFirst().size();
        return count == 1 ? 0 : HEAD_START_PART * config.plans().rank(plan.plan()) / (count - 1);
    }
}
