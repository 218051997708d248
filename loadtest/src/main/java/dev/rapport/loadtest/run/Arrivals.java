package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When an open load's requests are due. Gaps are drawn one after the other and never made to fit, so how many there are is
 * random, too. Pure but for its own state.
 */
final class Arrivals {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Profile.Arrivals kind;
    private final double perSecond;
    private final SplittableRandom random;
    private final double phase;
    private double atSeconds;
    private long count;

    Arrivals(Profile.Arrivals kind, double perSecond, SplittableRandom random) {
        this.kind = kind;
        this.perSecond = perSecond;
        this.random = random;
        this.phase = random.nextDouble();
    }

    /** The next one, in nanoseconds after the phase's start; never falls. {@link Long#MAX_VALUE} if there is none. */
    long nextNanos() {
        if (perSecond <= 0) {
            return Long.MAX_VALUE;
        }
        double at = switch (kind) {
            case POISSON -> atSeconds += -Math.log1p(-random.nextDouble()) / perSecond;
            case CONSTANT -> (count + phase) / perSecond;
            case EACH_SECOND -> Math.floor(count / perSecond);
        };
        count++;
        return at > TimeUnit.DAYS.toSeconds(365) ? Long.MAX_VALUE : Math.round(at * NANOS_PER_SECOND);
    }
}
