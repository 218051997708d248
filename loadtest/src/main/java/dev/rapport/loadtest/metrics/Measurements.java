package dev.rapport.loadtest.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every metric of a run by its name. Used by one thread. */
public final class Measurements {
    private final RunData run;
    private final Distributions distributions;
    private final Leaks leaks;
    private final Functions functions;
    private final List<Family> families;
    private final Map<String, Optional<Metric>> found = new HashMap<>();

    public Measurements(RunData run) {
        this.run = run;
        this.distributions = new Distributions(run);
        this.leaks = new Leaks(run);
        this.functions = new Functions(run, distributions, this::find);
        Windows windows = new Windows(run);
        RefusalMetrics refusals = new RefusalMetrics(run);
        this.families = List.of(
                new LatencyMetrics(distributions),
                new SuccessMetrics(run),
                refusals,
                new ReturnMetrics(run, refusals),
                new AnswerMetrics(run),
                new OrderMetrics(run),
                new AllowanceMetrics(run),
                new IntegrityMetrics(run),
                new StreamingMetrics(run),
                new CancelMetrics(run),
                new ProviderMetrics(run),
                new FaultMetrics(run),
                new FairnessMetrics(run),
                new BurstMetrics(run),
                new QueueMetrics(run),
                new TrendMetrics(windows),
                new RecoveryMetrics(new Recoveries(run, distributions)),
                new ScalingMetrics(new ScalingFit(run)),
                new SearchMetrics(run),
                new HeapMetrics(run),
                new LearnedMetrics(run),
                new LinearMetrics(run, distributions),
                new LeakMetrics(leaks),
                new SystemMetrics(run),
                new CostMetrics(run));
    }

    public RunData run() {
        return run;
    }

    /** The distributions behind the latency metrics. */
    public Distributions distributions() {
        return distributions;
    }

    /** The fits behind the leak metrics. */
    public Leaks leaks() {
        return leaks;
    }

    /**
     * The metric of that name.
     *
     * @param metric such as {@code chat.e2e.p95}, or a function of two, such as {@code increase(chat@a.e2e.mean,
     *     chat@b.e2e.mean)}
     * @return empty if there is no such metric, or the run has not what it takes to compute it
     */
    public Optional<Metric> find(String metric) {
        Optional<Metric> known = found.get(metric);
        if (known == null) {
            /* Not by computeIfAbsent: a function asks for its metrics here while it is computed itself. */
            known = compute(metric);
            found.put(metric, known);
        }
        return known;
    }

    private Optional<Metric> compute(String metric) {
        if (metric.endsWith(")")) {
            return functions.find(metric);
        }
        return MetricName.parse(metric, run.info().phases())
                .flatMap(parsed -> families.stream()
                        .flatMap(family -> family.find(parsed).stream())
                        .findFirst());
    }

    /** The metric's point estimate; NaN if it does not exist. */
    public double value(String metric) {
        return find(metric).map(Metric::value).orElse(Double.NaN);
    }
}
