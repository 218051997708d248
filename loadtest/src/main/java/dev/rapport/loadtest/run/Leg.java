package dev.rapport.loadtest.run;

import dev.rapport.loadtest.client.Connections;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Search;
import dev.rapport.loadtest.record.PhaseRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays phases, one after the other without a gap, on one service. Runs on the run's event loop. */
final class Leg {
    /** Connections opened ahead of a burst, so that it does not measure the kernel's backlog. */
    private static final int CONNECTS_PER_SECOND = 2_000;

    private final LoopTimer timer;
    private final Connections connections;
    private final Crowd crowd;
    private final ClosedLoad closedLoad;
    private final OpenLoad openLoad;
    private final SplittableRandom random;
    private final Board board;
    private final PhaseLog log;
    private final GroupLoads groupLoads;
    private final List<BurstLoad> bursts = new ArrayList<>();
    private @Nullable SearchLoad searchLoad;
    private Promise<Void> current = Promise.promise();
    private boolean stopped;

    Leg(Profile profile, Talker.Shared shared, Connections connections, LoopTimer timer, PhaseLog log) {
        this.timer = timer;
        this.connections = connections;
        this.board = shared.board();
        this.random = new SplittableRandom(shared.seed());
        this.crowd = new Crowd(shared, timer);
        this.closedLoad = new ClosedLoad(crowd, timer, profile.behaviours());
        this.openLoad = new OpenLoad(crowd, timer, random.split());
        this.log = log;
        this.groupLoads = new GroupLoads(profile, shared, timer, log, random.split());
    }

    /** Plays them; ends with the last one, while requests may still be under way. */
    Future<Void> play(List<Phase> phases) {
        Future<Void> played = Future.succeededFuture();
        for (Phase phase : phases) {
            played = played.compose(before -> stopped ? Future.succeededFuture() : play(phase));
        }
        return played.onComplete(ended -> closedLoad.pause());
    }

    void stop() {
        stopped = true;
        crowd.stop();
        closedLoad.stop();
        openLoad.stop();
        bursts.forEach(BurstLoad::stop);
        groupLoads.stop();
        if (searchLoad != null) {
            searchLoad.stop();
        }
        current.tryComplete();
    }

    private Future<Void> play(Phase phase) {
        Closed closed = phase.closed();
        Open open = phase.open();
        Burst burst = phase.burst();
        if (closed != null) {
            PhasePlan plan =
                    log.begin(phase, "closed", closed.users() + " users, " + behaviours(closed), closed.users(), 0);
            return ended(plan, closedLoad.begin(closed, plan));
        }
        closedLoad.pause();
        if (open != null) {
            return signedIn(open.users(), 0, phase).compose(ready -> arrivals(phase, open));
        }
        if (burst != null) {
            int atOnce = burst.inFlightMax() > 0 ? Math.min(burst.inFlightMax(), burst.requests()) : burst.requests();
            return signedIn(burst.users(), atOnce, phase).compose(ready -> bursts(phase, burst));
        }
        Search search = phase.search();
        if (search != null) {
            SearchLoad steps = new SearchLoad(phase, search, board, timer, this::arrivals);
            searchLoad = steps;
            return signedIn(search.users(), 0, phase).compose(ready -> steps.run());
        }
        if (!phase.groups().isEmpty()) {
            return groups(phase);
        }
        PhasePlan plan = log.begin(phase, "none", "no load", 0, 0);
        return ended(plan, Promise.<Void>promise().future());
    }

    private Future<Void> groups(Phase phase) {
        PhasePlan signIn = log.begin(signIn(phase), "none", "the groups sign in", 0, 0);
        return groupLoads
                .signIn(phase, signIn.name())
                .compose(all -> connections.prepare(stopped ? 0 : GroupLoads.connections(phase), CONNECTS_PER_SECOND))
                .onSuccess(ready -> log.end(signIn))
                .compose(ready -> stopped ? Future.succeededFuture() : groupLoads.play(phase));
    }

    static String behaviours(Closed closed) {
        return String.join(" and ", closed.behave().keySet());
    }

