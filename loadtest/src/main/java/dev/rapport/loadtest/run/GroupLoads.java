package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Group;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Phase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The groups of a phase, beside one another. Each has users of its own, and a record of its own in the phases' log, so that
 * every figure there is of a phase there is of a group. Runs on the run's event loop.
 */
final class GroupLoads {
    /** Users of different groups are never the same number, whatever the groups' sizes. */
    private static final int USERS_MAX = 12_000;

    private final Profile profile;
    private final Talker.Shared shared;
    private final LoopTimer timer;
    private final Leg.PhaseLog log;
    private final SplittableRandom random;
    private final Map<String, Crowd> crowds = new HashMap<>(); // one for each group of the profile
    private final List<ClosedLoad> closedLoads = new ArrayList<>(); // as many at most
    private final List<BurstLoad> bursts = new ArrayList<>(); // as many at most
    private Promise<Void> current = Promise.promise();
    private boolean stopped;

    GroupLoads(Profile profile, Talker.Shared shared, LoopTimer timer, Leg.PhaseLog log, SplittableRandom random) {
        this.profile = profile;
        this.shared = shared;
        this.timer = timer;
        this.log = log;
        this.random = random;
    }

    /** Connections that its groups need at once. */
    static int connections(Phase phase) {
        int sum = 0;
        for (Group group : phase.groups()) {
            Burst burst = group.burst();
            sum += burst == null
                    ? group.users()
                    : burst.inFlightMax() > 0 ? Math.min(burst.inFlightMax(), burst.requests()) : burst.requests();
        }
        return sum;
    }

    /** Signs everybody in, group by group. */
    Future<Void> signIn(Phase phase, String name) {
        Future<Void> signedIn = Future.succeededFuture();
        for (Group group : phase.groups()) {
            signedIn = signedIn.compose(
                    before -> stopped ? Future.succeededFuture() : crowd(group).signIn(group.users(), name));
        }
        return signedIn;
    }

    private Crowd crowd(Group group) {
        return crowds.computeIfAbsent(
                group.name(), name -> new Crowd(shared, timer, USERS_MAX * (1 + crowds.size()), group.plan()));
    }

    /** Plays the phase: to its end, or until every group has done what it had to. */
    Future<Void> play(Phase phase) {
        long start = System.nanoTime();
        Promise<Void> ended = Promise.promise();
        current = ended;
        List<Future<Void>> all = new ArrayList<>();
        for (Group group : phase.groups()) {
            Promise<Void> done = Promise.promise();
            long at = start + group.at().toNanos();
            timer.at(at, () -> begin(phase, group, at).onComplete(done));
            all.add(done.future());
        }
        LoopTimer.Pending timeUp = timer.at(start + phase.length().toNanos(), ended::tryComplete);
        Future.all(all).onSuccess(each -> ended.tryComplete()).onFailure(ended::tryFail);
        return ended.future().onComplete(any -> {
            timeUp.cancel();
            closedLoads.forEach(ClosedLoad::pause);
        });
    }

    private Future<Void> begin(Phase phase, Group group, long atNanos) {
        Phase own = new Phase(group.name(), phase.kind(), phase.length().minus(group.at()));
        Closed closed = group.closed();
        Burst burst = group.burst();
        if (stopped) {
            return Future.succeededFuture();
        }
        if (closed != null) {
            String load = closed.users() + " users, " + Leg.behaviours(closed) + planned(group);
            PhasePlan plan = log.begin(own, "closed", load, closed.users(), 0);
            ClosedLoad users = new ClosedLoad(crowd(group), timer, profile.behaviours());
            closedLoads.add(users);
            current.future().onSuccess(over -> log.end(plan));
            return users.begin(closed, plan);
        }
        return burst == null ? Future.succeededFuture() : fire(own, group, burst, atNanos);
    }

    private Future<Void> fire(Phase own, Group group, Burst burst, long atNanos) {
        String load = burst.requests() + " requests, " + burst.spacing().toMillis() + " ms apart" + planned(group);
        PhasePlan plan = log.begin(own, "burst", load, burst.users(), 0);
        Again again = new Again(log, own, group.name());
        BurstLoad fired = new BurstLoad(
                crowd(group), timer, burst, group.name(), new Returns(burst, random.split(), again::begin));
        bursts.add(fired);
        return fired.fire(atNanos).onSuccess(all -> {
            log.end(plan);
            again.end();
        });
    }

    private static String planned(Group group) {
        return group.plan().isEmpty() ? "" : ", plan " + group.plan();
    }

    void stop() {
        stopped = true;
        crowds.values().forEach(Crowd::stop);
        closedLoads.forEach(ClosedLoad::stop);
        bursts.forEach(BurstLoad::stop);
        current.tryComplete();
    }
}
