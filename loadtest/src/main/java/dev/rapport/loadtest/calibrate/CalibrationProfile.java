package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Arrivals;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.RecoveryGoal;
import dev.rapport.loadtest.profile.SystemSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The load that the harness is calibrated with, against the stalling known server.
 *
 * <ul>
 *   <li>{@code open}: Poisson arrivals that nothing holds back.
 *   <li>{@code bounded}: evenly spaced arrivals, of which so many may be in flight at one time. In a stall the places run
 *       out and requests wait for one in the harness, so that they are sent late. Latency from the plan has this wait in
 *       it, latency from the send has not: only here do the two differ, and so only here can a harness be caught that
 *       measures from the send. (A sound harness sends everything of the first phase on time.)
 * </ul>
 *
 * <p>The rest between them is longer than a stall, so that each begins with nothing in flight.
 *
 * @param perSecond chats
 * @param seconds of each of the two phases
 */
record CalibrationProfile(int perSecond, int seconds, long seed) {
    static final String OPEN = "open";
    static final String BOUNDED = "bounded";

    private static final int PER_SECOND_MAX = 200;
    private static final int SECONDS_MAX = 600;
    private static final int USERS = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofSeconds(3);

    /**
     * Twice what is in flight outside of stalls (rate times 145 ms, by Little's law). With that the queue of a stall is
     * gone after 2 s: about a third of the requests wait, p90 and p95 are well inside of these, and p50 well outside. Of
     * the requests sent only one in 30 sees a stall, so that p90 and p95 from the send are those of no stall at all.
     */
    private static final double PLACES_PER_IN_FLIGHT = 2;

    CalibrationProfile {
        requireInRange("rate", perSecond, 1, PER_SECOND_MAX);
        requireInRange("seconds", seconds, 1, SECONDS_MAX);
    }

    private static void requireInRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }

    /** Requests in flight at most, in the bounded phase. */
    int places() {
        double inFlight = perSecond * 0.145;
        return (int) Math.ceil(PLACES_PER_IN_FLIGHT * inFlight);
    }

    int boundedRequests() {
        return perSecond * seconds;
    }

    Duration boundedSpacing() {
        return Duration.ofSeconds(1).dividedBy(perSecond);
    }

    Profile toProfile() {
        Open open = new Open(perSecond, 0, Arrivals.POISSON, USERS, Message.SHORT);
        Duration length = Duration.ofSeconds(seconds);
        Burst bounded = new Burst(boundedRequests(), 1, length, boundedSpacing(), places(), USERS, Message.SHORT, 0);
        return new Profile(
                "calibration",
                "The harness against a server of known latency and stalls",
                "p50, p90, p95 and p99 of TTFT and E2E within 2 % or 2 ms of the truth",
                "",
                List.of(),
                seed,
                new SystemSetup(1, 1, Map.of(), Duration.ZERO),
                new Profile.ProviderSetup(Map.of("stall", "2s", "stall-every", "10s")),
                Map.of(),
                List.of(
                        phase("warm-up", "warm-up", WARM_UP, open, null),
                        phase(OPEN, "measured", length, open, null),
                        phase("rest", "rest", REST, null, null),
                        phase(BOUNDED, "measured", length, null, bounded)),
                Profile.Good.SUCCESS,
                new Profile.Limits(List.of(), List.of(), List.of()),
                List.of(),
                RecoveryGoal.UNSAID,
                Profile.PATIENCE);
    }

    private static Phase phase(String name, String kind, Duration length, @Nullable Open open, @Nullable Burst burst) {
        return new Phase(name, kind, length, List.of(), Duration.ZERO, 0, null, null, open, burst, null, List.of());
    }

    /** In words, for the run's record. */
    String describe() {
        return "# made by: calibrate --rate " + perSecond + " --seconds " + seconds + " --seed " + seed + "\n";
    }
}
