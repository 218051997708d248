package dev.rapport.llm.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One provider as this process sees it: a circuit breaker, a limit on calls under way that adapts, a ramp after a pause,
 * and a budget for repeats.
 *
 * <p>The ramp bounds what a provider that hangs can hold: without a whole answer in the last {@link #PROVEN_FOR} it is
 * unproven and gets a few calls at one time, twice as many after each good end.
 */
public final class ProviderHealth {
    /** So long a whole answer speaks for its provider. */
    static final Duration PROVEN_FOR = Duration.ofSeconds(30);

    /** Calls to a provider that has not been asked before. */
    static final int UNPROVEN_FIRST = 8;

    /** Calls to one that has been silent or down. */
    static final int UNPROVEN_AGAIN = 4;

    /** Calls to an unproven provider that nobody could stand in for: there is nothing to protect. */
    static final int UNPROVEN_ALONE = 64;

    private static final double RANDOMIZED = 0.2;

    /** A long answer is no fault; silence has timeouts of its own. */
    private static final Duration NEVER_SLOW = Duration.ofDays(1);

    private final CircuitBreaker breaker;
    private final AdaptiveLimit limit;
    private final RetryBudget budget = new RetryBudget();
    private final Duration pause;
    private final LongSupplier nanoClock;
    private final long bornNanos;

    private int inFlight;
    private int ramp = UNPROVEN_FIRST;
    private boolean proven;
    private long provenNanos;
    private long downUntilNanos;
    private boolean downElsewhere;

    ProviderHealth(String name, HealthSettings settings, Clock clock, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.bornNanos = nanoClock.getAsLong();
        this.pause = settings.openMin();
        this.limit = new AdaptiveLimit(settings.adaptive());
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                        .slidingWindowSize((int) settings.window().toSeconds())
                        .minimumNumberOfCalls(settings.callsMin())
                        .failureRateThreshold(settings.failuresPercent())
                        .slowCallDurationThreshold(NEVER_SLOW)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(
                                settings.openMin(), 2, RANDOMIZED, settings.openMax()))
                        .automaticTransitionFromOpenToHalfOpenEnabled(false) // it would take a thread
                        .clock(clock)
                        .build());
    }

    /** A call under way. */
    public interface Slot {
        /** The first piece of the answer came. */
        void firstPiece();

        /**
         * The call is over. Heard once.
         *
         * @return whether the provider is given up from now on, because of this call
         */
        boolean ended(Outcome outcome);
    }

    /**
     * Begins a call.
     *
     * @param begun whether it goes on with an answer: then it needs no room
     * @return empty if the provider must not be asked now
     */
    public synchronized Optional<Slot> enter(boolean alone, boolean begun) {
        if (isDownElsewhere() || (!begun && room(alone) <= 0) || !breaker.tryAcquirePermission()) {
            return Optional.empty();
        }
        inFlight++;
        return Optional.of(new Call(nanoClock.getAsLong(), inFlight));
    }

    /**
     * How many more calls it may get now.
     *
     * @param alone whether nobody could stand in for it
     */
    public synchronized int room(boolean alone) {
        int most = limit.get();
        if (!isProven()) {
            most = Math.min(most, alone ? UNPROVEN_ALONE : ramp);
        }
        return most - inFlight;
    }

    /** Whether the breaker stands open, here or, as was heard, at another instance. */
    public synchronized boolean isDown() {
        return isDownElsewhere() || isOpen();
    }

    /** So long all others leave it alone when it is given up here. */
    public Duration pause() {
        return pause;
    }

    /**
     * Another instance gave it up for {@link #pause}, of which so much is left. A call that ended well here since then
     * counts more: each loop of each instance hears of it for as long as it lasts, and a provider that is back is asked.
     *
     * @return whether it counts as down because of that
     */
    public synchronized boolean downElsewhere(Duration left) {
        long now = nanoClock.getAsLong();
        long saidNanos = now + left.toNanos() - pause.toNanos();
        downElsewhere = left.isPositive() && !(proven && saidNanos - provenNanos <= 0);
        downUntilNanos = now + left.toNanos();
        return downElsewhere;
    }

    /** Whether one more repeat is in order; takes it from the budget if so. */
    public synchronized boolean mayRepeat() {
        return budget.take();
    }

    /** A request came that may be sent to it. */
    public synchronized void requested() {
        budget.earn();
    }

    /** How it is. */
    public synchronized HealthState state() {
        return new HealthState(
                breaker.getState().name().toLowerCase(Locale.ROOT),
                inFlight,
                limit.get(),
                breaker.getMetrics().getFailureRate());
    }

    private boolean isDownElsewhere() {
        return downElsewhere && downUntilNanos - nanoClock.getAsLong() > 0;
    }

    /* An open breaker finds out that its pause is over only when it is asked for a permission. */
    private boolean isOpen() {
        if (breaker.getState() == State.OPEN && breaker.tryAcquirePermission()) {
            breaker.releasePermission();
        }
        return breaker.getState() == State.OPEN;
    }

    private boolean isProven() {
        boolean still = proven && nanoClock.getAsLong() - provenNanos < PROVEN_FOR.toNanos();
        if (proven && !still) {
            proven = false;
            ramp = UNPROVEN_AGAIN;
        }
        return still && ramp >= limit.get();
    }

    private void well(long now) {
        provenNanos = now;
        proven = true;
        ramp = Math.min(ramp * 2, AdaptiveLimit.MAX);
        downElsewhere = false;
    }

    private boolean tell(Outcome outcome, long nanos) {
        State before = breaker.getState();
        switch (outcome) {
            case WELL -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            case FAILED -> breaker.onError(nanos, TimeUnit.NANOSECONDS, new ProviderFailed());
            case OVERLOADED, NOT_ITS_FAULT -> breaker.releasePermission();
        }
        boolean opened = before != State.OPEN && breaker.getState() == State.OPEN;
        if (opened) {
            proven = false;
            ramp = UNPROVEN_AGAIN;
        }
        return opened;
    }

    private final class Call implements Slot {
        private final long startNanos;
        private final int inFlightThen;
        private boolean over;

        Call(long startNanos, int inFlightThen) {
            this.startNanos = startNanos;
            this.inFlightThen = inFlightThen;
        }

        @Override
        public void firstPiece() {
            synchronized (ProviderHealth.this) {
                if (!over) {
                    limit.firstPiece(startNanos - bornNanos, nanoClock.getAsLong() - startNanos, inFlightThen);
                }
            }
        }

        @Override
        public boolean ended(Outcome outcome) {
            synchronized (ProviderHealth.this) {
                if (over) {
                    return false;
                }
                over = true;
                inFlight--;
                long now = nanoClock.getAsLong();
                if (outcome == Outcome.WELL) {
                    well(now);
                } else if (outcome == Outcome.OVERLOADED) {
                    limit.overloaded(startNanos - bornNanos, now - startNanos, inFlightThen);
                }
                return tell(outcome, now - startNanos);
            }
        }
    }

    /** The breaker wants a throwable; this one says nothing and costs nothing. */
    private static final class ProviderFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        ProviderFailed() {
            super("the call failed", null, false, false);
        }
    }
}
