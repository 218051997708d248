package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.Metric;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of operations over the measured phases. */
final class OperationRows {
    /** Of the lower bound of success. */
    private static final double CONFIDENCE = 0.95;

    private OperationRows() {}

    static List<OperationRow> of(Measurements measurements) {
        List<OperationRow> rows = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            if (!measurements.run().samples(new Scope(operation, "")).isEmpty()) {
                rows.add(row(measurements, operation));
            }
        }
        return List.copyOf(rows);
    }

    private static OperationRow row(Measurements measurements, Operation operation) {
        RunData run = measurements.run();
        Scope scope = new Scope(operation, "");
        String word = operation.name().toLowerCase(Locale.ROOT);
        List<Sample> samples = run.samples(scope);
        long ok = samples.stream().filter(Sample::ok).count();
        long failed = samples.stream().filter(Sample::failed).count();
        List<Quantiles> latencies = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            Series series = measurements.distributions().of(scope, measure);
            if (series.finite() > 0) {
                latencies.add(quantiles(
                        measure.word(), series, measurements.distributions().finite(scope, measure)));
            }
        }
        return new OperationRow(
                word,
                samples.size(),
                ok,
                failed,
                samples.size() - ok - failed,
                Numbers.orZero(measurements.value(word + ".throughput")),
                Numbers.orZero(measurements.value(word + ".goodput")),
                successLow(measurements, word),
                latencies);
    }

    /** The bound that a claim about the same success rests on, which knows whether failures cluster; 0 of no tries. */
    private static double successLow(Measurements measurements, String operation) {
        return measurements
                .find(operation + ".success")
                .filter(metric -> metric.n() > 0)
                .map(metric -> metric instanceof Metric.Share share
                        ? share.interval(CONFIDENCE).low()
                        : 0.0)
                .orElse(0.0);
    }

    private static Quantiles quantiles(String name, Series all, Series finite) {
        return new Quantiles(
                name,
                finite.n(),
                Numbers.orNull(finite.mean()),
                Numbers.orNull(finite.quantile(0.5)),
                Numbers.orNull(finite.quantile(0.95)),
                Numbers.orNull(finite.quantile(0.99)),
                Numbers.orNull(finite.quantile(0.999)),
                Numbers.orNull(finite.max()),
                withFailures(all, 0.5),
                withFailures(all, 0.95),
                withFailures(all, 0.99));
    }

    private static @Nullable Double withFailures(Series all, double q) {
        return Numbers.orNull(all.quantile(q));
    }
}
