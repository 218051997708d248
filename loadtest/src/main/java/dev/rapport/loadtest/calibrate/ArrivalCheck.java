package dev.rapport.loadtest.calibrate;

import java.util.List;
import java.util.Locale;

/**
 * Whether the plan itself is what was asked for. A truth computed from the plan cannot tell: a harness that plans the next
 * request only when the last was answered would have a plan with a hole in each stall, and be right about every request
 * that it did not leave out. Poisson arrivals come as often in a stall as outside of it. Pure.
 *
 * @param arrivals planned
 * @param expected rate times length
 * @param inStalls planned while the server was stalled
 * @param share of the phase's time that was stalled, and so expected share of the arrivals
 */
public record ArrivalCheck(long arrivals, double expected, long inStalls, double share) {
    /** One sound run in 16,000 is beyond; a hole of even a quarter of the stalls is, too, at 1,600 arrivals. */
    private static final double DEVIATIONS_MAX = 4;

    /** Of Poisson arrivals at {@code perSecond} from {@code fromNanos} to {@code toNanos} (since 1970). */
    public static ArrivalCheck of(
            List<Truth.Arrival> planned, Stalls stalls, double perSecond, long fromNanos, long toNanos) {
        long inStalls = planned.stream()
                .filter(arrival -> stalls.holds(arrival.atNanos()))
                .count();
        double share = (double) stalls.stalledNanos(fromNanos, toNanos) / (toNanos - fromNanos);
        return new ArrivalCheck(planned.size(), perSecond * (toNanos - fromNanos) / 1e9, inStalls, share);
    }

    public boolean passed() {
        double deviation = Math.sqrt(arrivals * share * (1 - share));
        return Math.abs(arrivals - expected) <= DEVIATIONS_MAX * Math.sqrt(expected)
                && Math.abs(inStalls - arrivals * share) <= DEVIATIONS_MAX * deviation + 1;
    }

    /** For people. */
    public String toText() {
        return String.format(
                Locale.ROOT,
                "  %d arrivals planned, %.0f expected; %d of them in stalls, %.0f expected: %s%n",
                arrivals,
                expected,
                inStalls,
                arrivals * share,
                passed() ? "ok" : "OFF");
    }
}
