package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import org.junit.jupiter.api.Test;

class CostMetricsTest {
    private static final double EXACT = 1e-9;

    /** A hundred good chats in a phase that lies between two readings. */
    private static SyntheticRun shortPhase() {
        SyntheticRun run =
                new SyntheticRun().phase("warm", Kind.WARM_UP, 0, "open", 1.25).phase("short", 0, "open", 0.5);
        for (int i = 0; i < 100; i++) {
            run.chat("short", 1.25 + i * 0.004, 10);
        }
        return run;
    }

    @Test
    void cpu_ofAPhaseBetweenTwoReadings_isInterpolated() {
        SyntheticRun run = shortPhase();
        run.gauge("chat-1", Gauge.CPU, 1, 5).gauge("chat-1", Gauge.CPU, 2, 7);
        run.gauge("simulator", Gauge.CPU, 1, 5).gauge("simulator", Gauge.CPU, 2, 60);
        Measurements found = run.measurements();
        assertThat(found.value("cost.cpu_ms")).isCloseTo(10, within(EXACT));
        assertThat(found.value("cost.cpu_ms.chat-1")).isCloseTo(10, within(EXACT));
        assertThat(found.value("cost.bytes")).isEqualTo(1_000);
    }

    @Test
    void cpu_thatCannotBeTold_hasNoFigure() {
        SyntheticRun once = shortPhase().gauge("chat-1", Gauge.CPU, 1.5, 5);
        assertThat(once.measurements().find("cost.cpu_ms")).isEmpty();
        assertThat(once.measurements().find("cost.cpu_ms.chat-1")).isEmpty();
    }

    /** A sum without chat-2 would be too small. */
    @Test
    void cpu_ofAllParts_needsEachThatRan() {
        SyntheticRun run = shortPhase();
        run.gauge("chat-1", Gauge.CPU, 1, 5).gauge("chat-1", Gauge.CPU, 2, 7).gauge("chat-2", Gauge.CPU, 1.5, 7);
        assertThat(run.measurements().find("cost.cpu_ms")).isEmpty();
        assertThat(run.measurements().find("cost.cpu_ms.chat-1")).isPresent();
    }

    /** One answered at the second attempt, one left, one failed; and the warm-up, which nobody shares. */
    @Test
    void tokens_areAllThatTheProviderMade() {
        SyntheticRun run = shortPhase();
        run.samples.clear();
        run.provider.clear();
        run.chat("short", 1.3, 100).provider.removeLast();
        run.attempt("cut", 1_300, 0, 20, 4, 50).attempt("ok", 1_330, 0, 60, 10, 50);
        run.chat("short", 1.4, 100, Sample.CANCELLED).provider.removeLast();
        run.attempt("client-gone", 1_400, 0, 60, 7, 60);
        run.chat("short", 1.4, 100, "http-5xx").provider.removeLast();
        run.attempt("500", 1_400, 0, 60, 0, 70);
        run.chat("warm", 0, 100).provider.removeLast();
        run.attempt("ok", 0, 0, 60, 1_000, 1_000);
        Measurements found = run.measurements();
        assertThat(found.value("cost.tokens")).isEqualTo(4 + 10 + 7);
        assertThat(found.value("cost.dollars")).isCloseTo((160 * 0.15 + 21 * 0.6) / 1e6, within(1e-15));
    }

    /** As records were before they said how long the prompt was. */
    @Test
    void dollars_withoutPromptTokens_areByTheMessages_andSaySo() {
        CostMetrics costs = new CostMetrics(shortPhase().data());
        assertThat(costs.dollars().total()).isCloseTo((100 * 100 * 0.15 + 1_000 * 0.6) / 1e6, within(1e-15));
        assertThat(costs.dollars().source()).contains("users' messages");
    }

    @Test
    void tokens_ofAnotherProvider_areTheClients() {
        SyntheticRun run = shortPhase();
        run.provider.clear();
        assertThat(new CostMetrics(run.data()).tokensOut()).isEqualTo(new CostMetrics.Total("client", "tokens", 1_000));
    }
}
