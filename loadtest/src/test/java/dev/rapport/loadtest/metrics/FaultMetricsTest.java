package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultMetricsTest {
    private static final Integrity DUPLICATE = new Integrity(0, 1, 0, 0, 0, 0, false);
    private static final Integrity REORDERED = new Integrity(0, 0, 1, 0, 0, 0, false);
    private static final Integrity FOREIGN = new Integrity(0, 0, 0, 1, 0, 0, false);

    private final SyntheticRun run = new SyntheticRun();

    @BeforeEach
    void phases() {
        run.phase("warm-up", Kind.WARM_UP, 0, "closed", 10).phase("faults", 0, "closed", 10);
    }

    /** A chat of ten tokens: what the provider did, and what came. */
    private void chat(String made, String outcome, Integrity found) {
        run.chat("faults", 1, 11, 100, outcome, found).outcomeOfLast(made);
    }

    private double miscounted() {
        return run.measurements().value("faults.miscounted");
    }

    @Test
    void faultsFoundAsMade_agree() {
        chat("ok", Sample.OK, Integrity.INTACT);
        chat("duplicate", "integrity", DUPLICATE);
        chat("reorder", "integrity", REORDERED);
        chat("foreign", "integrity", FOREIGN);
        chat("cut", "in-band-error", Integrity.INTACT);
        chat("cut", "truncated-clean", Integrity.INTACT);
        chat("cut", "truncated-abrupt", Integrity.INTACT);
        chat("cut", "no-first-token", Integrity.INTACT);
        chat("stall", "idle-timeout", Integrity.INTACT);
        chat("duplicate", Sample.CANCELLED, Integrity.INTACT);

        assertThat(miscounted()).isZero();
        assertThat(run.measurements().value("faults.injected")).isEqualTo(7);
    }

    @Test
    void faultThatWasNotFound_isMiscounted() {
        chat("duplicate", Sample.OK, Integrity.INTACT);
        chat("reorder", Sample.OK, Integrity.INTACT);
        chat("foreign", Sample.OK, Integrity.INTACT);
        chat("cut", Sample.OK, Integrity.INTACT);
        chat("cut", "timeout", Integrity.INTACT);

        assertThat(miscounted()).isEqualTo(5);
    }

    @Test
    void faultFoundAsAnother_isMiscounted() {
        chat("duplicate", "integrity", REORDERED);
        chat("duplicate", "integrity", DUPLICATE.plus(DUPLICATE));
        chat("foreign", "integrity", FOREIGN.plus(DUPLICATE));
        chat("cut", "integrity", FOREIGN);

        assertThat(miscounted()).isEqualTo(4);
    }

    /** What was cut off must be a beginning of the answer. */
    @Test
    void cutAnswerWithAForeignTokenOrAGap_isMiscounted() {
        chat("cut", "in-band-error", FOREIGN);
        chat("cut", "truncated-abrupt", new Integrity(0, 0, 0, 0, 0, 0, true));
        chat("stall", "idle-timeout", FOREIGN);

        assertThat(miscounted()).isEqualTo(3);
    }

    @Test
    void violationOfWhatWasMadeWhole_isMiscounted() {
        chat("ok", "integrity", FOREIGN);
        chat("client-gone", "integrity", DUPLICATE);

        assertThat(miscounted()).isEqualTo(2);
        assertThat(run.measurements().value("faults.injected")).isZero();
    }

    @Test
    void warmUp_isNotCounted() {
        chat("ok", Sample.OK, Integrity.INTACT);
        run.chat("warm-up", 1, 1, 100, Sample.OK, Integrity.INTACT).outcomeOfLast("duplicate");

        assertThat(miscounted()).isZero();
        assertThat(run.measurements().value("faults.injected")).isZero();
    }

    @Test
    void faultWithoutEffect_isExpectedToHaveNone() {
        chat("reorder", Sample.OK, Integrity.INTACT);
        assertThat(miscounted()).isOne();

        Sample sample = run.samples.getLast();
        var answer = new Sample.Answer(1, 1, 1, 1, 1, java.util.List.of(), Integrity.INTACT, 0, 0, "simulated", 0, 0);
        run.replaceLast(new Sample(
                sample.number(),
                sample.phase(),
                sample.operation(),
                sample.user(),
                sample.nonce(),
                sample.plannedNanos(),
                sample.times(),
                answer,
                sample.outcome(),
                sample.detail(),
                sample.status(),
                sample.retryAfterSeconds(),
                sample.bytesSent(),
                sample.bytesReceived(),
                sample.server()));
        assertThat(miscounted()).isZero();
    }
}
