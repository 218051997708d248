package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report.StageRow;
import dev.rapport.loadtest.report.Report.StageRow.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of answers about a quantile of E2E went: means over the ranks about it, so that the stages add up to the
 * whole. What the service says of itself is joined with what the provider says of the same nonce.
 */
final class Waterfall {
    private static final Map<String, Double> QUANTILES = new LinkedHashMap<>();

    static {
        QUANTILES.put("p50", 0.5);
        QUANTILES.put("p95", 0.95);
        QUANTILES.put("p99", 0.99);
    }

    /** As the service names its stages, in order, before it waits for the provider. */
    private static final List<String> OWN = List.of("authenticate", "extract", "recall", "compress", "prompt");

    private static final String TOTAL = "total";

    /** Half a percent of the ranks on each side, so that p99 does not reach past the end. */
    private static final int SHARE_EACH_SIDE = 200;

    private static final int RANKS_EACH_SIDE_MIN = 5;

    private Waterfall() {}

    static List<StageRow> of(RunData run) {
        List<Sample> answers = run.samples(RunData.Scope.CHATS).stream()
                .filter(chat -> chat.ok() && chat.server().stageMillis().containsKey(TOTAL))
                .filter(chat -> run.providerOf(chat).isPresent())
                .toList();
        if (answers.isEmpty()) {
            return List.of();
        }
        List<StageRow> rows = new ArrayList<>();
        int side = Math.max(RANKS_EACH_SIDE_MIN, answers.size() / SHARE_EACH_SIDE);
        /* Sorting the numbers alone takes a fraction of what sorting the samples does. */
        long[] sorted = answers.stream().mapToLong(Measure::e2eNanos).sorted().toArray();
        QUANTILES.forEach((name, q) -> {
            int rank = (int) Math.ceil(q * sorted.length) - 1;
            long from = sorted[Math.max(0, rank - side)];
            long to = sorted[Math.min(sorted.length - 1, rank + side)];
            rows.add(row(
                    run,
                    name,
                    answers.stream()
                            .filter(chat -> Measure.e2eNanos(chat) >= from && Measure.e2eNanos(chat) <= to)
                            .toList()));
        });
        return List.copyOf(rows);
    }

    private static StageRow row(RunData run, String name, List<Sample> about) {
        double e2e = mean(
                about.stream().mapToDouble(chat -> Measure.e2eNanos(chat) / 1e6).toArray());
        double total = mean(stage(about, TOTAL));
        List<Stage> stages = new ArrayList<>();
        double known = 0;
        for (String own : OWN) {
            double millis = mean(stage(about, own));
            stages.add(new Stage(own, millis));
            known += millis;
        }
        double provider = mean(about.stream()
                .mapToDouble(chat ->
                        run.providerOf(chat).map(ProviderRecord::totalMs).orElse(0.0))
                .toArray());
        stages.add(new Stage("provider", provider));
        stages.add(new Stage("stream and other", total - known - provider));
        stages.add(new Stage("rest", e2e - total));
        return new StageRow(name, e2e, List.copyOf(stages));
    }

    private static double[] stage(List<Sample> about, String stage) {
        return about.stream()
                .mapToDouble(chat -> chat.server().stageMillis().getOrDefault(stage, 0.0))
                .toArray();
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElse(0);
    }
}
