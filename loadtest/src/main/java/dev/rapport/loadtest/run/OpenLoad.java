package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.profile.Profile.Open;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** Requests that come when they come, whatever became of those before. Runs on the run's event loop. */
final class OpenLoad {
    private final Crowd crowd;
    private final LoopTimer timer;
    private final SplittableRandom random;
    private boolean stopped;

    OpenLoad(Crowd crowd, LoopTimer timer, SplittableRandom random) {
        this.crowd = crowd;
        this.timer = timer;
        this.random = random;
    }

    /** Plans arrivals until the phase ends. The users must be signed in. */
    void begin(Open open, PhasePlan phase) {
        Message message = open.message();
        play(new Arrivals(open.arrivals(), open.chatsPerSecond(), random.split()), phase, planned -> {
            Talker talker = crowd.talker(random.nextInt(open.users()));
            talker.say(message, phase.name(), planned);
        });
        play(new Arrivals(open.arrivals(), open.healthPerSecond(), random.split()), phase, planned -> {
            Talker talker = crowd.talker(random.nextInt(open.users()));
            talker.health(phase.name(), planned);
        });
    }

    void stop() {
        stopped = true;
    }

    private void play(Arrivals arrivals, PhasePlan phase, LongConsumer send) {
        plan(arrivals, arrivals.nextNanos(), phase, send);
    }

    private void plan(Arrivals arrivals, long firstNanos, PhasePlan phase, LongConsumer send) {
        if (stopped || firstNanos >= phase.endNanos() - phase.startNanos()) {
            return;
        }
        timer.at(phase.startNanos() + firstNanos, () -> {
            long at = firstNanos;
            long elapsed = System.nanoTime() - phase.startNanos();
            while (!stopped && at <= elapsed && at < phase.endNanos() - phase.startNanos()) {
                send.accept(phase.startNanos() + at);
                at = arrivals.nextNanos();
            }
            plan(arrivals, at, phase, send);
        });
    }
}
