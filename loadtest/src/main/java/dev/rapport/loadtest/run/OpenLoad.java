package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.profile.Profile.Open;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Requests that come when they come, whatever became of those before. Who begins a new conversation does so between two
 * messages, and takes none meanwhile. Runs on the run's event loop.
 */
final class OpenLoad {
    private final Crowd crowd;
    private final LoopTimer timer;
    private final SplittableRandom random;
    private final Map<Integer, Visit> visits = new HashMap<>(); // one for each user at most
    private boolean stopped;

    /** What a user who renews sessions is at. */
    private static final class Visit {
        private int inFlight;
        private boolean ends;
        private boolean away;
    }

    OpenLoad(Crowd crowd, LoopTimer timer, SplittableRandom random) {
        this.crowd = crowd;
        this.timer = timer;
        this.random = random;
    }

    /** Plans arrivals until the phase ends. The users must be signed in. */
    void begin(Open open, PhasePlan phase) {
        Message message = open.message();
        play(new Arrivals(open.arrivals(), open.chatsPerSecond(), random.split()), phase, planned -> {
            int drawn = random.nextInt(open.users());
            if (open.chatsPerSession() == 0) {
                crowd.talker(drawn).say(message, phase.name(), planned);
            } else {
                say(open, present(drawn, open.users()), phase, planned);
            }
        });
        play(new Arrivals(open.arrivals(), open.healthPerSecond(), random.split()), phase, planned -> {
            Talker talker = crowd.talker(random.nextInt(open.users()));
            talker.health(phase.name(), planned);
        });
    }

    /** The user who was drawn, or if that one is away the next who is not; all away, it is the one who was drawn. */
    private int present(int drawn, int users) {
        for (int i = 0; i < users; i++) {
            int number = (drawn + i) % users;
            Visit visit = visits.get(number);
            if (visit == null || !visit.away) {
                return number;
            }
        }
        return drawn;
    }

    /** As with a closed user who draws one end for so many chats: whatever was before, one in n + 1 draws is the end. */
    private void say(Open open, int number, PhasePlan phase, long planned) {
        Talker talker = crowd.talker(number);
        Visit visit = visits.computeIfAbsent(number, key -> new Visit());
        visit.inFlight++;
        visit.ends |= talker.random().nextInt(open.chatsPerSession() + 1) == 0;
        talker.say(open.message(), phase.name(), planned).onComplete(any -> {
            visit.inFlight--;
            /* After the phase's end it waits for the next one's: this one's requests are planned within it. */
            boolean goesOn = !stopped && System.nanoTime() < phase.endNanos();
            if (visit.ends && visit.inFlight == 0 && goesOn) {
                visit.ends = false;
                visit.away = true;
                talker.signOut(phase.name(), System.nanoTime()).onComplete(gone -> signIn(talker, visit, phase));
            }
        });
    }

    private void signIn(Talker talker, Visit visit, PhasePlan phase) {
        if (stopped) {
            return;
        }
        talker.signIn(phase.name(), System.nanoTime()).onComplete(any -> {
            if (talker.signedIn()) {
                visit.away = false;
            } else {
                timer.at(System.nanoTime() + ClosedLoad.SIGN_IN_AGAIN_NANOS, () -> signIn(talker, visit, phase));
            }
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
