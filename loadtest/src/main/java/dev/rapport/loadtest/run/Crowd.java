package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Everybody who takes part in a run, made when first needed. Runs on the run's event loop. */
final class Crowd {
    /** Signing in costs the service a signature and two trips to its store; this pace leaves it room to breathe. */
    static final int SIGN_INS_PER_SECOND = 400;

    private final Talker.Shared shared;
    private final LoopTimer timer;
    private final int first;
    private final String plan;
    private final List<Talker> talkers = new ArrayList<>();
    private Promise<Void> signingIn = Promise.promise();
    private boolean stopped;

    /** Users counted from 0, who name no plan. */
    Crowd(Talker.Shared shared, LoopTimer timer) {
        this(shared, timer, 0, "");
    }

    /**
     * Users of their own.
     *
     * @param first number of the first, by which the records know them
     * @param plan they sign in with; empty to name none
     */
    Crowd(Talker.Shared shared, LoopTimer timer, int first, String plan) {
        this.shared = shared;
        this.timer = timer;
        this.first = first;
        this.plan = plan;
    }

    /** @param number from 0, whatever number the first has */
    Talker talker(int number) {
        while (talkers.size() <= number) {
            talkers.add(new Talker(shared, first + talkers.size(), plan));
        }
        return talkers.get(number);
    }

    /** How many of the first {@code count} are signed in. */
    int signedIn(int count) {
        int signedIn = 0;
        for (int i = 0; i < count; i++) {
            signedIn += talker(i).signedIn() ? 1 : 0;
        }
        return signedIn;
    }

    /** Signs in the first {@code count}, at a bounded pace; ends when all have been tried. */
    Future<Void> signIn(int count, String phase) {
        Promise<Void> done = Promise.promise();
        signingIn = done;
        long start = System.nanoTime();
        int[] left = {count};
        if (stopped || count == 0) {
            done.complete();
        }
        IntConsumer one = number -> {
            long planned = start + TimeUnit.SECONDS.toNanos(number) / SIGN_INS_PER_SECOND;
            timer.at(planned, () -> {
                Future<?> tried = stopped || talker(number).signedIn()
                        ? Future.succeededFuture()
                        : talker(number).signIn(phase, planned);
                tried.onComplete((result, bug) -> {
                    if (bug != null) {
                        done.tryFail(bug);
                    } else if (--left[0] == 0) {
                        done.tryComplete();
                    }
                });
            });
        };
        for (int number = 0; number < count; number++) {
            one.accept(number);
        }
        return done.future();
    }

    /** Whoever has not begun to sign in does not. */
    void stop() {
        stopped = true;
        signingIn.tryComplete();
    }
}
