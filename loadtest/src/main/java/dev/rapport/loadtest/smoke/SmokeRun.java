package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.ChatApi;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.measure.Quantiles;
import dev.rapport.loadtest.smoke.Probe.ProbeFailedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A smoke run from the first look at the parties to the report. Everything happens on one event loop; the public methods
 * may be called from any thread.
 */
public final class SmokeRun {
    /** So many users start in a second, as in the profiles that ramp. */
    private static final int USERS_STARTED_PER_SECOND = 50;

    /** After the last chat may have timed out, the rest is ending sessions. */
    private static final Duration LEAVE_TIME_MAX = Duration.ofSeconds(20);

    /** How long the provider may take to write down its last requests. */
    private static final int SETTLE_LOOKS_MAX = 50;

    private static final Duration SETTLE_LOOK_EACH = Duration.ofMillis(100);

    private final SmokeSettings settings;
    private final Context context;
    private final Vertx vertx;
    private final LoopTimer timer;
    private final ChatApi api;
    private final Probe probe;
    private final Provider provider;
    private final List<SmokeUser> users = new ArrayList<>();
    private @Nullable Tally tally;
    private long startNanos;
    private long deadlineNanos;
    private boolean interrupted;

    public SmokeRun(Vertx vertx, SmokeSettings settings) {
        this.settings = settings;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.timer = LoopTimer.of(context);
        this.api = new ChatApi(vertx, timer, settings.target(), settings.users(), settings.chatTimeMax());
        this.probe = new Probe(vertx);
        this.provider = new Provider(probe, settings.simulator());
    }

    /** What came of asking for a run. */
    public sealed interface Outcome {
        record Finished(SmokeReport report) implements Outcome {}

        /** Nothing was sent to the service, because what the report needs could not be read. */
        record NotRun(String reason) implements Outcome {}
    }

    /** Runs to the end. Call it once. */
    public Future<Outcome> start() {
        Promise<Outcome> outcome = Promise.promise();
        context.runOnContext(go -> provider.stats()
                .compose(stats -> readLoopsBlocked().compose(blocked -> run(stats, blocked)))
                .<Outcome>map(Outcome.Finished::new)
                .recover(cause -> cause instanceof ProbeFailedException
                        ? Future.succeededFuture(new Outcome.NotRun(String.valueOf(cause.getMessage())))
                        : Future.failedFuture(cause))
                .onComplete(outcome));
        return outcome.future();
    }

    /** Ends the run early: nobody says anything more, and what was measured is reported. */
    public void stop() {
        context.runOnContext(go -> {
            interrupted = true;
            users.forEach(SmokeUser::stop);
        });
    }

    /** How it is going; empty before the first user starts. */
    public Future<Optional<Progress>> progress() {
        Promise<Optional<Progress>> promise = Promise.promise();
        context.runOnContext(go -> promise.complete(Optional.ofNullable(tally).map(this::progress)));
        return promise.future();
    }

    private Progress progress(Tally running) {
        long now = System.nanoTime();
        Tally.ChatCounts chats = running.chats();
        Quantiles e2e = running.e2e.quantiles();
        return new Progress(
                Duration.ofNanos(now - startNanos),
                Duration.ofNanos(Math.max(0, deadlineNanos - now)),
                chats.started(),
                chats.ok(),
                chats.failed(),
                running.inFlight(),
                e2e.p50Micros(),
                e2e.p99Micros());
    }

    private Future<SmokeReport> run(Provider.Stats before, Optional<Double> blockedBefore) {
        startNanos = System.nanoTime();
        deadlineNanos = startNanos + settings.duration().toNanos();
        Tally running = new Tally(startNanos);
        tally = running;
        SmokeUser.Shared shared =
                new SmokeUser.Shared(settings, before.answers(), api, timer, running, startNanos, deadlineNanos);
        List<Future<Void>> left = new ArrayList<>();
        for (int i = 0; i < settings.users(); i++) {
            SmokeUser user = new SmokeUser(shared, i);
            users.add(user);
            left.add(user.start(startNanos + TimeUnit.SECONDS.toNanos(i) / USERS_STARTED_PER_SECOND));
        }
        if (interrupted) {
            users.forEach(SmokeUser::stop);
        }
        return allLeft(left).compose(all -> conclude(before, blockedBefore, running, System.nanoTime()));
    }

