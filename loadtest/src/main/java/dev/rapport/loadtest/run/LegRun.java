package dev.rapport.loadtest.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.client.ChatApi;
import dev.rapport.loadtest.client.Connections;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.system.ServiceUnderTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A leg's event loop, seen from outside of it. One loop carries everything: at 300 answers a second it was seen to be busy for
 * less than a fifth of the time, and whether it was enough is a gate of every report.
 */
final class LegRun implements AutoCloseable {
    /** The longest answers are planned to take 80 s, and may come so long after the users' patience would have ended. */
    private static final Duration BEYOND_PATIENCE_MAX = Duration.ofSeconds(90);

    private static final Duration READY_TIME_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIME_MAX = Duration.ofSeconds(10);

    /** For people, who look again a second later. */
    private static final Duration PROGRESS_TIME_MAX = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final Board board;
    private final Connections connections;
    private final ChatApi api;
    private final Leg leg;
    private final LoopTimer timer;
    private final Consumer<Gauge> gauges;
    private final Duration settleTimeMax;
    private final Promise<Boolean> ended = Promise.promise();
    private boolean settled = true;

    LegRun(
            Profile profile,
            ServiceUnderTest service,
            JsonNode parameters,
            String nonces,
            Board board,
            Phases phases,
            Consumer<Gauge> gauges) {
        this.board = board;
        this.gauges = gauges;
        this.timer = LoopTimer.of(context);
        this.connections = new Connections(vertx, timer, service.target());
        this.api = new ChatApi(connections, timer, service.target(), profile.patience());
        this.settleTimeMax = profile.patience().plus(BEYOND_PATIENCE_MAX);
        Talker.Shared shared = new Talker.Shared(
                api, board, AnswerSettings.fromJson(parameters), nonces, service.key(), profile.seed());
        this.leg = new Leg(profile, shared, connections, timer, phases);
    }

    Vertx vertx() {
        return vertx;
    }

    Context context() {
        return context;
    }

    /** Returns once the event loop has its thread. */
    void ready() throws IOException {
        Promise<Void> ran = Promise.promise();
        context.runOnContext(go -> ran.complete());
        try {
            ran.future().await(READY_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the harness's event loop did not begin within " + READY_TIME_MAX.toSeconds() + " s", e);
        }
    }

    void start(List<Phase> phases) {
        context.runOnContext(go -> {
            tick(System.nanoTime());
            leg.play(phases)
                    .compose(played -> leg.settled(settleTimeMax.toNanos()))
                    .onComplete(ended);
        });
    }

    private void tick(long atNanos) {
        gauges.accept(board.tick(System.nanoTime()));
        if (!ended.future().isComplete()) {
            long next = atNanos + TimeUnit.SECONDS.toNanos(1);
            timer.at(next, () -> tick(next));
        }
    }

    /** True once everything has settled; throws what went wrong in the harness. */
    boolean endedWithin(Duration time) throws IOException {
        try {
            settled = ended.future().await(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (RuntimeException e) {
            throw new IOException("the harness failed: " + e, e);
        }
    }

    /** What was still under way at the end, if anything was. */
    Optional<String> unsettled() {
        return settled
                ? Optional.empty()
                : Optional.of(
                        board.unsettled() + " requests did not settle within " + settleTimeMax.toSeconds() + " s");
    }

    Map<Operation, Long> sent() {
        return api.sent();
    }

    void stop() {
        context.runOnContext(go -> leg.stop());
    }

    Optional<Progress> progress(Profile profile, Phases phases) {
        Promise<Optional<Progress>> promise = Promise.promise();
        context.runOnContext(
                go -> promise.complete(Optional.ofNullable(phases.now()).map(plan -> now(profile, phases, plan))));
        try {
            return promise.future().await(PROGRESS_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty(); // the leg ended at this moment, and its event loop with it
        }
    }

    private Progress now(Profile profile, Phases phases, PhasePlan plan) {
        List<PhaseRecord> records = phases.records();
        PhaseRecord last = records.getLast();
        long now = System.nanoTime();
        long left = Math.max(0, plan.endNanos() - now);
        boolean after = false;
        for (Phase phase : profile.phases()) {
            left += after ? phase.length().toNanos() : 0;
            after |= last.name().equals(phase.name()) || last.name().startsWith(phase.name() + "-");
        }
        Board.Window window = board.window();
        long sinceStart = now - plan.startNanos() + last.startNanos();
        return new Progress(
                last.name(),
                last.load(),
                Duration.ofNanos(sinceStart),
                Duration.ofNanos(left),
                board.started(),
                board.ok(),
                board.failed(),
                board.chatsInFlight(),
                window.plannedPerSecond(),
                window.okPerSecond(),
                window.p50Millis(),
                window.p99Millis());
    }

    @Override
    public void close() {
        Future<Void> closed = vertx.close();
        try {
            closed.await(CLOSE_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.getLogger(LegRun.class.getName()).log(System.Logger.Level.WARNING, "the event loop did not end");
        }
    }
}
