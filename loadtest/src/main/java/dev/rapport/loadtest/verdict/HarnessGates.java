package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.LittleCheck;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.report.Report.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether the harness had room to spare. What should have been read and was not is unmet. */
final class HarnessGates {
    private static final double CPU_SHARE_MAX = 0.8;
    private static final double GC_PAUSE_SECONDS_MAX = 0.02;
    private static final double HICCUP_SECONDS_MAX = 0.01;

    /** What p99.9 leaves. */
    private static final double HICCUP_SHARE_MAX = 0.001;

    private static final double FILES_SHARE_MAX = 0.8;

    /** Readings that cover less of the measured time than this say nothing of the rest. */
    private static final double COVERED_MIN = 0.5;

    /** Little's law is about means; below this many in flight the edges of the seconds weigh more than 5 %. */
    private static final double IN_FLIGHT_SLACK = 0.05;

    private HarnessGates() {}

    static List<Gate> of(RunData run) {
        List<Gate> gates = new ArrayList<>();
        gates.add(cpu(run));
        gates.add(pause(run));
        gates.add(hiccup(run));
        files(run).ifPresent(gates::add);
        ports(run).ifPresent(gates::add);
        gates.add(little(run));
        return gates;
    }

    private static Gate unread(String name, String expected) {
        return unread(name, "", expected);
    }

    private static Gate unread(String name, String why, String expected) {
        return new Gate(name, false, why.isEmpty() ? "not read" : "not read: " + why, expected);
    }

    private static Gate cpu(RunData run) {
        double loops = last(run, HarnessGauges.EVENT_LOOPS).orElse(1);
        double seconds =
                run.measured().stream().mapToDouble(PhaseRecord::seconds).sum();
        List<Gauge> readings = run.measuredGauges(RunData.HARNESS, Gauge.CPU);
        /* Between the first and the last reading of each phase, which are not quite its ends. */
        double covered = 0;
        for (PhaseRecord phase : run.measured()) {
            List<Gauge> in = readings.stream()
                    .filter(each -> each.atNanos() >= phase.startNanos() && each.atNanos() <= phase.endNanos())
                    .toList();
            covered +=
                    in.isEmpty() ? 0 : (in.getLast().atNanos() - in.getFirst().atNanos()) / 1e9;
        }
        String expected = "<= 80 % of a core for each event loop";
        if (covered <= 0 || covered < COVERED_MIN * seconds) {
            String known = Texts.number(covered) + " of " + Texts.number(seconds) + " s lie between readings";
            return unread("harness CPU", known, expected);
        }
        double share = run.measuredIncrease(RunData.HARNESS, Gauge.CPU) / covered / loops;
        return new Gate(
                "harness CPU",
                share <= CPU_SHARE_MAX,
                Texts.percent(share) + " of " + Texts.number(loops) + " cores",
                expected);
    }

    private static Gate pause(RunData run) {
        OptionalDouble longest = run.measuredGauges(RunData.HARNESS, Gauge.GC_PAUSE_MAX).stream()
                .mapToDouble(Gauge::value)
                .max();
        return longest.isEmpty()
                ? unread("harness GC pause", "<= 20 ms")
                : new Gate(
                        "harness GC pause",
                        longest.getAsDouble() <= GC_PAUSE_SECONDS_MAX,
                        Texts.number(1e3 * longest.getAsDouble()) + " ms",
                        "<= 20 ms");
    }

    /**
     * The share of time in which a request would have been more than 10 ms late: each reading is the longest stall since the
     * one before, and all but its last 10 ms hold requests up longer than that. Of two stalls between readings the shorter one
     * is not seen, so it is at least that share.
     */
    private static Gate hiccup(RunData run) {
        List<Gauge> readings = run.measuredGauges(RunData.HARNESS, Gauge.HICCUP_MAX);
        double seconds =
                run.measured().stream().mapToDouble(PhaseRecord::seconds).sum();
        if (readings.isEmpty() || seconds == 0) {
            return unread("harness stalls p99.9", "<= 10 ms");
        }
        double late = readings.stream()
                .mapToDouble(each -> Math.max(0, each.value() - HICCUP_SECONDS_MAX))
                .sum();
        double longest = readings.stream().mapToDouble(Gauge::value).max().orElse(0);
        return new Gate(
                "harness stalls p99.9",
                late / seconds <= HICCUP_SHARE_MAX,
                "at least " + Texts.number(100 * late / seconds)
                        + " % of the time more than 10 ms late (by the longest stall of each reading), longest stall "
                        + Texts.number(1e3 * longest) + " ms",
                "<= 10 ms");
    }

    private static Optional<Gate> files(RunData run) {
        OptionalDouble max = last(run, HarnessGauges.FILES_MAX);
        OptionalDouble most = run.gauges(RunData.HARNESS, Gauge.FILES).stream()
                .mapToDouble(Gauge::value)
                .max();
        return max.isEmpty() ? Optional.empty() : Optional.of(room("harness open files", most, max.getAsDouble()));
    }

    /** Each connection to the service is a file of the harness and has a port, which it keeps for a while after its end. */
    private static Optional<Gate> ports(RunData run) {
        OptionalDouble max = last(run, HarnessGauges.PORTS_MAX);
        OptionalDouble open = run.gauges(RunData.HARNESS, Gauge.FILES).stream()
                .mapToDouble(Gauge::value)
                .max();
        OptionalDouble waiting = run.gauges(RunData.HARNESS, HarnessGauges.PORTS_WAITING).stream()
                .mapToDouble(Gauge::value)
                .max();
        OptionalDouble most = open.isEmpty() || waiting.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(open.getAsDouble() + waiting.getAsDouble());
        return max.isEmpty() ? Optional.empty() : Optional.of(room("harness client ports", most, max.getAsDouble()));
    }

    private static Gate room(String name, OptionalDouble most, double max) {
        return most.isEmpty()
                ? unread(name, "< 80 %")
                : new Gate(
                        name,
                        most.getAsDouble() < FILES_SHARE_MAX * max,
                        Texts.number(most.getAsDouble()) + " of " + Texts.number(max) + " at most",
                        "< 80 %");
    }

    private static OptionalDouble last(RunData run, String name) {
        List<Gauge> readings = run.gauges(RunData.HARNESS, name);
        return readings.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(readings.getLast().value());
    }

    private static Gate little(RunData run) {
        Optional<Little> little = LittleCheck.of(run);
        if (little.isEmpty()) {
            return unread("Little's law", "within 5 %");
        }
        double difference = Math.abs(little.get().inFlightMean() - little.get().arrivalsTimesMean());
        return new Gate(
                "Little's law",
                little.get().residual() <= Little.RESIDUAL_MAX || difference <= IN_FLIGHT_SLACK,
                "in flight " + Texts.number(little.get().inFlightMean()) + ", arrivals times mean "
                        + Texts.number(little.get().arrivalsTimesMean()),
                "within 5 %");
    }
}
