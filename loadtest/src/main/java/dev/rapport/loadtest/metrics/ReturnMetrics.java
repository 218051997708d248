package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/**
 * {@code chat.retry_after.kept}: of those who were refused and came back when they were told, the share that was not refused
 * with 429 again. {@code chat[@PHASE].retry_after.missing} is {@code refused_without_retry_after} by its other name.
 */
final class ReturnMetrics implements Family {
    private static final int TOO_MANY = 429;

    private final RunData run;
    private final RefusalMetrics refusals;

    ReturnMetrics(RunData run, RefusalMetrics refusals) {
        this.run = run;
        this.refusals = refusals;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.rest().equals("retry_after.missing")) {
            return refusals.find(new MetricName(name.scope(), name.phase(), RefusalMetrics.WITHOUT_RETRY_AFTER));
        }
        return name.is("chat.retry_after.kept") ? Optional.of(kept()) : Optional.empty();
    }

    private Metric kept() {
        List<Sample> again = run.info().phases().stream()
                .filter(phase -> phase.name().endsWith(PhaseRecord.AGAIN))
                .flatMap(phase -> run.samples(Scope.chatsOf(phase)).stream())
                .toList();
        if (again.isEmpty()) {
            return new Metric.Vacuous("%", Double.NaN, "nobody who was refused came back");
        }
        long refused = again.stream().filter(chat -> chat.status() == TOO_MANY).count();
        return new Metric.Share(refused, again.size(), 1, "refused again");
    }
}
