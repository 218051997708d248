package dev.rapport.loadtest.run;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Burst;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Many requests at once. Runs on the run's event loop. */
final class BurstLoad {
    private final Crowd crowd;
    private final LoopTimer timer;
    private final Burst burst;
    private final String phase;
    private final Returns returns;
    private final Promise<Void> settled = Promise.promise();
    private final Deque<Runnable> waiting = new ArrayDeque<>(); // at most burst.requests()
    private int inFlight;
    private int left;
    private boolean stopped;

    BurstLoad(Crowd crowd, LoopTimer timer, Burst burst, String phase, Returns returns) {
        this.crowd = crowd;
        this.timer = timer;
        this.burst = burst;
        this.phase = phase;
        this.returns = returns;
        this.left = burst.requests();
    }

    /** One burst; succeeds when all of its requests have settled, and those that came again. */
    Future<Void> fire(long startNanos) {
        for (int i = 0; i < burst.requests(); i++) {
            long planned = startNanos + i * burst.spacing().toNanos();
            Talker talker = crowd.talker(i % burst.users());
            boolean mayReturn = returns.draw();
            timer.at(
                    planned,
                    () -> due(() -> talker.say(burst.message(), phase, planned)
                            .onSuccess(result -> settled(talker, result, mayReturn))));
        }
        return settled.future();
    }

    /** Sends no more, not even what waits for a place. */
    void stop() {
        stopped = true;
        waiting.clear();
        settled.tryComplete();
    }

    private void settled(Talker talker, CallResult result, boolean mayReturn) {
        long waitNanos = stopped || !mayReturn ? Returns.NEVER : returns.waitNanos(result);
        if (waitNanos == Returns.NEVER) {
            return;
        }
        left++;
        long planned = System.nanoTime() + waitNanos;
        String again = returns.phase();
        timer.at(planned, () -> {
            if (!stopped) {
                talker.say(burst.message(), again, planned).onComplete((any, bug) -> {
                    if (bug != null) {
                        settled.tryFail(bug);
                    }
                    ended();
                });
            }
        });
    }

    private void due(Supplier<Future<CallResult>> send) {
        if (stopped) {
            return;
        }
        Runnable go = () -> {
            inFlight++;
            send.get().onComplete((result, bug) -> {
                inFlight--;
                if (bug != null) {
                    settled.tryFail(bug);
                }
                Runnable next = waiting.pollFirst();
                if (next != null) {
                    next.run();
                }
                ended();
            });
        };
        if (burst.inFlightMax() > 0 && inFlight >= burst.inFlightMax()) {
            waiting.addLast(go);
        } else {
            go.run();
        }
    }

    private void ended() {
        if (--left == 0) {
            settled.tryComplete();
        }
    }
}
