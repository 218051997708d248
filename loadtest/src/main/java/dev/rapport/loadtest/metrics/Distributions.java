package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Sample;
import java.util.HashMap;
import java.util.Map;

/** The latencies of each scope, in milliseconds. Used by one thread: it remembers what it collected. */
public final class Distributions {
    private final RunData run;
    private final Map<Key, Series> known = new HashMap<>();
    private final Map<Key, Series> finite = new HashMap<>();

    private record Key(RunData.Scope scope, Measure measure) {}

    Distributions(RunData run) {
        this.run = run;
    }

    public Series of(RunData.Scope scope, Measure measure) {
        return known.computeIfAbsent(new Key(scope, measure), key -> {
            Series.Builder series = new Series.Builder();
            for (Sample sample : run.samples(scope)) {
                measure.read(run, sample, millis -> series.add(millis, RunData.block(sample)));
            }
            return series.build();
        });
    }

    /** Without the failures. */
    public Series finite(RunData.Scope scope, Measure measure) {
        return finite.computeIfAbsent(
                new Key(scope, measure), key -> of(scope, measure).withoutInfinite());
    }
}
