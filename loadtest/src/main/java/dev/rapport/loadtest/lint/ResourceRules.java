package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Cpu;
import dev.rapport.loadtest.lint.Published.Memory;
import dev.rapport.loadtest.lint.Published.Run;
import java.util.ArrayList;
import java.util.List;

/** Rules about processors and memory of published reports. Pure. */
final class ResourceRules {
    private static final double MILLIS = 1_000;
    private static final double MINUTE = 60;
    private static final double PERCENT = 100;

    /** The same work costs the same CPU time, give or take caches and contention. */
    private static final double COST_FACTOR_MAX = 2;

    private ResourceRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Run run : report.runs()) {
            cpuWithinLatency(run, found);
            Memory memory = run.memory();
            if (memory != null) {
                memory(run, memory, found);
            }
        }
        cpuOfRuns(report.runs(), found);
        return found;
    }

    /** CPU milliseconds of a request, from the utilisation law: U x cores / X. */
    private static Range cost(Cpu cpu, double rate) {
        double each = MILLIS * cpu.cores() / PERCENT / rate;
        return new Range(cpu.lowPercent().value() * each, cpu.highPercent().value() * each);
    }

    private static void cpuWithinLatency(Run run, List<Contradiction> found) {
        Cpu cpu = run.cpu();
        Range mean = run.mean().orElse(null);
        if (cpu == null || mean == null || run.rate() <= 0) {
            return;
        }
        Range cost = cost(cpu, run.rate());
        if (cost.low() > mean.high()) {
            found.add(new Contradiction(
                    "utilisation",
                    run.name(),
                    "CPU "
                            + Say.range(
                                    cpu.lowPercent().value(), cpu.highPercent().value()) + " % of "
                            + Say.number(cpu.cores()) + " cores at " + Say.number(run.rate()) + "/s = " + cost
                            + " ms of CPU time a request",
                    "at most the mean latency, " + mean + " ms",
                    "A request that waits for others to answer cannot use more CPU time than it takes."));
        }
    }

    private static void cpuOfRuns(List<Run> runs, List<Contradiction> found) {
        for (int i = 0; i < runs.size(); i++) {
            for (int j = i + 1; j < runs.size(); j++) {
                compare(runs.get(i), runs.get(j), found);
            }
        }
    }

    private static void compare(Run one, Run other, List<Contradiction> found) {
        Cpu a = one.cpu();
        Cpu b = other.cpu();
        if (a == null || b == null || one.rate() <= 0 || other.rate() <= 0) {
            return;
        }
        Range costA = cost(a, one.rate());
        Range costB = cost(b, other.rate());
        double factor = Math.max(costA.low() / costB.high(), costB.low() / costA.high());
        if (factor > COST_FACTOR_MAX) {
            found.add(new Contradiction(
                    "CPU of a request",
                    one.name() + " and " + other.name(),
                    costA + " ms at " + Say.number(one.rate()) + "/s, but " + costB + " ms at "
                            + Say.number(other.rate()) + "/s",
                    "about the same, as the requests are",
                    "One of the two CPU figures, or of the two rates, does not belong to its run."));
        }
    }

    private static void memory(Run run, Memory memory, List<Contradiction> found) {
        double minutes = run.seconds() / MINUTE;
        double growth = memory.growthPercentPerMinute() / PERCENT * minutes * memory.totalGb();
        String arithmetic = Say.number(memory.growthPercentPerMinute()) + " %/min x " + Say.number(minutes) + " min x "
                + Say.number(memory.totalGb()) + " GB = " + Say.number(growth) + " GB";
        double swing = memory.highGb() - memory.lowGb();
        if (growth > 1.25 * swing) {
            found.add(new Contradiction(
                    "memory",
                    run.name(),
                    "memory " + Say.number(memory.lowGb()) + " to " + Say.number(memory.highGb()) + " GB, a swing of "
                            + Say.number(swing) + " GB",
                    arithmetic + " of growth",
                    "Memory that grew so much was not within that range."));
        }
        if (memory.lowGb() + growth > memory.totalGb()) {
            double left = (memory.totalGb() - memory.lowGb()) / (growth / minutes);
            found.add(new Contradiction(
                    "memory",
                    run.name(),
                    Say.number(memory.lowGb()) + " GB + " + Say.number(growth) + " GB of growth = "
                            + Say.number(memory.lowGb() + growth) + " GB",
                    "at most the machine's " + Say.number(memory.totalGb()) + " GB, full after " + Say.number(left)
                            + " of " + Say.number(minutes) + " min",
                    "The run would have died before its end, so either the leak or the run is not as told."));
        }
    }
}
