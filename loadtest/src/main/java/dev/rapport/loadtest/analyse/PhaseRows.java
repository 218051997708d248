package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report.PhaseRow;
import java.util.List;
import java.util.Locale;

/** The table of phases: chats only, and in its latencies successes only, as its columns say. */
final class PhaseRows {
    private static final double NANOS_PER_SECOND = 1e9;

    private PhaseRows() {}

    static List<PhaseRow> of(Measurements measurements) {
        return measurements.run().info().phases().stream()
                .map(phase -> row(measurements, phase))
                .toList();
    }

    private static PhaseRow row(Measurements measurements, PhaseRecord phase) {
        RunData run = measurements.run();
        Scope scope = Scope.chatsOf(phase);
        List<Sample> chats = run.samples(scope);
        double seconds = run.workSeconds(scope);
        Series e2e = measurements.distributions().finite(scope, Measure.E2E);
        String name = "chat@" + phase.name();
        Flows flows = new Flows(run, phase);
        return new PhaseRow(
                phase.name(),
                phase.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                phase.level(),
                phase.load(),
                flows.seconds(),
                phase.offeredPerSecond() > 0 || seconds == 0 ? phase.offeredPerSecond() : chats.size() / seconds,
                Numbers.orZero(measurements.value(name + ".throughput")),
                Numbers.orZero(measurements.value(name + ".goodput")),
                Numbers.orZero(flows.inFlight()),
                Numbers.orZero(measurements.value(name + ".success")),
                Numbers.orNull(e2e.quantile(0.5)),
                Numbers.orNull(e2e.quantile(0.95)),
                Numbers.orNull(e2e.quantile(0.99)),
                flows.flow(),
                phase.startNanos() / NANOS_PER_SECOND);
    }
}
