package dev.rapport.loadtest.metrics;

import java.util.Optional;

/** Metrics that belong together. */
interface Family {
    /** Empty if the metric is not of this family, or the run has not what it takes. */
    Optional<Metric> find(MetricName name);
}
