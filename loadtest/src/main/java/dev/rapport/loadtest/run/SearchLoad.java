package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Arrivals;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Search;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Looks for the rate at which an open load breaks: grows by a factor until it does, then halves the interval. */
final class SearchLoad {
    /** A step has broken if fewer than so many of its requests were good. */
    private static final double GOOD_RATIO_MIN = 0.95;

    /** After a step what is under way may end for so long, so that one step does not weigh on the next. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Phase phase;
    private final Search search;
    private final Board board;
    private final LoopTimer timer;
    private final BiFunction<Phase, Open, Future<Void>> play;
    private final long settleNanos;
    private double heldRate;
    private double brokenRate = Double.POSITIVE_INFINITY;
    private int steps;
    private boolean stopped;

    SearchLoad(Phase phase, Search search, Board board, LoopTimer timer, BiFunction<Phase, Open, Future<Void>> play) {
        this(phase, search, board, timer, play, SETTLE_NANOS);
    }

    /** @param settleNanos how long what is under way after a step may take to end */
    SearchLoad(
            Phase phase,
            Search search,
            Board board,
            LoopTimer timer,
            BiFunction<Phase, Open, Future<Void>> play,
            long settleNanos) {
        this.settleNanos = settleNanos;
        this.phase = phase;
        this.search = search;
        this.board = board;
        this.timer = timer;
        this.play = play;
    }

    Future<Void> run() {
        return step(search.from());
    }

    /** The step under way is the last one. */
    void stop() {
        stopped = true;
    }

    private Future<Void> step(double rate) {
        steps++;
        Phase one = new Phase(
                String.format(Locale.ROOT, "%s-%d-at-%.1f", phase.name(), steps, rate),
                phase.kind(),
                search.step(),
                List.of(),
                phase.rest(),
                rate,
                null,
                null,
                null,
                null,
                null,
                List.of());
        Open open = new Open(rate, 0, Arrivals.POISSON, search.users(), search.message());
        return play.apply(one, open).compose(played -> settle()).compose(settled -> {
            /* What is still under way will not be good; and whenever it ends, it counts for this step. */
            Board.Tally tally = board.tally(one.name());
            if (tally.settled() < tally.planned() || tally.good() < GOOD_RATIO_MIN * tally.planned()) {
                brokenRate = rate;
            } else {
                heldRate = rate;
            }
            return next();
        });
    }

    private Future<Void> next() {
        boolean broken = Double.isFinite(brokenRate);
        boolean narrow = broken && brokenRate - heldRate <= search.precision() * brokenRate;
        if (stopped || narrow || steps >= search.stepsMax()) {
            return Future.succeededFuture();
        }
        return step(broken ? (heldRate + brokenRate) / 2 : heldRate * search.factor());
    }

    private Future<Void> settle() {
        Promise<Void> settled = Promise.promise();
        look(System.nanoTime() + settleNanos, settled);
        return settled.future();
    }

    private void look(long untilNanos, Promise<Void> settled) {
        long now = System.nanoTime();
        if (board.unsettled() == 0 || now >= untilNanos) {
            settled.complete();
        } else {
            timer.at(now + TimeUnit.MILLISECONDS.toNanos(50), () -> look(untilNanos, settled));
        }
    }
}
