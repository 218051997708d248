package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * The laws that a report of ours must keep. Pure.
 *
 * <p>They are checked on the report alone, without the raw data: a report whose numbers were changed afterwards, or never
 * belonged together, shows it.
 */
public final class Laws {
    /** Of what Little's law and the closed loop may be off: requests that cross a phase's edge, and rounding. */
    static final double FLOW_TOLERANCE = 0.05;

    private Laws() {}

    /** Empty if the report contradicts itself nowhere. */
    public static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        found.addAll(CountLaws.check(report));
        found.addAll(FlowLaws.check(report));
        found.addAll(PercentileLaws.check(report));
        found.addAll(ClaimLaws.check(report));
        found.addAll(WordLaws.check(report));
        found.addAll(ResourceLaws.check(report));
        return List.copyOf(found);
    }
}
