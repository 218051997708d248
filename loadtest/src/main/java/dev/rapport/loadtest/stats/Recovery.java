package dev.rapport.loadtest.stats;

import java.util.OptionalDouble;

/** How long a service takes to be well again: a measured time, not a mean before against a mean after. */
public final class Recovery {
    private Recovery() {}

    /**
     * The time from the end of a disturbance to the end of the last window that broke the limit: what comes behind a relapse
     * is the recovery, not what came before it. Windows without a figure, in which nothing was asked, show neither. So if
     * there are some behind the last bad window, or before the first of all, it is the start of the next good one.
     *
     * @param windowSeconds when each window starts, ascending
     * @param values of each window; NaN where there is none
     * @param disturbanceEnds when the disturbance ends; windows that start before are not looked at
     * @param below true if values up to the limit are good, false if values from the limit on are
     * @param stay how many good windows must follow, at least 1: fewer may be chance
     * @return seconds, at least 0, to the precision of a window; empty if fewer good windows follow
     */
    public static OptionalDouble secondsAfter(
            double[] windowSeconds, double[] values, double disturbanceEnds, double limit, boolean below, int stay) {
        Check.sameLength("values", values.length, "windowSeconds", windowSeconds.length);
        Check.atLeast("stay", stay, 1);
        int kept = 0;
        double since = Double.NaN;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i]) || windowSeconds[i] < disturbanceEnds) {
                continue;
            }
            boolean good = below ? values[i] <= limit : values[i] >= limit;
            since = good && kept == 0 ? windowSeconds[i] : since;
            kept = good ? kept + 1 : 0;
        }
        return kept >= stay ? OptionalDouble.of(since - disturbanceEnds) : OptionalDouble.empty();
    }
}
