package dev.rapport.loadtest.calibrate;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Translates between {@link System#nanoTime()} and nanoseconds since 1970, by one pair of readings. The translation stays
 * the same when the wall clock is set; over a calibration run of a minute a disciplined clock drifts by less than 1 ms.
 *
 * @param offsetNanos nanoseconds since 1970 minus {@code nanoTime}
 */
record WallClock(long offsetNanos) {

    /** By a pair of readings taken now. */
    static WallClock now() {
        return of(Instant.now(), System.nanoTime());
    }

    static WallClock of(Instant wall, long nanoTime) {
        return new WallClock(sinceEpoch(wall) - nanoTime);
    }

    /** Fits until the year 2262. */
    static long sinceEpoch(Instant wall) {
        return Math.addExact(TimeUnit.SECONDS.toNanos(wall.getEpochSecond()), wall.getNano());
    }

    long sinceEpoch(long nanoTime) {
        return nanoTime + offsetNanos;
    }

    long nanoTime(long sinceEpochNanos) {
        return sinceEpochNanos - offsetNanos;
    }
}
