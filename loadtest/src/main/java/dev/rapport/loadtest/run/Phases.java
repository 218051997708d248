package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The phases of a run as they were played; several bursts may overlap. May be read from any thread. */
final class Phases implements Leg.PhaseLog {
    private final long runStartNanos;
    private final List<PhaseRecord> records = new ArrayList<>();
    private volatile @Nullable PhasePlan now;

    Phases(long runStartNanos) {
        this.runStartNanos = runStartNanos;
    }

    @Override
    public synchronized PhasePlan begin(Phase phase, String model, String load, int users, double offeredPerSecond) {
        long start = System.nanoTime();
        PhasePlan plan =
                new PhasePlan(phase.name(), start, start + phase.length().toNanos());
        records.add(new PhaseRecord(
                phase.name(),
                Kind.valueOf(phase.kind().toUpperCase(Locale.ROOT).replace('-', '_')),
                phase.level(),
                model,
                load,
                users,
                offeredPerSecond,
                start - runStartNanos,
                plan.endNanos() - runStartNanos));
        now = plan;
        return plan;
    }

    @Override
    public synchronized void end(PhasePlan plan) {
        long end = System.nanoTime() - runStartNanos;
        records.replaceAll(record -> !record.name().equals(plan.name())
                ? record
                : new PhaseRecord(
                        record.name(),
                        record.kind(),
                        record.level(),
                        record.model(),
                        record.load(),
                        record.users(),
                        record.offeredPerSecond(),
                        record.startNanos(),
                        end));
    }

    @Override
    public synchronized List<PhaseRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public @Nullable PhasePlan now() {
        return now;
    }
}
