package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.Metric;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report.Gate;
import java.util.ArrayList;
import java.util.List;

/** Whether the simulated provider's account is whole and agrees with ours; none if there is another provider. */
final class ProviderGates {
    private ProviderGates() {}

    static List<Gate> of(Measurements measurements) {
        RunData run = measurements.run();
        List<Gate> gates = new ArrayList<>();
        measurements.find("provider.posts_difference").ifPresent(metric -> {
            String statement = metric instanceof Metric.Exact exact ? exact.statement() : "";
            gates.add(new Gate("POSTs at the provider as sent", metric.value() == 0, statement, "no POST unexplained"));
        });
        if (run.info().provider() != null) {
            long dropped = run.info().providerCounts().getOrDefault("records_dropped", 0L);
            gates.add(new Gate("no record dropped", dropped == 0, Texts.count(dropped), "0"));
            long ok = run.samples().stream().filter(ProviderGates::answered).count();
            long without = run.samples().stream()
                    .filter(ProviderGates::answered)
                    .filter(sample -> run.providerOf(sample).isEmpty())
                    .count();
            gates.add(new Gate(
                    "each answer has the provider's record",
                    without == 0,
                    Texts.count(without) + " of " + Texts.count(ok) + " have none",
                    "0"));
        }
        return gates;
    }

    private static boolean answered(Sample sample) {
        return sample.ok() && sample.operation() == Sample.Operation.CHAT;
    }
}