    /** Ends the phase when its time is up, or when its work is done. */
    private Future<Void> ended(PhasePlan plan, Future<Void> workDone) {
        Promise<Void> ended = Promise.promise();
        current = ended;
        LoopTimer.Pending timeUp = timer.at(plan.endNanos(), ended::tryComplete);
        workDone.onSuccess(done -> ended.tryComplete()).onFailure(ended::tryFail);
        return ended.future().onComplete(any -> timeUp.cancel()).onSuccess(done -> log.end(plan));
    }

    private Future<Void> signedIn(int users, int connectionsNeeded, Phase phase) {
        if (stopped || (connectionsNeeded == 0 && crowd.signedIn(users) == users)) {
            return Future.succeededFuture();
        }
        PhasePlan plan = log.begin(signIn(phase), "none", users + " users sign in", users, 0);
        return crowd.signIn(users, plan.name())
                .compose(all -> connections.prepare(stopped ? 0 : connectionsNeeded, CONNECTS_PER_SECOND))
                .onSuccess(ready -> log.end(plan));
    }

    private static Phase signIn(Phase phase) {
        return new Phase("sign-in-for-" + phase.name(), Phase.WARM_UP, phase.length());
    }

    private Future<Void> arrivals(Phase phase, Open open) {
        if (stopped) {
            return Future.succeededFuture();
        }
        PhasePlan plan = log.begin(
                phase,
                "open",
                open.chatsPerSecond() + " chats/s, " + open.arrivals().name().toLowerCase(Locale.ROOT),
                open.users(),
                open.chatsPerSecond());
        openLoad.begin(open, plan);
        return ended(plan, Promise.<Void>promise().future());
    }

    private Future<Void> bursts(Phase phase, Burst burst) {
        List<Future<Void>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < burst.bursts(); i++) {
            long after = i * burst.every().toNanos();
            if (after >= phase.length().toNanos()) {
                break; // the next phase's time
            }
            long at = start + after;
            String name = burst.bursts() == 1 ? phase.name() : phase.name() + "-" + (i + 1);
            all.add(fire(phase, name, burst, at));
        }
        Promise<Void> done = Promise.promise();
        current = done;
        LoopTimer.Pending timeUp = timer.at(start + phase.length().toNanos(), done::tryComplete);
        Future.all(all).onSuccess(each -> done.tryComplete()).onFailure(done::tryFail);
        return done.future().onComplete(any -> timeUp.cancel());
    }

    private Future<Void> fire(Phase phase, String name, Burst burst, long atNanos) {
        Promise<Void> settled = Promise.promise();
        timer.at(atNanos, () -> {
            if (stopped) {
                settled.complete();
                return;
            }
            String load = burst.requests() + " requests, " + burst.spacing().toMillis() + " ms apart";
            PhasePlan plan = log.begin(Named.as(phase, name), "burst", load, burst.users(), 0);
            Again again = new Again(log, phase, name);
            BurstLoad fired =
                    new BurstLoad(crowd, timer, burst, name, new Returns(burst, random.split(), again::begin));
            bursts.add(fired);
            fired.fire(atNanos)
                    .onSuccess(all -> {
                        log.end(plan);
                        again.end();
                    })
                    .onComplete(settled);
        });
        return settled.future();
    }

    /** Waits until nothing is under way, or the time is up; says whether nothing is. */
    Future<Boolean> settled(long atMostNanos) {
        Promise<Boolean> settled = Promise.promise();
        look(System.nanoTime() + atMostNanos, settled);
        return settled.future();
    }

    private void look(long untilNanos, Promise<Boolean> settled) {
        long now = System.nanoTime();
        if (board.unsettled() == 0 || now >= untilNanos) {
            settled.complete(board.unsettled() == 0);
        } else {
            timer.at(now + TimeUnit.MILLISECONDS.toNanos(100), () -> look(untilNanos, settled));
        }
    }

    /** Phases as they were played. */
    interface PhaseLog {
        PhasePlan begin(Phase phase, String model, String load, int users, double offeredPerSecond);

        void end(PhasePlan plan);

        List<PhaseRecord> records();

        @Nullable
        PhasePlan now();
    }
}
