package dev.rapport.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private void recordMillis(int from, int to) {
        for (int i = from; i <= to; i++) {
            latencies.record(TimeUnit.MILLISECONDS.toNanos(i));
        }
    }

    @Test
    void quantiles_oneToAHundred_areTheirRanks() {
        recordMillis(1, 100);

        Quantiles quantiles = latencies.quantiles();

        assertThat(quantiles.count()).isEqualTo(100);
        assertThat((double) quantiles.p50Micros()).isCloseTo(50_000, within(50.0));
        assertThat((double) quantiles.p99Micros()).isCloseTo(99_000, within(99.0));
        assertThat((double) quantiles.maxMicros()).isCloseTo(100_000, within(100.0));
        assertThat(latencies.sumSeconds()).isCloseTo(5.05, within(0.005));
    }

    @Test
    void quantiles_nothingRecorded_areZero() {
        assertThat(latencies.quantiles()).isEqualTo(new Quantiles(0, 0, 0, 0, 0));
        assertThat(latencies.percentileWithFailures(50, 0)).isEmpty();
    }

    /** Ten failures of a hundred tries: the median moves up five ranks, and everything from p91 on is a failure. */
    @Test
    void percentileWithFailures_tenPercentFailed_countThemAsInfinite() {
        recordMillis(1, 90);

        assertThat((double) latencies.percentileWithFailures(50, 10).orElseThrow())
                .isCloseTo(50_000, within(50.0));
        assertThat(latencies.percentileWithFailures(90, 10)).isPresent();
        assertThat(latencies.percentileWithFailures(91, 10)).isEmpty();
    }

    @Test
    void record_negative_countsAsZero() {
        latencies.record(-5_000);

        assertThat(latencies.quantiles().maxMicros()).isZero();
    }
}
