package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.record.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On made-up samples: what is asked of a harness is exactly what is judged. */
class CalibrationTest {
    private static final long MILLI = 1_000_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A run of 10 s at 40 a second in which everything was late by this, and the first {@code failed} failed. */
    private static List<Sample> samples(long lateNanos, int failed) {
        List<Sample> planned = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            planned.add(sample(i, 0, 0, ""));
        }
        Truth truth = Truth.ofSamples(KnownTiming.STALLING, START, planned, 0);
        List<Sample> measured = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            measured.add(sample(
                    i,
                    (long) truth.ttftNanos(i) + lateNanos,
                    (long) truth.e2eNanos(i) + lateNanos,
                    i < failed ? FailureClass.TRUNCATED_CLEAN.word() : Sample.OK));
        }
        return measured;
    }

    private static Sample sample(int number, long firstToken, long done, String outcome) {
        return sample(number, firstToken, done, outcome, 0);
    }

    private static Sample sample(int number, long firstToken, long done, String outcome, long sent) {
        return new Sample(
                number,
                "open",
                Sample.Operation.CHAT,
                0,
                "n" + number,
                number * 25L * MILLI,
                new Sample.Times(0, sent, firstToken, firstToken, done, done, done),
                Sample.Answer.NONE,
                outcome,
                "",
                200,
                -1,
                0,
                0,
                Sample.Server.SILENT);
    }

    private static CalibrationResult compare(List<Sample> samples) {
        return Calibration.compare(samples, Truth.ofSamples(KnownTiming.STALLING, START, samples, 0));
    }

    @Test
    void compare_exact_passesWithoutError() {
        CalibrationResult result = compare(samples(0, 0));

        assertThat(result.passed()).as(result.toText()).isTrue();
        assertThat(result.errorP99()).isZero();
        assertThat(result.rows()).hasSize(8);
    }

    @Test
    void compare_twoMillisOff_isStillTolerated() {
        assertThat(compare(samples(2 * MILLI, 0)).passed()).isTrue();
    }

    @Test
    void compare_threeMillisOff_failsWhereTwoPercentAreLess() {
        CalibrationResult result = compare(samples(3 * MILLI, 0));

        assertThat(result.passed()).isFalse();
        assertThat(result.rows())
                .filteredOn(row -> !row.within())
                .map(row -> row.metric() + row.quantile())
                .containsExactly("TTFT0.5", "E2E0.5");
    }

    /** No latency may get better by failing. */
    @Test
    void compare_aFailure_failsAndCountsAsInfinitelyLate() {
        assertThat(compare(samples(0, 1)).passed()).isFalse();
        assertThat(compare(samples(0, 40)).rows()).anyMatch(row -> row.measured() == Double.POSITIVE_INFINITY);
    }

    @Test
    void compare_otherSamplesThanArrivals_isRefused() {
        List<Sample> samples = samples(0, 0);
        Truth truth = Truth.ofSamples(KnownTiming.STALLING, START, samples, 0);

        assertThatThrownBy(() -> Calibration.compare(samples.subList(1, 400), truth))
                .hasMessage("samples: 399 (expected: 400, as many as arrivals, at least 1)");
    }

    /** The mutation: one place, so that nearly every request is sent late; from the send, nobody waited. */
    @Test
    void compare_countedFromTheSend_fails() {
        KnownTiming steady = new KnownTiming(KnownTiming.STEADY, Stalls.NONE);
        List<Sample> planned = samples(0, 0);
        Truth truth = Truth.ofSamples(steady, START, planned, 1);
        List<Sample> measured = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            long ttft = (long) truth.ttftNanos(i);
            long e2e = (long) truth.e2eNanos(i);
            measured.add(sample(i, ttft, e2e, Sample.OK, e2e - 145 * MILLI));
        }

        assertThat(Calibration.compare(measured, truth).passed()).isTrue();
        assertThat(Calibration.compare(measured, truth, MeasuredFrom.SEND, Tolerance.ASKED)
                        .passed())
                .isFalse();
    }
}
