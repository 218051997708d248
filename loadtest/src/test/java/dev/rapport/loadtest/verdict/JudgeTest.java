package dev.rapport.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.record.Sample;
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
    void words_worstFirst() {
        assertThat(Words.worst(List.of(Word.PASS, Word.INCONCLUSIVE, Word.FAIL)))
                .isEqualTo(Word.FAIL);
        assertThat(Words.worst(List.of(Word.FAIL, Word.INVALID))).isEqualTo(Word.INVALID);
        assertThat(Words.worst(List.of(Word.PASS, Word.INCONCLUSIVE))).isEqualTo(Word.INCONCLUSIVE);
        assertThat(Words.worst(List.of())).isEqualTo(Word.INVALID);
        assertThat(List.of(Word.values())).extracting(Words::exitCode).containsExactly(0, 1, 2, 3);
    }
}
