package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * Sources
 * [1] Little: A Proof for the Queuing Formula L = lambda W, Operations Research 9(3), 1961.
 * [2] Denning, Buzen: The Operational Analysis of Queueing Network Models, Computing Surveys 10(3), 1978 (the closed loop's
 *     response time law, R = N/X - Z; no assumption about distributions).
 */
/** Laws of flow: rates, numbers in flight and times belong together. Pure. */
final class FlowLaws {
    /** A profile in which requests wait for a place. */
    private static final Pattern PLACES_BOUNDED = Pattern.compile("in_flight_max:\\s*[1-9]");

    private static final String MEASURED = "measured";
    private static final String CHAT = "chat";
    private static final double MILLIS = 1_000;

    /** Fewer in flight than this is mostly the edges of the phase. */
    private static final double ARRIVALS_MIN = 20;

    private static final double ROUNDING = 0.001;

    /** A rate of random arrivals is rarely more standard deviations above its plan. */
    private static final double DEVIATIONS = 5;

    /** A queue that grows steadily ends at twice its mean; one that grows with the square of time, at three times. */
    private static final double END_OVER_MEAN = 3;

    private FlowLaws() {}

    static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        for (PhaseRow phase : report.phases()) {
            order(phase, found);
            Report.Flow flow = phase.flow();
            if (flow != null && flow.arrivals() >= ARRIVALS_MIN && phase.seconds() > 0) {
                little(phase, flow, found);
                closedLoop(phase, flow, found);
            }
        }
        double seconds = measuredSeconds(report);
        double edge = edge(report);
        for (OperationRow row : report.operations()) {
            rates(row, seconds, edge, found);
        }
        together(report, found);
        timeline(report.charts().timeline(), found);
        return found;
    }

    /** How long was measured. Phases of groups lie beside one another, and no time counts twice. */
    private static double measuredSeconds(Report report) {
        List<PhaseRow> measured = report.phases().stream()
                .filter(phase -> phase.kind().equals(MEASURED))
                .sorted(Comparator.comparingDouble(FlowLaws::from))
                .toList();
        double seconds = 0;
        double covered = 0;
        for (PhaseRow phase : measured) {
            if (phase.from() == null) {
                seconds += phase.seconds();
            } else {
                double end = phase.from() + phase.seconds();
                seconds += Math.max(0, end - Math.max(covered, phase.from()));
                covered = Math.max(covered, end);
            }
        }
        return seconds;
    }

    private static double from(PhaseRow phase) {
        Double from = phase.from();
        return from == null ? 0 : from;
    }

    /** How many may have been in flight when the measured phases ended: they settle after what their rate is measured over. */
    private static double edge(Report report) {
        return report.phases().stream()
                .filter(phase -> phase.kind().equals(MEASURED))
                .mapToDouble(phase -> END_OVER_MEAN * phase.inFlight())
                .sum();
    }

    private static void order(PhaseRow phase, List<Contradiction> found) {
        if (phase.goodPerSecond() > phase.achievedPerSecond() * (1 + ROUNDING)) {
            found.add(new Contradiction(
                    "goodput",
                    "phase " + phase.name(),
                    Say.number(phase.goodPerSecond()) + " good a second",
                    "at most the " + Say.number(phase.achievedPerSecond()) + " a second that were completed",
                    "A good answer is a completed one."));
        }
        double offered = phase.offeredPerSecond();
        double slack = phase.seconds() > 0 ? DEVIATIONS * Math.sqrt(offered / phase.seconds()) : 0;
        if (offered > 0 && phase.achievedPerSecond() > offered * (1 + ROUNDING) + slack) {
            found.add(new Contradiction(
                    "throughput",
                    "phase " + phase.name(),
                    Say.number(phase.achievedPerSecond()) + " a second completed",
                    "at most the " + Say.number(offered) + " a second that were offered",
                    "No answer comes without a request."));
        }
    }

    private static void little(PhaseRow phase, Report.Flow flow, List<Contradiction> found) {
        double rate = flow.arrivals() / phase.seconds();
        double expected = rate * flow.residenceMillis() / MILLIS;
        if (differ(phase.inFlight(), expected)) {
            found.add(new Contradiction(
                    "Little",
                    "phase " + phase.name(),
                    Say.number(phase.inFlight()) + " in flight",
                    Say.number(rate) + "/s x " + Say.number(flow.residenceMillis()) + " ms = " + Say.number(expected)
                            + " (within 5 %)",
                    "The number in flight is the rate of arrivals times the mean time each of them stays."));
        }
    }

    private static void closedLoop(PhaseRow phase, Report.Flow flow, List<Contradiction> found) {
        Double think = flow.thinkMillis();
        if (think == null || flow.users() <= 0) {
            return;
        }
        double rate = flow.arrivals() / phase.seconds();
        double expected = rate * (flow.residenceMillis() + think) / MILLIS;
        if (differ(flow.users(), expected)) {
            found.add(new Contradiction(
                    "closed loop",
                    "phase " + phase.name(),
                    Say.number(flow.users()) + " users",
                    Say.number(rate) + "/s x (" + Say.number(flow.residenceMillis()) + " + " + Say.number(think)
                            + " ms) = " + Say.number(expected) + " users (within 5 %)",
                    "Each user either waits for an answer or thinks."));
        }
    }

    private static boolean differ(double measured, double expected) {
        return !(Math.abs(measured - expected) <= Laws.FLOW_TOLERANCE * Math.max(measured, expected));
    }

    private static void rates(OperationRow row, double seconds, double edge, List<Contradiction> found) {
        if (row.goodPerSecond() > row.achievedPerSecond() * (1 + ROUNDING)) {
            found.add(new Contradiction(
                    "goodput",
                    "operation " + row.operation(),
                    Say.number(row.goodPerSecond()) + " good a second",
                    "at most the " + Say.number(row.achievedPerSecond()) + " a second that were completed",
                    "A good answer is a completed one."));
        }
        double completed = row.achievedPerSecond() * seconds;
        double slack = 1 + ROUNDING * row.started();
        if (seconds > 0 && (completed < row.ok() - slack - edge || completed > row.started() + slack)) {
            found.add(new Contradiction(
                    "throughput",
                    "operation " + row.operation(),
                    Say.number(row.achievedPerSecond()) + "/s for " + Say.number(seconds) + " s, which is "
                            + Say.number(completed) + " requests",
                    Say.range((double) row.ok(), (double) row.started()) + " requests",
                    "A rate times the time it was measured over is a count."));
        }
    }

    /**
     * Little over all measured phases, from the latencies of the successes. Failures stay, too, but for how long is not in
     * that mean: with failures it is a lower bound. Where only so many may be in flight the others wait in the harness, which
     * is in that mean and not in flight: an upper bound.
     */
    private static void together(Report report, List<Contradiction> found) {
        double area = report.phases().stream()
                .filter(phase -> phase.kind().equals(MEASURED))
                .mapToDouble(phase -> phase.inFlight() * phase.seconds())
                .sum();
        for (OperationRow row : report.operations()) {
            Double mean = row.operation().equals(CHAT) ? meanEndToEnd(row) : null;
            if (mean == null || row.ok() < ARRIVALS_MIN) {
                continue;
            }
            double stayed = row.ok() * mean / MILLIS;
            boolean waits = PLACES_BOUNDED.matcher(report.profile().yaml()).find();
            boolean all = row.ok() == row.started() && !waits;
            double overEdges = edge(report) * mean / MILLIS;
            boolean off = all
                    ? differ(area, stayed)
                    : waits ? stayed < area * (1 - Laws.FLOW_TOLERANCE) : stayed > area * (1 + Laws.FLOW_TOLERANCE);
            if (off && Math.abs(area - stayed) > overEdges) {
                found.add(new Contradiction(
                        "Little",
                        "operation " + row.operation(),
                        "phases with " + Say.number(area) + " s of chats in flight",
                        Say.count(row.ok()) + " answers x " + Say.number(mean) + " ms = " + Say.number(stayed) + " s"
                                + (all ? " (within 5 %)" : waits ? " or less" : " or more"),
                        "The time in flight is the sum of what each request took."));
            }
        }
    }

    private static @Nullable Double meanEndToEnd(OperationRow row) {
        for (Quantiles latency : row.latencies()) {
            if (latency.name().equals("e2e") && latency.n() == row.ok()) {
                return latency.mean();
            }
        }
        return null;
    }

    private static void timeline(Timeline line, List<Contradiction> found) {
        int windows = Math.min(line.achieved().size(), line.good().size());
        for (int i = 0; i < windows; i++) {
            if (line.good().get(i) > line.achieved().get(i) * (1 + ROUNDING)) {
                found.add(new Contradiction(
                        "goodput",
                        "timeline, second " + Say.number(i * line.secondsEach()),
                        Say.number(line.good().get(i)) + " good a second",
                        "at most the " + Say.number(line.achieved().get(i)) + " a second that were completed",
                        "A good answer is a completed one."));
            }
        }
    }
}
