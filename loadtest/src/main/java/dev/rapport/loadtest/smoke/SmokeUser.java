package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.ChatApi;
import dev.rapport.loadtest.client.ChatCall;
import dev.rapport.loadtest.client.SessionResult;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One user: opens a session, then thinks and talks in turn until the time is up, then ends the session. Runs on the run's
 * event loop.
 *
 * <p>The think time fixes when the next message is due; the message's latencies count from then, however late it leaves.
 */
final class SmokeUser {
    /** Spreads the users' seeds; any odd number would do. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private static final int BASE_36 = 36;

    /** What all users of a run share. */
    record Shared(
            SmokeSettings settings,
            AnswerSettings answers,
            ChatApi api,
            LoopTimer timer,
            Tally tally,
            long startNanos,
            long deadlineNanos) {}

    private final Shared shared;
    private final int number;
    private final SplittableRandom random;
    private final Promise<Void> ended = Promise.promise();
    private LoopTimer.@Nullable Pending waiting;
    private String token = "";
    private int turn;
    private boolean stopping;

    SmokeUser(Shared shared, int number) {
        this.shared = shared;
        this.number = number;
        this.random = new SplittableRandom(shared.settings().seed() + number * SEED_STEP);
    }

    /** Starts at the given time; the future succeeds when the user has left, whatever happened. */
    Future<Void> start(long atNanos) {
        waiting = shared.timer().at(atNanos, this::openSession);
        return ended.future();
    }

    /** Says nothing more: ends the session now, or after the answer that is under way. */
    void stop() {
        stopping = true;
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
            endSession();
        }
    }

    private void openSession() {
        waiting = null;
        shared.api().openSession(name(number), shared.settings().key()).onComplete((result, bug) -> {
            if (bug != null) {
                ended.tryFail(bug);
                return;
            }
            shared.tally().sessionEnded(result);
            if (result instanceof SessionResult.Opened(var opened)) {
                token = opened;
                think();
            } else {
                ended.tryComplete();
            }
        });
    }

    private void think() {
        long min = shared.settings().thinkMin().toNanos();
        long max = shared.settings().thinkMax().toNanos();
        long planned = System.nanoTime() + (min == max ? min : random.nextLong(min, max));
        if (stopping || planned >= shared.deadlineNanos() || shared.tally().full()) {
            endSession();
        } else {
            waiting = shared.timer().at(planned, () -> chat(planned));
        }
    }

    private void chat(long plannedNanos) {
        waiting = null;
        String message = Messages.next(random, nonce(shared.settings().run(), number, turn++));
        AnswerPlan plan = AnswerPlan.forMessage(shared.answers(), message);
        boolean timed =
                plannedNanos - shared.startNanos() >= shared.settings().warmUp().toNanos();
        shared.tally().chatStarted(System.nanoTime());
        shared.api().chat(new ChatCall(token, message, plan, plannedNanos)).onComplete((result, bug) -> {
            if (bug != null) {
                ended.tryFail(bug);
                return;
            }
            shared.tally().chatEnded(result, System.nanoTime(), timed);
            think();
        });
    }

    private void endSession() {
        if (token.isEmpty()) {
            ended.tryComplete();
            return;
        }
        shared.api().endSession(token).onComplete((result, bug) -> {
            if (bug != null) {
                ended.tryFail(bug);
                return;
            }
            shared.tally().sessionEnded(result);
            ended.tryComplete();
        });
    }

    /** {@code smoke-007}. */
    static String name(int number) {
        return String.format(Locale.ROOT, "smoke-%03d", number);
    }

    /** Unique in the run: three digits of the user, then the turn, in base 36. */
    static String nonce(String run, int number, int turn) {
        String user = Integer.toString(number, BASE_36);
        return run + "0".repeat(Math.max(0, 3 - user.length())) + user + Integer.toString(turn, BASE_36);
    }
}
