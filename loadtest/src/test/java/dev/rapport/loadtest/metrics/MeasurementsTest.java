package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.profile.Profile.Good;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
    private static final double EXACT = 1e-9;

    /** A hundred chats of 1 to 100 ms, one each tenth of a second. */
    private static SyntheticRun hundred() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10);
        for (int i = 1; i <= 100; i++) {
            run.chat("steady", i / 10.0 - 0.05, i);
        }
        return run;
    }

    @Test
    void latencies_ofKnownValues_areNearestRanks() {
        Measurements run = hundred().measurements();
        assertThat(run.value("chat.e2e.p50")).isEqualTo(50);
        assertThat(run.value("chat.e2e.p99")).isEqualTo(99);
        assertThat(run.value("chat.e2e.p999")).isEqualTo(100);
        assertThat(run.value("chat.e2e.max")).isEqualTo(100);
        assertThat(run.value("chat.e2e.mean")).isEqualTo(50.5);
        assertThat(run.value("chat.ttft.p50")).isEqualTo(25);
        assertThat(run.value("chat.ttfh.p50")).isEqualTo(12.5);
        assertThat(run.value("chat.dispatch.p99")).isEqualTo(1);
        assertThat(run.value("chat.provider.p50")).isEqualTo(40);
        assertThat(run.value("chat.overhead.p50")).isCloseTo(10, within(EXACT));
        assertThat(run.value("chat.tpot.p50")).isCloseTo(25.0 / 9, within(EXACT));
        assertThat(run.find("chat.itl.p50").orElseThrow().n()).isEqualTo(900);
        assertThat(run.value("chat@steady.e2e.p50")).isEqualTo(50);
    }

    @Test
    void latencies_withFailures_countThemAsWithoutEnd() {
        Measurements run = hundred().chat("steady", 9.99, 5, "http-5xx").measurements();
        assertThat(run.value("chat.e2e.p99")).isEqualTo(100);
        assertThat(run.value("chat.e2e.max")).isInfinite();
        assertThat(run.value("chat.ttft.max")).isInfinite();
        assertThat(run.value("chat.overhead.p99")).isCloseTo(20, within(EXACT));
        assertThat(run.value("chat.overhead.max")).isInfinite();
        assertThat(run.value("chat.overhead.ok_max")).isFinite();
    }

    @Test
    void latencies_ofAllOperationsTogether_doNotExist() {
        assertThat(hundred().measurements().find("all.e2e.p50")).isEmpty();
        assertThat(hundred().measurements().find("chat@nowhere.e2e.p50")).isEmpty();
        assertThat(hundred().measurements().find("nonsense")).isEmpty();
    }

    @Test
    void success_andRates_ofKnownCounts() {
        SyntheticRun synthetic = hundred().chat("steady", 5, 20, "timeout").chat("steady", 5, 20, Sample.CANCELLED);
        synthetic.good = new Good(Duration.ofMillis(20), Duration.ZERO, Duration.ZERO);
        Measurements run = synthetic.measurements();
        assertThat(run.value("chat.success")).isCloseTo(100 / 101.0, within(EXACT));
        assertThat(run.find("chat.success").orElseThrow().n()).isEqualTo(101);
        assertThat(run.value("chat.count")).isEqualTo(100);
        assertThat(run.value("all.started")).isEqualTo(102);
        /* The last one settles 50 ms after the phase's end, so it is no work of the phase. */
        assertThat(run.value("chat.throughput")).isCloseTo(9.9, within(EXACT));
        /* TTFT is half of E2E, so the forty fastest are good. */
        assertThat(run.value("chat.goodput_ratio")).isCloseTo(40 / 101.0, within(EXACT));
        assertThat(run.value("chat.goodput")).isCloseTo(4, within(EXACT));
        assertThat(run.value("blocks.success")).isZero();
    }

    @Test
    void warmUp_isLeftOut() {
        SyntheticRun synthetic = new SyntheticRun()
                .phase("warm", Kind.WARM_UP, 0, "open", 10)
                .phase("steady", 0, "open", 10)
                .chat("warm", 1, 900)
                .chat("steady", 11, 10);
        assertThat(synthetic.measurements().value("chat.e2e.max")).isEqualTo(10);
        assertThat(synthetic.measurements().value("chat@warm.e2e.max")).isEqualTo(900);
    }

    @Test
    void designEffect_ofClusteredFailures_isLarge() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 1_000);
        for (int i = 0; i < 1_000; i++) {
            run.chat("steady", i + 0.5, 10, i >= 500 && i < 510 ? "timeout" : Sample.OK);
        }
        assertThat(run.measurements().value("chat.design_effect")).isGreaterThan(5);
        assertThat(run.measurements().value("blocks.success")).isCloseTo(0.99, within(EXACT));
    }

    @Test
    void refusals_withAndWithoutRetryAfter() {
        SyntheticRun run = hundred();
        run.chat("steady", 5, 40, "http-429");
        Sample last = run.samples.getLast();
        run.replaceLast(refused(last, 429, 2));
        run.chat("steady", 5, 40, "http-5xx");
        run.replaceLast(refused(run.samples.getLast(), 503, -1));
        assertThat(run.measurements().value("chat.refused_fast.p99")).isEqualTo(40);
        assertThat(run.measurements().value("chat.refused_without_retry_after")).isEqualTo(1);
    }

    /** Refused well, refused without a time, refused late, torn, left, and answered. */
    private static SyntheticRun refusals() {
        SyntheticRun run = new SyntheticRun().phase("burst", 0, "burst", 10);
        run.chat("burst", 0, 240, "http-429").replaceLast(refused(run.samples.getLast(), 429, 1));
        run.chat("burst", 0, 240, "http-5xx").replaceLast(refused(run.samples.getLast(), 503, 0));
        run.chat("burst", 0, 240, "http-5xx").replaceLast(refused(run.samples.getLast(), 503, -1));
        run.chat("burst", 0, 260, "http-429").replaceLast(refused(run.samples.getLast(), 429, 1));
        run.chat("burst", 0, 10, "http-5xx").replaceLast(refused(run.samples.getLast(), 502, 1));
        run.chat("burst", 0, 10, "truncated-clean");
        run.chat("burst", 0, 10, Sample.CANCELLED);
        return run.chat("burst", 0, 10);
    }

    @Test
    void failedOtherwise_isWhatWasNeitherAnsweredNorRefusedWell() {
        Metric otherwise =
                refusals().measurements().find("chat.failed_otherwise").orElseThrow();
        assertThat(otherwise.value()).isEqualTo(4);
        assertThat(otherwise.n()).isEqualTo(8);
        assertThat(refusals().measurements().value("chat@burst.failed_otherwise"))
                .isEqualTo(4);
    }

    @Test
    void failedOtherwise_goesByTheProfilesOwnDeadline() {
        SyntheticRun patient = refusals().max("chat.refused_fast.p99", 300, "ms", 0);
        SyntheticRun strict = refusals().max("chat.refused_fast.p99", 100, "ms", 0);
        assertThat(patient.measurements().value("chat.failed_otherwise")).isEqualTo(3);
        assertThat(strict.measurements().value("chat.failed_otherwise")).isEqualTo(6);
    }

    private static Sample refused(Sample of, int status, double retryAfter) {
        return new Sample(
                of.number(),
                of.phase(),
                of.operation(),
                of.user(),
                of.nonce(),
                of.plannedNanos(),
                of.times(),
                of.answer(),
                of.outcome(),
                of.detail(),
                status,
                retryAfter,
                1,
                1,
                of.server());
    }

    @Test
    void integrity_countsEachKind() {
        SyntheticRun run = hundred().chat("steady", 0, 5, 10, "integrity", new Integrity(0, 2, 1, 3, 0, 0, true));
        Measurements found = run.measurements();
        assertThat(found.value("chat.integrity.violations")).isEqualTo(7);
        assertThat(found.value("chat.integrity.duplicate")).isEqualTo(2);
        assertThat(found.value("chat.integrity.foreign")).isEqualTo(3);
        assertThat(found.value("chat.integrity.answers")).isEqualTo(1);
        assertThat(found.value("chat.tokens")).isEqualTo(1_000);
        assertThat(found.value("chat.tokens.difference")).isZero();
    }

    @Test
    void integrity_ofTruncatedAnswer_leavesMissingToItsClass() {
        Measurements found = hundred()
                .chat("steady", 0, 5, 10, "truncated", new Integrity(6, 0, 0, 0, 0, 0, false))
                .measurements();
        assertThat(found.value("chat.integrity.violations")).isZero();
    }

    /** Nothing of the plan came, but two tokens of somebody else's. */
    @Test
    void integrity_ofForeignTokensAlone_isNotNothing() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10);
        run.chat("steady", 0, 5, 10, "in-band-error", new Integrity(0, 0, 0, 2, 0, 0, false));
        Metric violations = run.measurements().find("chat.integrity.violations").orElseThrow();
        assertThat(violations.value()).isEqualTo(2);
        assertThat(violations.n()).isPositive();
    }

    @Test
    void streaming_ofSyntheticAnswers() {
        Measurements run = hundred().measurements();
        assertThat(run.value("chat.stream_ratio")).isCloseTo(0.5, within(EXACT));
        assertThat(run.value("chat.stream_ratio_of_provider")).isCloseTo(0.5, within(EXACT));
        assertThat(run.value("chat.coalescing")).isEqualTo(2);
        assertThat(run.value("chat.zero_gaps")).isZero();
    }

    @Test
    void cancel_untilTheProviderSaw() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10).chat("steady", 1, 100, Sample.CANCELLED);
        /* The client left after 100 ms; the provider wrote until 600 ms. */
        run.provider.clear();
        run.provider.add(new ProviderRecord(
                "n0", "m", true, 200, SyntheticRun.START.toEpochMilli() + 1_000, 10, 600, 25, "client-gone"));
        assertThat(run.measurements().value("chat.cancel.stop.p99")).isCloseTo(0.5, within(EXACT));
        assertThat(run.measurements().value("chat.cancel.tokens_wasted")).isEqualTo(25);
        assertThat(run.measurements().value("chat.success")).isNaN();
    }

    @Test
    void provider_postsAndConformance() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "burst", 10);
        run.requestsPerMinute = 60;
        for (int i = 0; i < 62; i++) {
            run.chat("steady", 0, 10);
        }
        run.providerCounts.put("posts", 64L);
        run.providerCounts.put("in_flight_peak", 5L);
        Measurements found = run.measurements();
        assertThat(found.value("provider.conformance_violations")).isEqualTo(2);
        assertThat(found.value("provider.posts_difference")).isEqualTo(2);
        assertThat(found.value("provider.in_flight_peak")).isEqualTo(5);
        assertThat(found.value("provider.rejected")).isZero();
    }

    @Test
    void streams_ofUnequalUsers() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "closed", 10);
        run.chat("steady", 0, 1, 100, Sample.OK, Integrity.INTACT);
        run.chat("steady", 1, 1, 300, Sample.OK, Integrity.INTACT);
        assertThat(run.measurements().value("streams.jain")).isCloseTo(400.0 * 400 / (2 * 100_000), within(EXACT));
        assertThat(run.measurements().value("streams.slowest_over_fastest")).isCloseTo(3, within(EXACT));
    }

    @Test
    void overhead_ofAnotherProvider_isUnknown() {
        SyntheticRun run = hundred().chat("steady", 9.99, 5, "http-5xx");
        run.provider.clear();
        assertThat(run.measurements().find("chat.overhead.p50").orElseThrow().n())
                .isZero();
    }

    @Test
    void trend_ofRisingLatency_isSignificant() {
        SyntheticRun rising = new SyntheticRun().phase("steady", 0, "open", 120);
        SyntheticRun flat = new SyntheticRun().phase("steady", 0, "open", 120);
        for (int i = 0; i < 240; i++) {
            rising.chat("steady", i / 2.0, 100 + i);
            flat.chat("steady", i / 2.0, i % 40 < 20 ? 100 : 110);
        }
        assertThat(rising.measurements().value("trend.p50")).isLessThan(0.001);
        assertThat(flat.measurements().value("trend.p50")).isGreaterThan(0.05);
        assertThat(flat.measurements().value("trend.cv")).isLessThan(0.06);
        assertThat(rising.measurements().value("trend.cv")).isGreaterThan(0.2);
    }

    @Test
    void recovery_ofKnownSpike() {
        SyntheticRun run = new SyntheticRun()
                .phase("base", 10, "closed", 20)
                .phase("spike", 50, "closed", 20)
                .phase("after", Kind.RECOVERY, 10, "closed", 30);
        for (int i = 0; i < 700; i++) {
            double at = i / 10.0;
            String phase = at < 20 ? "base" : at < 40 ? "spike" : "after";
            run.chat(phase, at, at >= 20 && at < 47 ? 500 : 100);
        }
        Measurements found = run.measurements();
        assertThat(found.value("recovery.p95")).isEqualTo(7);
        assertThat(found.value("recovery.success")).isZero();
        assertThat(found.find("recovery.heap")).isEmpty();
    }

    @Test
    void scaling_ofLinearLevels() {
        SyntheticRun run = new SyntheticRun();
        double at = 0;
        for (int level : List.of(1, 2, 4, 8)) {
            run.phase("users-" + level, level, "closed", 10);
            for (int i = 0; i < level * 100; i++) {
                run.chat("users-" + level, at + i * 9.9 / (level * 100), 10);
            }
            at += 10;
        }
        Measurements found = run.measurements();
        assertThat(found.value("scaling.sigma")).isCloseTo(0, within(0.01));
        assertThat(found.value("scaling.efficiency@8")).isCloseTo(1, within(EXACT));
        assertThat(found.value("search.knee")).isEqualTo(8);
        assertThat(found.find("search.knee").orElseThrow()).isInstanceOf(Metric.Bounded.class);
    }

    @Test
    void leak_ofGrowingHeap_isFoundAndOfFlatHeapNot() {
        SyntheticRun leaking = new SyntheticRun().phase("steady", 0, "open", 600);
        SyntheticRun flat = new SyntheticRun().phase("steady", 0, "open", 600);
        for (int i = 0; i < 600; i += 10) {
            double noise = i % 20 == 0 ? 1e4 : -1e4;
            leaking.gauge("chat-1", Gauge.HEAP_AFTER_GC, i, 1e8 + i * 1e5 + noise);
            flat.gauge("chat-1", Gauge.HEAP_AFTER_GC, i, 1e8 + noise);
        }
        /* 0.1 MB/s is 360 MB/h. */
        assertThat(leaking.measurements().value("leak.heap.absolute")).isCloseTo(360, within(5.0));
        assertThat(leaking.measurements().value("leak.heap")).isGreaterThan(100);
        assertThat(flat.measurements().value("leak.heap")).isLessThan(1);
        assertThat(new Leaks(leaking.data()).all().getFirst().leak().word()).isEqualTo("LEAK");
        assertThat(new Leaks(flat.data()).all().getFirst().leak().word()).isEqualTo("NO LEAK");
    }

    @Test
    void leak_saysWhatUsersMemoriesTook_andIsJudgedWithThem() {
        SyntheticRun learning = new SyntheticRun().phase("steady", 0, "open", 600);
        for (int i = 0; i < 600; i += 10) {
            learning.gauge("chat-1", Gauge.HEAP_AFTER_GC, i, 1e8 + i * 1e5);
            learning.gauge("chat-1", Gauge.MEMORY_CACHE, i, 1e6 + i * 1e5);
        }
        Leaks.Result heap = new Leaks(learning.data()).all().getFirst();
        assertThat(heap.leak().word()).isEqualTo("LEAK");
        assertThat(heap.memoriesGrown()).isCloseTo((heap.toHours() - heap.fromHours()) * 360, within(1.1));
        assertThat(learning.measurements().find("leak.heap"))
                .get()
                .asInstanceOf(type(Metric.EachPart.class))
                .extracting(each -> each.parts().getFirst().statement(), STRING)
                .contains("users' memories, as the service estimates them, grew by");
    }

    @Test
    void system_ofCounters() {
        SyntheticRun run = hundred();
        /* Restarted: the counter of stalls begins anew. */
        run.gauge("chat-1", Gauge.LOOP_BLOCKED, 0, 3).gauge("chat-1", Gauge.LOOP_BLOCKED, 5, 2);
        run.gauge("chat-1", Gauge.RESTARTS, 0, 0).gauge("chat-1", Gauge.RESTARTS, 5, 1);
        Measurements found = run.measurements();
        assertThat(found.value("system.loops_blocked")).isEqualTo(2);
        assertThat(found.value("system.restarts")).isEqualTo(1);
        assertThat(hundred().measurements().find("system.restarts")).isEmpty();
    }
}
