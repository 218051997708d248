package dev.rapport.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Claims;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    /** So many chats of 100 ms, evenly over 100 s; the last ones fail, or take a second, both spread evenly. */
    private static SyntheticRun chats(int n, int failures, int slow) {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 100);
        for (int i = 0; i < n; i++) {
            boolean fails = failures > 0 && i % (n / failures) == 0 && i / (n / failures) < failures;
            boolean late = slow > 0 && i % (n / slow) == 0 && i / (n / slow) < slow;
            run.chat("steady", 100.0 * i / n, late ? 1_000 : 100, fails ? "timeout" : Sample.OK);
        }
        return run;
    }

    private static ClaimRow claim(SyntheticRun run) {
        return new Judge(run.measurements(), 7).claim(run.strict.getFirst());
    }

    @Test
    void success_enoughWithoutFailure_passes() {
        ClaimRow claim = claim(chats(2_995, 0, 0).min("chat.success", 0.999, "%", 0.95));
        assertThat(claim.word()).isEqualTo(Word.PASS);
        assertThat(claim.statement()).isEqualTo("0 of 2,995 failed: at least 99.90 % (95 %)");
    }

    @Test
    void success_oneTooFew_isInconclusiveAndSaysHowManyMore() {
        ClaimRow claim = claim(chats(2_994, 0, 0).min("chat.success", 0.999, "%", 0.95));
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(claim.needsMore()).isEqualTo(1);
    }

    @Test
    void success_manyFailures_fails() {
        assertThat(claim(chats(1_000, 50, 0).min("chat.success", 0.99, "%", 0.95))
                        .word())
                .isEqualTo(Word.FAIL);
    }

    @Test
    void success_ofHundredPercent_isACount() {
        assertThat(claim(chats(100, 0, 0).min("chat.success", 1, "%", 0.95)).word())
                .isEqualTo(Word.PASS);
        assertThat(claim(chats(100, 1, 0).min("chat.success", 1, "%", 0.95)).word())
                .isEqualTo(Word.FAIL);
    }

    @Test
    void success_allFailed_fails() {
        ClaimRow claim = claim(chats(500, 500, 0).min("chat.success", 0.5, "%", 0.95));
        assertThat(claim.word()).isEqualTo(Word.FAIL);
        assertThat(claim.value()).isZero();
    }

    @Test
    void success_clusteredFailures_countForFewerTries() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 1_000).min("chat.success", 0.98, "%", 0.95);
        for (int i = 0; i < 1_000; i++) {
            run.chat("steady", i + 0.5, 10, i >= 500 && i < 510 ? "timeout" : Sample.OK);
        }
        ClaimRow claim = claim(run);
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(claim.statement()).contains("failures cluster");
        /* The same failures one by one would do. */
        assertThat(claim(chats(1_000, 10, 0).min("chat.success", 0.98, "%", 0.95))
                        .word())
                .isEqualTo(Word.PASS);
    }

    @Test
    void quantile_farBelowLimit_passes() {
        ClaimRow claim = claim(chats(1_000, 0, 2).max("chat.e2e.p99", 330, "ms", 0.95));
        assertThat(claim.word()).isEqualTo(Word.PASS);
        assertThat(claim.value()).isEqualTo(100);
        assertThat(claim.statement()).startsWith("2 of 1,000 above 330 ms");
    }

    @Test
    void quantile_slowShareAboveLimit_fails() {
        assertThat(claim(chats(1_000, 0, 50).max("chat.e2e.p99", 330, "ms", 0.95))
                        .word())
                .isEqualTo(Word.FAIL);
    }

    @Test
    void quantile_closeToLimit_isInconclusive() {
        ClaimRow claim = claim(chats(1_000, 0, 8).max("chat.e2e.p99", 330, "ms", 0.95));
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(claim.needsMore()).isPositive();
    }

    @Test
    void quantile_tooFew_isInconclusiveAndSaysHowManyMore() {
        ClaimRow claim = claim(chats(298, 0, 0).max("chat.e2e.p99", 330, "ms", 0.95));
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(claim.needsMore()).isEqualTo(1);
        assertThat(claim.high()).isNull();
        assertThat(claim(chats(299, 0, 0).max("chat.e2e.p99", 330, "ms", 0.95)).word())
                .isEqualTo(Word.PASS);
    }

    @Test
    void quantile_onFailures_isInfiniteAndFails() {
        ClaimRow claim = claim(chats(1_000, 50, 0).max("chat.e2e.p99", 330, "ms", 0.95));
        assertThat(claim.word()).isEqualTo(Word.FAIL);
        assertThat(claim.value()).isNull();
    }

    @Test
    void quantile_allFailed_fails() {
        assertThat(claim(chats(500, 500, 0).max("chat.e2e.p50", 330, "ms", 0.95))
                        .word())
                .isEqualTo(Word.FAIL);
    }

    @Test
    void seedJudge_takesThePointEstimate() {
        assertThat(claim(chats(10, 0, 0).max("chat.e2e.p99", 330, "ms", 0)).word())
                .isEqualTo(Word.PASS);
        assertThat(claim(chats(10, 1, 0).max("chat.e2e.p99", 330, "ms", 0)).word())
                .isEqualTo(Word.FAIL);
    }

    @Test
    void mean_withinAndBeyond() {
        assertThat(claim(chats(1_000, 0, 0).max("chat.e2e.mean", 120, "ms", 0.95))
                        .word())
                .isEqualTo(Word.PASS);
        assertThat(claim(chats(1_000, 1, 0).max("chat.e2e.mean", 120, "ms", 0.95))
                        .word())
                .isNotEqualTo(Word.PASS);
    }

    @Test
    void unknownMetric_isInvalid() {
        ClaimRow claim = claim(chats(10, 0, 0).max("chat.nonsense", 1, "", 0));
        assertThat(claim.word()).isEqualTo(Word.INVALID);
        assertThat(claim.statement()).contains("chat.nonsense");
    }

    @Test
    void nothingMeasured_isInvalid() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10).max("chat.e2e.p99", 330, "ms", 0.95);
        assertThat(claim(run).word()).isEqualTo(Word.INVALID);
        assertThat(claim(run).statement()).isEqualTo("nothing was measured");
    }

    @Test
    void units_secondsOfMetricAgainstMillisecondsOfLimit() {
        SyntheticRun run = new SyntheticRun().phase("burst", 0, "burst", 1).chat("burst", 0, 900);
        assertThat(claim(run.max("bursts.drain.max", 1_000, "ms", 0.95)).word()).isEqualTo(Word.PASS);
        run.strict.clear();
        assertThat(claim(run.max("bursts.drain.max", 800, "ms", 0.95)).word()).isEqualTo(Word.FAIL);
    }

    @Test
    void gatesUnmet_makeJudgementsInvalidButKeepClaims() {
        SyntheticRun run = chats(1_000, 0, 0).max("chat.e2e.p99", 330, "ms", 0.95);
        Judgement judgement = judge(run, false, false);
        assertThat(judgement.word()).isEqualTo(Word.INVALID);
        assertThat(judgement.claims().getFirst().word()).isEqualTo(Word.PASS);
    }

    @Test
    void interrupted_provesNothingButContradicts() {
        assertThat(judge(chats(1_000, 0, 0).max("chat.e2e.p99", 330, "ms", 0.95), true, true)
                        .word())
                .isEqualTo(Word.INCONCLUSIVE);
        assertThat(judge(chats(1_000, 50, 0).max("chat.e2e.p99", 330, "ms", 0.95), true, true)
                        .word())
                .isEqualTo(Word.FAIL);
    }

    private static Judgement judge(SyntheticRun run, boolean valid, boolean interrupted) {
        return new Judge(run.measurements(), 7)
                .judge(new Limits(List.of(), List.of(), run.strict), valid, interrupted)
                .getFirst();
    }

    @Test
    void mean_ofOneBlock_isAsWideAsIndependentValuesAllow() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10).max("chat.e2e.mean", 155, "ms", 0.95);
        for (int i = 0; i < 100; i++) {
            run.chat("steady", i / 10.0, i % 2 == 0 ? 100 : 200);
        }
        ClaimRow claim = claim(run);
        assertThat(claim.value()).isEqualTo(150);
        /* s is 50.25, so its standard error is 5.025, and t of 99 degrees of freedom is 1.6604. */
        assertThat(claim.low()).isCloseTo(150 - 8.344, within(0.001));
        assertThat(claim.high()).isCloseTo(150 + 8.344, within(0.001));
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(claim.statement()).contains("from 1 block of 10 s only");
    }

    @Test
    void mean_ofOneValueAndOfFailures_isUnboundedAndInfinite() {
        ClaimRow one = claim(chats(1, 0, 0).max("chat.e2e.mean", 120, "ms", 0.95));
        assertThat(one.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(one.low()).isNull();
        ClaimRow failing = claim(chats(100, 50, 0).max("chat.e2e.mean", 120, "ms", 0.95));
        assertThat(failing.word()).isEqualTo(Word.FAIL);
        assertThat(failing.value()).isNull();
    }

    /** So many a second for a minute; each other six seconds as many more as the ones between have less. */
    private static SyntheticRun paced(int perSecond, int swing) {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "closed", 60);
        for (int second = 0; second < 60; second++) {
            int count = perSecond + (second / 6 % 2 == 0 ? swing : -swing);
            for (int i = 0; i < count; i++) {
                run.chat("steady", second + 0.9 * i / count, 50);
            }
        }
        return run;
    }

    @Test
    void throughput_withConfidence_isJudgedByItsInterval() {
        ClaimRow close = claim(paced(20, 0).min("chat.throughput", 19.5, "/s", 0.95));
        assertThat(close.value()).isEqualTo(20);
        assertThat(close.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(close.confidence()).isEqualTo(0.95);
        /* 1,200 events of Poisson's: about 1.645 times the root of 1,200 below and above, by 60 s. */
        assertThat(close.low()).isCloseTo(20 - 1.645 * Math.sqrt(1_200) / 60, within(0.03));
        assertThat(close.high()).isCloseTo(20 + 1.645 * Math.sqrt(1_200) / 60, within(0.03));
        assertThat(claim(paced(20, 0).min("chat.throughput", 18, "/s", 0.95)).word())
                .isEqualTo(Word.PASS);
        assertThat(claim(paced(20, 0).min("chat.throughput", 22, "/s", 0.95)).word())
                .isEqualTo(Word.FAIL);
        assertThat(claim(paced(20, 0).min("chat.throughput", 19.5, "/s", 0)).word())
                .isEqualTo(Word.PASS);
    }

    @Test
    void throughput_thatSwings_isLessSure() {
        ClaimRow claim = claim(paced(20, 10).min("all.throughput", 18, "/s", 0.95));
        assertThat(claim.word()).isEqualTo(Word.INCONCLUSIVE);
        /* Blocks of 6 s of 180 and 60: s is 63.2 and its root-of-ten fold by 60 s is 3.33; t of 9 is 1.833. */
        assertThat(claim.low()).isCloseTo(20 - 1.833 * 3.333, within(0.01));
    }

    @Test
    void throughput_ofNothingButFailures_failsAndOfNothingIsInvalid() {
        assertThat(claim(chats(100, 100, 0).min("chat.throughput", 1, "/s", 0.95))
                        .word())
                .isEqualTo(Word.FAIL);
        assertThat(claim(chats(0, 0, 0).min("chat.throughput", 1, "/s", 0.95)).word())
                .isEqualTo(Word.INVALID);
    }

    @Test
    void exactFigure_withConfidence_saysThatItIsJudgedAsItIs() {
        assertThat(claim(chats(10, 0, 0).max("chat.integrity.violations", 0, "", 0.95))
                        .statement())
                .endsWith("judged as it is, as no interval applies");
    }

    @Test
    void refusals_ofWhichThereWereNone_passEitherWay() {
        for (double confidence : new double[] {0, 0.95}) {
            ClaimRow count = claim(chats(10, 0, 0).max("chat.refused_without_retry_after", 0, "", confidence));
            assertThat(count.word()).isEqualTo(Word.PASS);
            assertThat(count.value()).isZero();
            assertThat(count.statement()).isEqualTo("there were no refusals");
            ClaimRow fast = claim(chats(10, 0, 0).max("chat.refused_fast.p99", 250, "ms", confidence));
            assertThat(fast.word()).isEqualTo(Word.PASS);
            assertThat(fast.value()).isNull();
            assertThat(fast.statement()).isEqualTo("there were no refusals");
        }
    }

    @Test
    void refusals_ofARunWithoutChats_areInvalid() {
        assertThat(claim(chats(0, 0, 0).max("chat.refused_without_retry_after", 0, "", 0))
                        .word())
                .isEqualTo(Word.INVALID);
        assertThat(claim(chats(0, 0, 0).max("chat.refused_fast.p99", 250, "ms", 0))
                        .word())
                .isEqualTo(Word.INVALID);
        SyntheticRun unrecorded = chats(10, 0, 0).max("chat.overhead.p99", 250, "ms", 0);
        unrecorded.provider.clear();
        assertThat(claim(unrecorded).word())
                .as("provider records that are missing")
                .isEqualTo(Word.INVALID);
        assertThat(claim(chats(10, 10, 0).max("chat.overhead.p99", 250, "ms", 0))
                        .word())
                .as("failures, which are endless")
                .isEqualTo(Word.FAIL);
    }

    @Test
    void signIns_allInTheWarmUp_areJudgedAll() {
        SyntheticRun run = new SyntheticRun()
                .phase("warm", Kind.WARM_UP, 0, "open", 10)
                .phase("steady", 0, "open", 10)
                .chat("steady", 12, 10)
                .chat("warm", 1, 10)
                .min("session.success", 0.9, "%", 0);
        assertThat(claim(run).word()).as("nobody signed in").isEqualTo(Word.INVALID);
        Sample of = run.samples.getLast();
        run.replaceLast(new Sample(
                of.number(),
                of.phase(),
                Sample.Operation.SESSION,
                of.user(),
                of.nonce(),
                of.plannedNanos(),
                of.times(),
                of.answer(),
                of.outcome(),
                of.detail(),
                of.status(),
                of.retryAfterSeconds(),
                1,
                1,
                of.server()));
        assertThat(claim(run).word()).isEqualTo(Word.PASS);
        assertThat(claim(run).statement()).isEqualTo("0 of 1 failed in the whole run, none of them measured");
    }

    /** An hour's readings of the heap, growing by so many percent an hour, and by as much up and down. */
    private static SyntheticRun heap(SyntheticRun run, String part, double percent, double noisePercent) {
        for (int i = 0; i < 3_600; i += 60) {
            double noise = noisePercent * Math.sin(12.9898 * i * i);
            run.gauge(part, Gauge.HEAP_AFTER_GC, i, 1e8 * (1 + percent / 100 * i / 3_600 + noise / 100));
        }
        return run;
    }

    private static SyntheticRun hour() {
        return new SyntheticRun().phase("steady", 0, "open", 3_600);
    }

    @Test
    void leak_pointEstimate_isTheSlopeAndNotItsBound() {
        SyntheticRun run = heap(hour(), "chat-1", 0, 5).max("leak.heap", 1, "%/h", 0);
        ClaimRow seed = claim(run);
        ClaimRow strict = claim(heap(hour(), "chat-1", 0, 5).max("leak.heap", 1, "%/h", 0.99));
        assertThat(seed.value()).isEqualTo(strict.value()).isBetween(-1.0, 1.0);
        assertThat(strict.high()).isGreaterThan(1);
        assertThat(seed.word()).isEqualTo(Word.PASS);
        assertThat(strict.word()).isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void leak_ofOnePart_isNotHiddenByTheNoiseOfAnother() {
        SyntheticRun run = heap(hour(), "noisy", 0, 40).max("leak.heap", 1, "%/h", 0.99);
        ClaimRow noisy = claim(run);
        heap(run, "leaking", 3, 0.05);
        heap(run, "calm", 0, 0.05);
        ClaimRow claim = claim(run);
        assertThat(noisy.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(noisy.high()).isGreaterThan(6);
        assertThat(claim.word()).isEqualTo(Word.FAIL);
        assertThat(claim.value()).isCloseTo(3, within(0.2));
        assertThat(claim.statement())
                .startsWith("the worst of 3 parts: leaking grows by ")
                .contains("MB/h", "%/h", "noisy grows by ", "calm grows by ")
                .containsOnlyOnce("could have told");
        SyntheticRun calm = heap(hour(), "calm", 0, 0.05).max("leak.heap", 1, "%/h", 0.99);
        assertThat(claim(calm).word()).isEqualTo(Word.PASS);
    }

    @Test
    void provenFailure_winsOverAClaimThatCouldNotBeJudged_butNotOverAGate() {
        SyntheticRun run =
                chats(500, 500, 0).min("chat.success", 0.99, "%", 0.95).max("chat.nonsense", 1, "", 0);
        assertThat(judge(run, true, false).word()).isEqualTo(Word.FAIL);
        assertThat(judge(run, false, false).word()).isEqualTo(Word.INVALID);
        assertThat(Claims.alone(judge(run, false, false).claims())).isEqualTo(Word.FAIL);
    }

    @Test
    void words_worstFirst() {
        assertThat(Words.worst(List.of(Word.PASS, Word.INCONCLUSIVE, Word.FAIL)))
                .isEqualTo(Word.FAIL);
        assertThat(Words.worst(List.of(Word.INVALID, Word.FAIL))).isEqualTo(Word.FAIL);
        assertThat(Words.worst(List.of(Word.INCONCLUSIVE, Word.INVALID))).isEqualTo(Word.INVALID);
        assertThat(Words.worst(List.of(Word.PASS, Word.INCONCLUSIVE))).isEqualTo(Word.INCONCLUSIVE);
        assertThat(Words.worst(List.of())).isEqualTo(Word.INVALID);
        assertThat(List.of(Word.values())).extracting(Words::exitCode).containsExactly(0, 1, 2, 3);
    }
}