    /** Fails if a user met a bug; succeeds when all are gone, or when they have had all the time they may have. */
    private Future<Void> allLeft(List<Future<Void>> left) {
        Promise<Void> promise = Promise.promise();
        long longest = settings.duration()
                .plus(settings.chatTimeMax())
                .plus(LEAVE_TIME_MAX)
                .toNanos();
        LoopTimer.Pending bound = timer.at(startNanos + longest, promise::tryComplete);
        Future.all(left).onComplete((all, bug) -> {
            bound.cancel();
            if (bug != null) {
                promise.tryFail(bug);
            } else {
                promise.tryComplete();
            }
        });
        return promise.future();
    }

    private Future<SmokeReport> conclude(
            Provider.Stats before, Optional<Double> blockedBefore, Tally running, long endNanos) {
        List<String> errors = new ArrayList<>();
        return settled(SETTLE_LOOKS_MAX)
                .compose(after -> provider.join(running.e2eByNonce).map(join -> upstream(before, after, join)))
                .map(Optional::of)
                .recover(cause -> noted(errors, cause))
                .compose(upstream -> readLoopsBlocked()
                        .map(after -> after.map(count -> count - blockedBefore.orElse(0.0)))
                        .recover(cause -> noted(errors, cause))
                        .map(blocked -> new SmokeReport(
                                result(before, running, endNanos, upstream, blocked, List.copyOf(errors)))));
    }

    private static <T> Future<Optional<T>> noted(List<String> errors, Throwable cause) {
        if (!(cause instanceof ProbeFailedException)) {
            return Future.failedFuture(cause);
        }
        errors.add(String.valueOf(cause.getMessage()));
        return Future.succeededFuture(Optional.empty());
    }

    /** The provider's counters, once it has nothing in flight any more or has had long enough. */
    private Future<Provider.Stats> settled(int looksLeft) {
        return provider.stats()
                .compose(stats -> stats.inFlight() == 0 || looksLeft == 0
                        ? Future.succeededFuture(stats)
                        : vertx.timer(SETTLE_LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(later -> settled(looksLeft - 1)));
    }

    private static SmokeResult.Upstream upstream(Provider.Stats before, Provider.Stats after, Provider.Join join) {
        return new SmokeResult.Upstream(
                after.posts() - before.posts(),
                after.notOk() - before.notOk(),
                after.ambiguous() - before.ambiguous(),
                join.overhead().quantiles(),
                join.withoutRecord(),
                join.severalRecords(),
                join.negative());
    }

    private SmokeResult result(
            Provider.Stats before,
            Tally running,
            long endNanos,
            Optional<SmokeResult.Upstream> upstream,
            Optional<Double> blocked,
            List<String> errors) {
        long failed = running.chats().failedTimed();
        return new SmokeResult(
                settings,
                before,
                interrupted,
                Duration.ofNanos(endNanos - startNanos),
                new SmokeResult.Talk(
                        running.chats(),
                        running.failures,
                        running.integrity(),
                        running.inFlight(),
                        running.inFlightPeak(),
                        running.queued(),
                        running.replaced()),
                running.sessionFailures,
                running.examples,
                api.sent(),
                new SmokeResult.Timings(
                        running.dispatch.quantiles(),
                        running.ttfh.quantiles(),
                        running.ttft.quantiles(),
                        running.e2e.quantiles(),
                        List.of(
                                running.e2e.percentileWithFailures(50, failed),
                                running.e2e.percentileWithFailures(95, failed),
                                running.e2e.percentileWithFailures(99, failed))),
                running.little(endNanos),
                upstream,
                blocked,
                errors);
    }

    /** The sum over all pages that were named; empty if none was. */
    private Future<Optional<Double>> readLoopsBlocked() {
        Future<Double> sum = Future.succeededFuture(0.0);
        for (URI page : settings.metrics()) {
            sum = sum.compose(before -> probe.text(page).compose(text -> {
                try {
                    var found = LoopsBlocked.sum(text);
                    return found.isPresent()
                            ? Future.succeededFuture(before + found.getAsDouble())
                            : Future.failedFuture(
                                    new ProbeFailedException(page + ": no metric " + LoopsBlocked.COUNTER));
                } catch (NumberFormatException e) {
                    return Future.failedFuture(new ProbeFailedException(page + ": " + e.getMessage()));
                }
            }));
        }
        return sum.map(total -> settings.metrics().isEmpty() ? Optional.empty() : Optional.of(total));
    }
}
