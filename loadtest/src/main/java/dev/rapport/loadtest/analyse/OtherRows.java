package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.CostMetrics;
import dev.rapport.loadtest.metrics.CostMetrics.Total;
import dev.rapport.loadtest.metrics.Leaks;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.LeakRow;
import dev.rapport.loadtest.report.Report.CostRow;
import dev.rapport.loadtest.report.Report.FailureRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables of failures, leaks and costs. */
final class OtherRows {
    private OtherRows() {}

    /** All failures of the measured phases, most frequent first. */
    static List<FailureRow> failures(RunData run) {
        Map<String, List<Sample>> byClass = new TreeMap<>();
        for (Sample sample : run.samples(RunData.Scope.ALL)) {
            if (sample.failed()) {
                byClass.computeIfAbsent(sample.operation() + " " + sample.outcome(), key -> new ArrayList<>())
                        .add(sample);
            }
        }
        return byClass.values().stream()
                .map(samples -> new FailureRow(
                        samples.getFirst().operation().name().toLowerCase(Locale.ROOT),
                        samples.getFirst().outcome(),
                        samples.size(),
                        samples.getFirst().detail()))
                .sorted(Comparator.comparingLong(FailureRow::count).reversed())
                .toList();
    }

    static List<LeakRow> leaks(Leaks leaks) {
        return leaks.all().stream().map(OtherRows::leak).toList();
    }

    private static LeakRow leak(Leaks.Result result) {
        var leak = result.leak();
        return new LeakRow(
                result.source(),
                result.resource().word(),
                result.resource().unit() + "/h",
                leak.slope(),
                leak.low(),
                leak.high(),
                result.limit(),
                leak.detectable(),
                leak.trendP(),
                leak.n(),
                leak.word());
    }

    static List<CostRow> costs(RunData run) {
        CostMetrics costs = new CostMetrics(run);
        List<Total> totals = new ArrayList<>();
        for (String source : run.sources()) {
            costs.cpu(source).ifPresent(totals::add);
        }
        totals.add(costs.bytes());
        totals.add(costs.tokensOut());
        totals.add(costs.dollars());
        long good = costs.good();
        /* Nothing good came of it: there is nobody to share the costs. */
        return good == 0
                ? List.of()
                : totals.stream()
                        .map(total -> new CostRow(total.source(), total.unit(), total.total() / good, total.total()))
                        .toList();
    }
}
