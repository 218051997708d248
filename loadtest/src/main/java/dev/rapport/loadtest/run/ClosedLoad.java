package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Behaviour;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Users who do one thing after the other, each at their own pace. They go on from phase to phase; where a phase has fewer of
 * them or none, the rest wait, signed in. Runs on the run's event loop.
 *
 * <p>What a user does next is due a drawn time after the last thing ended, and its latencies count from then, however late
 * it leaves.
 */
final class ClosedLoad {
    /** Spreads the kinds of users evenly over their numbers (the golden ratio's fraction). */
    private static final double SPREAD = 0.618033988749895;

    /** Who could not sign in tries again after this, as a new request; sooner would be a flood. */
    static final long SIGN_IN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Crowd crowd;
    private final LoopTimer timer;
    private final Map<String, Behaviour> behaviours;
    private final List<User> users = new ArrayList<>();
    private @Nullable Closed load;
    private PhasePlan phase = new PhasePlan("", 0, 0);
    private Promise<Void> allDone = Promise.promise();
    private int notDone;
    private boolean stopped;

    ClosedLoad(Crowd crowd, LoopTimer timer, Map<String, Behaviour> behaviours) {
        this.crowd = crowd;
        this.timer = timer;
        this.behaviours = behaviours;
    }

    /** Begins a phase. The future succeeds early if every user has done as much as they may; else never. */
    Future<Void> begin(Closed closed, PhasePlan plan) {
        load = closed;
        phase = plan;
        allDone = Promise.promise();
        notDone = closed.users();
        int fresh = 0;
        for (int i = 0; i < closed.users(); i++) {
            if (i == users.size()) {
                users.add(new User(i));
            }
            User user = users.get(i);
            user.tasksDone = 0;
            user.finished = false;
            if (user.parked) {
                double pace = closed.rampPerSecond();
                long ramp = pace == 0 ? 0 : Math.round(fresh * TimeUnit.SECONDS.toNanos(1) / pace);
                fresh++;
                user.resume(plan.startNanos() + ramp);
            }
        }
        return allDone.future();
    }

    /** From now on nobody begins anything. */
    void pause() {
        load = null;
    }

    void stop() {
        stopped = true;
    }

    private Behaviour behaviourOf(int number, Closed closed) {
        double at = (number * SPREAD) % 1;
        double sum = closed.behave().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        double below = 0;
        Behaviour last = null;
        for (Map.Entry<String, Double> share : closed.behave().entrySet()) {
            last = behaviours.get(share.getKey());
            below += share.getValue() / sum;
            if (at < below && last != null) {
                return last;
            }
        }
        if (last == null) {
            throw new IllegalStateException("behave: " + closed.behave().keySet() + " (checked when it was read)");
        }
        return last;
    }

    /** One of them. */
    private final class User {
        private final int number;
        private boolean parked = true;
        private boolean finished;
        private int tasksDone;

        User(int number) {
            this.number = number;
        }

        void resume(long atNanos) {
            parked = false;
            timer.at(atNanos, () -> begin(atNanos));
        }

        /** Does the next thing, which was due then. */
        private void begin(long dueNanos) {
            Closed now = load;
            if (stopped || now == null || number >= now.users() || finished) {
                parked = true;
                return;
            }
            Talker talker = crowd.talker(number);
            if (!talker.signedIn()) {
                talker.signIn(phase.name(), dueNanos)
                        .onSuccess(result -> later(result.ok() ? 0 : SIGN_IN_AGAIN_NANOS))
                        .onFailure(allDone::tryFail);
                return;
            }
            Behaviour behaviour = behaviourOf(number, now);
            if (behaviour.tasksMax() > 0 && tasksDone >= behaviour.tasksMax()) {
                finish();
                return;
            }
            perform(talker, behaviour, drawn(talker, behaviour), dueNanos);
        }

        private void finish() {
            finished = true;
            parked = true;
            if (--notDone == 0) {
                allDone.tryComplete();
            }
        }

        private Task drawn(Talker talker, Behaviour behaviour) {
            int total = behaviour.tasks().stream().mapToInt(Task::weight).sum();
            int at = talker.random().nextInt(total);
            for (Task task : behaviour.tasks()) {
                at -= task.weight();
                if (at < 0) {
                    return task;
                }
            }
            return behaviour.tasks().getLast();
        }

        private void perform(Talker talker, Behaviour behaviour, Task task, long dueNanos) {
            tasksDone++;
            String name = phase.name();
            long waitNanos =
                    task.then().drawNanos(talker.random()) + behaviour.pause().drawNanos(talker.random());
            Future<?> done = switch (task.task()) {
                case CHAT -> talker.say(task.message(), name, dueNanos);
                case HEALTH -> talker.health(name, dueNanos);
                case RENEW ->
                    talker.signOut(name, dueNanos).compose(gone -> talker.signIn(phase.name(), System.nanoTime()));
                case THINK -> Future.succeededFuture();
            };
            done.onSuccess(any -> later(waitNanos)).onFailure(allDone::tryFail);
        }

        private void later(long waitNanos) {
            long due = System.nanoTime() + Math.max(0, waitNanos);
            timer.at(due, () -> begin(due));
        }
    }
}
