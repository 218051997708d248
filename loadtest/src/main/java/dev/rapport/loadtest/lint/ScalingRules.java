package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Cpu;
import dev.rapport.loadtest.lint.Published.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rules about how throughput grows with a level, in published reports. Pure. */
final class ScalingRules {
    /** Below this share of the ideal nobody calls growth linear; the suite's own limit, too. */
    private static final double EFFICIENCY_MIN = 0.8;

    private static final double PERCENT = 100;
    private static final double OFF = 1.2;

    private ScalingRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Claim claim : report.claims()) {
            switch (claim) {
                case Claim.Linear linear -> linear(report, linear, found);
                case Claim.SpeedUp speedUp -> speedUp(report, speedUp, found);
                case Claim.PerUnit perUnit -> perUnit(report, perUnit, found);
                default -> {}
            }
        }
        return found;
    }

    private static Optional<Run> lowest(List<Run> rows) {
        return rows.stream().filter(row -> row.level() > 0).min(Comparator.comparingDouble(Run::level));
    }

    private static Optional<Run> at(List<Run> rows, double level) {
        return rows.stream().filter(row -> row.level() == level).findFirst();
    }

    private static void linear(Published report, Claim.Linear claim, List<Contradiction> found) {
        List<Run> rows = report.series(claim.series());
        Run first = lowest(rows).orElse(null);
        Run last = at(rows, claim.upTo()).orElse(null);
        String said = "\"" + claim.words() + "\", " + claim.series() + " up to " + Say.number(claim.upTo());
        if (first == null || last == null || first.equals(last)) {
            found.add(new Contradiction(
                    "evidence",
                    claim.source(),
                    said,
                    "measurements from 1 to " + Say.number(claim.upTo()) + "; there are "
                            + rows.stream().map(Run::level).distinct().count(),
                    "Growth that nobody measured is a hope."));
            return;
        }
        double efficiency = last.rate() / last.level() / (first.rate() / first.level());
        if (efficiency < EFFICIENCY_MIN) {
            found.add(new Contradiction(
                    "scaling",
                    claim.source(),
                    said,
                    Say.number(last.rate()) + " / (" + Say.number(last.level() / first.level()) + " x "
                            + Say.number(first.rate()) + ") = " + Say.percent(efficiency, 0) + " of linear",
                    "Linear growth keeps what one gives; here more than a fifth is gone."));
        }
    }

    /** A machine that is U busy at one level cannot do more than 1/U of it: the utilisation law. */
    private static void speedUp(Published report, Claim.SpeedUp claim, List<Contradiction> found) {
        Run first = lowest(report.series(claim.series())).orElse(null);
        Cpu cpu = first == null ? null : first.cpu();
        if (first == null || cpu == null) {
            return;
        }
        double bound = PERCENT / cpu.lowPercent().low();
        if (claim.factor().low() > bound) {
            double busy = cpu.cores() * cpu.lowPercent().value() / PERCENT;
            found.add(new Contradiction(
                    "utilisation",
                    claim.source(),
                    claim.factor() + " times the throughput at " + Say.number(claim.level()),
                    "at most 1 / " + cpu.lowPercent() + " % = "
                            + Say.number(PERCENT / cpu.lowPercent().value())
                            + " times, as " + Say.number(busy) + " of " + Say.number(cpu.cores())
                            + " cores are busy at " + Say.number(first.rate()) + "/s",
                    "The same work on the same cores cannot grow beyond all of their time."));
        }
    }

    private static void perUnit(Published report, Claim.PerUnit claim, List<Contradiction> found) {
        List<Run> rows = report.series(claim.series());
        Run row = at(rows, claim.level()).orElse(null);
        if (row == null || row.rate() <= 0) {
            return;
        }
        Figure each = claim.each();
        double measured = row.rate() / row.level();
        if (each != null && each.value() > measured * OFF) {
            found.add(new Contradiction(
                    "one number",
                    claim.source(),
                    each + " a second for each of " + Say.number(claim.level()),
                    Say.number(row.rate()) + " / " + Say.number(row.level()) + " = " + Say.number(measured)
                            + ", by the report's own table",
                    "What all of them give together was taken for what each gives."));
        }
        Figure together = claim.together();
        if (together != null && together.value() > row.rate() * OFF) {
            found.add(new Contradiction(
                    "one number",
                    claim.source(),
                    together + " a second for all " + Say.number(claim.level()),
                    Say.number(row.rate()) + ", by the report's own table",
                    "A total of " + Say.number(together.value() / row.rate())
                            + " times the measured one was multiplied, not" + " measured."));
        }
    }
}
