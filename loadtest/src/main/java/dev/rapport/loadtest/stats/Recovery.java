package dev.rapport.loadtest.stats;

import java.util.OptionalDouble;

/** How long a service takes to be well again: a measured time, not a mean before against a mean after. */
public final class Recovery {
    private Recovery() {}

    /**
     * The time from the end of a disturbance to the first window from which on the value keeps the limit for {@code stay}
     * windows.
     *
     * @param windowSeconds when each window starts, ascending
     * @param values of each window; NaN, as of a window without requests, does not keep the limit
     * @param disturbanceEnds when the disturbance ends; windows that start before are not looked at
     * @param below true if values up to the limit are good, false if values from the limit on are
     * @param stay how many windows in a row, at least 1
     * @return seconds, at least 0, to the precision of a window; empty if the data end before
     */
    public static OptionalDouble secondsAfter(
            double[] windowSeconds, double[] values, double disturbanceEnds, double limit, boolean below, int stay) {
        Check.sameLength("values", values.length, "windowSeconds", windowSeconds.length);
        Check.atLeast("stay", stay, 1);
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            boolean good = below ? values[i] <= limit : values[i] >= limit;
            kept = good && windowSeconds[i] >= disturbanceEnds ? kept + 1 : 0;
            if (kept == stay) {
                return OptionalDouble.of(windowSeconds[i - stay + 1] - disturbanceEnds);
            }
        }
        return OptionalDouble.empty();
    }
}
