package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhasesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final long runStartNanos = System.nanoTime();
    private final Phases phases = new Phases(runStartNanos);

    private static Phase phase(String name, String kind) {
        return new Phase(name, kind, HOUR, List.of(), Duration.ZERO, 50, null, null, null, null, null, List.of());
    }

    @Test
    void begin_plansTheWholeLength() {
        assertThat(phases.now()).isNull();
        PhasePlan plan = phases.begin(phase("a", Phase.WARM_UP), "open", "5 chats/s", 3, 5);

        assertThat(plan.endNanos() - plan.startNanos()).isEqualTo(HOUR.toNanos());
        assertThat(phases.now()).isEqualTo(plan);
        assertThat(phases.records())
                .containsExactly(new PhaseRecord(
                        "a",
                        Kind.WARM_UP,
                        50,
                        "open",
                        "5 chats/s",
                        3,
                        5,
                        plan.startNanos() - runStartNanos,
                        plan.endNanos() - runStartNanos));
    }

    /** Bursts overlap: the first one ends while the second is under way. */
    @Test
    void end_changesTheEndOfThatPhaseAlone() {
        PhasePlan first = phases.begin(phase("b-1", Phase.MEASURED), "burst", "", 0, 0);
        PhasePlan second = phases.begin(phase("b-2", Phase.MEASURED), "burst", "", 0, 0);
        phases.end(first);

        PhaseRecord ended = phases.records().getFirst();
        assertThat(ended.seconds()).isBetween(0.0, 3_000.0);
        assertThat(ended.endNanos()).isGreaterThanOrEqualTo(second.startNanos() - runStartNanos);
        assertThat(phases.records().getLast().seconds()).isEqualTo(3_600);
        assertThat(phases.now()).isEqualTo(second);
    }
}
