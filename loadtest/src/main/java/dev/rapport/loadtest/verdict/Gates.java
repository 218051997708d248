package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.report.Report.Gate;
import java.util.ArrayList;
import java.util.List;

/** What must hold for a run to say anything about the service (LOADTEST 8.2). */
public final class Gates {
    private Gates() {}

    /** All of them, met or not; those that the run has no place for are left out. */
    public static List<Gate> of(Measurements measurements) {
        RunData run = measurements.run();
        List<Gate> gates = new ArrayList<>();
        gates.addAll(LoadGates.of(measurements));
        gates.addAll(HarnessGates.of(run));
        gates.addAll(ProviderGates.of(measurements));
        gates.add(new Gate(
                "no problem while it ran",
                run.info().problems().isEmpty(),
                run.info().problems().isEmpty()
                        ? "none"
                        : String.join("; ", run.info().problems()),
                "none"));
        return List.copyOf(gates);
    }

    public static boolean met(List<Gate> gates) {
        return gates.stream().allMatch(Gate::met);
    }
}
