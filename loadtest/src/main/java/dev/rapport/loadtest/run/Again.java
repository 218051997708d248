package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.record.PhaseRecord;
import org.jspecify.annotations.Nullable;

/** The phase of those who come back to a burst; not measured with it. Runs on the run's event loop. */
final class Again {
    private final Leg.PhaseLog log;
    private final Phase phase;
    private final String name;
    private @Nullable PhasePlan plan;

    /** @param name of the burst's own phase */
    Again(Leg.PhaseLog log, Phase phase, String name) {
        this.log = log;
        this.phase = phase;
        this.name = name + PhaseRecord.AGAIN;
    }

    /** Returns its name. */
    String begin() {
        plan = log.begin(
                new Phase(name, Phase.WARM_UP, phase.length()), "burst", "those who come back as they were told", 0, 0);
        return name;
    }

    /** Ends it, if it began. */
    void end() {
        PhasePlan begun = plan;
        if (begun != null) {
            log.end(begun);
        }
    }
}
