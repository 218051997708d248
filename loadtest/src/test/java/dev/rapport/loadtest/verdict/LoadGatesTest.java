package dev.rapport.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.report.Report.Gate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the load was what was planned, by phase and by window, and whether answers stream. */
class LoadGatesTest {
    private static final String HALVES = "second half like the first";

    private static Optional<Gate> gate(SyntheticRun run, String name) {
        return LoadGates.of(run.measurements()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** Everything leaves 1 ms after its plan, which is 2.5 % of 40 ms. */
    @Test
    void lateness_isHeldAgainstLimitsOfASinglePhase() {
        SyntheticRun run = new SyntheticRun().phase("calm", 0, "open", 10).phase("rate-12.5", 0, "open", 10);
        for (int i = 0; i < 200; i++) {
            run.chat(i < 100 ? "calm" : "rate-12.5", i / 10.0, 30);
        }
        run.max("chat@rate-12.5.e2e.p95", 40, "ms", 0.95).max("chat@calm.e2e.mean", 60, "ms", 0.95);
        assertThat(gate(run, "dispatch delay p95 of rate-12.5 against its limit"))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isFalse());
        assertThat(gate(run, "dispatch delay mean of calm against its limit"))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isTrue());
    }

    /** @param empty windows of 5 s without a chat, at the end of a minute in which answers get slower and slower */
    private static SyntheticRun slower(int empty) {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < 600 - 50 * empty; i++) {
            run.chat("steady", i / 10.0, 50 + i / 6.0);
        }
        return run;
    }

    @Test
    void halves_areCompared_thoughAWindowIsEmpty() {
        assertThat(gate(slower(0), HALVES))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isFalse());
        assertThat(gate(slower(1), HALVES))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isFalse());
        assertThat(gate(slower(6), HALVES))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isFalse());
    }

    @Test
    void halves_ofFewerThanSixWindows_areNoGate() {
        assertThat(gate(slower(7), HALVES)).isEmpty();
    }

    /** @param providerFirst share of the provider's time until its first token, where the client's answer streams for 50 ms */
    private static SyntheticRun streaming(double providerFirst, int tokens) {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10);
        for (int i = 0; i < 100; i++) {
            run.chat("steady", i / 10.0, 100);
            ProviderRecord last = run.provider.removeLast();
            run.provider.add(new ProviderRecord(
                    last.nonce(),
                    last.model(),
                    last.stream(),
                    last.status(),
                    last.arrivedAtMs(),
                    200 * providerFirst,
                    200,
                    tokens,
                    "ok"));
        }
        return run;
    }

    /** The provider streams for 98 and for 102 ms, and the client sees 50. */
    @Test
    void answersThatComeAtOnce_doNotStream() {
        assertThat(gate(streaming(0.51, 10), "answers stream"))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isTrue());
        assertThat(gate(streaming(0.49, 10), "answers stream"))
                .hasValueSatisfying(gate -> assertThat(gate.met()).isFalse());
    }

    @Test
    void answersOfAFewTokens_sayNothingOfStreaming() {
        assertThat(gate(streaming(0.1, 9), "answers stream")).isEmpty();
    }
}
