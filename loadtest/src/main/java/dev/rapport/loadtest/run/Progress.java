package dev.rapport.loadtest.run;

import java.time.Duration;

/**
 * How a run is going.
 *
 * @param phase its name
 * @param load for people
 * @param elapsed since the run's start
 * @param left of what is planned
 * @param offeredPerSecond chats planned, over the last seconds
 * @param achievedPerSecond chats that succeeded, over the last seconds
 * @param e2eP50Millis over the last seconds; NaN if there was none
 */
public record Progress(
        String phase,
        String load,
        Duration elapsed,
        Duration left,
        long started,
        long ok,
        long failed,
        int inFlight,
        double offeredPerSecond,
        double achievedPerSecond,
        double e2eP50Millis,
        double e2eP99Millis) {}
