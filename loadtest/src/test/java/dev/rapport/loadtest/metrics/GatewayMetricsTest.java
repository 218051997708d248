package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.analyse.Analysis;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Answer;
import dev.rapport.loadtest.record.Sample.Times;
import dev.rapport.loadtest.report.AnswerRow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway promises, of runs that are made up. */
class GatewayMetricsTest {
    private static final double EXACT = 1e-9;
    private static final long MILLI = 1_000_000;
    private static final long START_MILLIS = SyntheticRun.START.toEpochMilli();

    private static Sample with(Sample of, int status, double retryAfter, Answer answer, Times times) {
        return with(of, status, retryAfter, answer, times, of.server());
    }

    private static Sample with(
            Sample of, int status, double retryAfter, Answer answer, Times times, Sample.Server server) {
        return new Sample(
                of.number(),
                of.phase(),
                of.operation(),
                of.user(),
                of.nonce(),
                of.plannedNanos(),
                times,
                answer,
                of.outcome(),
                of.detail(),
                status,
                retryAfter,
                0,
                0,
                server);
    }

    private static void last(SyntheticRun run, int status, double retryAfter, int queued, int replaced) {
        Sample last = run.samples.getLast();
        Answer a = last.answer();
        Answer answer = new Answer(
                a.tokensPlanned(),
                a.tokens(),
                a.usageTokens(),
                a.events(),
                a.reads(),
                a.gapsMicros(),
                a.integrity(),
                0,
                0,
                a.provider(),
                queued,
                replaced);
        run.replaceLast(with(last, status, retryAfter, answer, last.times()));
    }

    /** Two model answers, one of them taken over; a local one, two 429, a 503, a torn one; and one that was left. */
    private static SyntheticRun endings() {
        SyntheticRun run =
                new SyntheticRun().phase("rest", Kind.REST, 0, "none", 1).phase("burst", 0, "burst", 10);
        run.chat("burst", 1, 10);
        run.chat("burst", 1, 10);
        last(run, 200, -1, 1, 1);
        run.chat("burst", 1, 10, "local-answer");
        last(run, 200, -1, 0, 0);
        run.chat("burst", 1, 10, "http-429");
        last(run, 429, 3, 0, 0);
        run.chat("burst", 1, 10, "http-429");
        last(run, 429, -1, 0, 0);
        run.chat("burst", 1, 10, "http-5xx");
        last(run, 503, 1, 0, 0);
        run.chat("burst", 1, 10, "truncated-clean");
        return run.chat("burst", 1, 10, Sample.CANCELLED);
    }

    @Test
    void answers_addUpToAllThatWereNotLeft() {
        Measurements found = endings().measurements();
        assertThat(found.value("answers.model")).isEqualTo(2);
        assertThat(found.value("answers.local")).isEqualTo(1);
        assertThat(found.value("answers.limited")).isEqualTo(2);
        assertThat(found.value("answers.refused_503")).isEqualTo(1);
        assertThat(found.value("answers@burst.other")).isEqualTo(1);
        assertThat(found.value("answers.replaced")).isEqualTo(1);
        assertThat(found.value("answers.queued")).isEqualTo(1);
        assertThat(found.value("answers.model_share")).isCloseTo(2 / 7.0, within(EXACT));
        assertThat(found.find("answers.model").orElseThrow().n()).isEqualTo(7);
        assertThat(found.value("chat.retry_after.missing")).isEqualTo(1);
    }

    @Test
    void report_saysHowChatsEnded() {
        SyntheticRun run = endings();
        assertThat(Analysis.of(run.info(), run.samples, run.gauges, run.provider, run.profile())
                        .answers())
                .containsExactly(new AnswerRow("burst", 7, 2, 1, 2, 1, 1, 1));
    }

    /** Sent each 10 ms, served each 100 ms in the order that {@code turn} says; each was told its place. */
    private static SyntheticRun line(int... turn) {
        return line(0L, turn);
    }

    /** @param laterMillis by how much more each one comes to the service later than it was sent, than the one after it */
    private static SyntheticRun line(long laterMillis, int... turn) {
        SyntheticRun run = new SyntheticRun().phase("line", 0, "burst", 60);
        for (int i = 0; i < turn.length; i++) {
            run.chat("line", i / 100.0, 1_000);
            last(run, 200, -1, 1, 0);
            Sample sample = run.samples.getLast();
            long first = 1_000 * MILLI + 100 * MILLI * turn[i] - sample.plannedNanos();
            double total = (double) first / MILLI - laterMillis * (turn.length - i);
            Sample.Server server = new Sample.Server("", "1", Map.of("total", total));
            Times times = new Times(0, 0, first, first, first, first, first);
            run.replaceLast(with(sample, 200, -1, sample.answer(), times, server));
        }
        return run;
    }

    @Test
    void order_servedAsTheyCame_isPerfect() {
        Measurements found = line(0, 1, 2, 3, 4).measurements();
        assertThat(found.value("queue.order.spearman")).isEqualTo(1);
        assertThat(found.value("queue.displaced.max")).isZero();
    }

    @Test
    void order_cameInAnotherOrderThanSent_isThatOfComing() {
        assertThat(line(20L, 4, 3, 2, 1, 0).measurements().value("queue.order.spearman"))
                .isEqualTo(1);
    }

    @Test
    void order_reversed_isMinusOne() {
        assertThat(line(4, 3, 2, 1, 0).measurements().value("queue@line.order.spearman"))
                .isEqualTo(-1);
    }

    /** d is 4, 1, 1, 1, 1: 1 - 6 * 20 / (5 * 24) = 0. */
    @Test
    void order_firstServedLast_isDisplacedByFour() {
        Measurements found = line(4, 0, 1, 2, 3).measurements();
        assertThat(found.value("queue.order.spearman")).isCloseTo(0, within(EXACT));
        assertThat(found.value("queue.displaced.max")).isEqualTo(4);
        assertThat(found.value("queue.displaced.p50")).isEqualTo(1);
    }

    @Test
    void order_whoDidNotWait_isLeftOut() {
        SyntheticRun run = line(0, 1, 2);
        run.chat("line", 0.5, 1);
        assertThat(run.measurements().find("queue.order.spearman").orElseThrow().n())
                .isEqualTo(3);
        assertThat(new SyntheticRun()
                        .phase("line", 0, "burst", 1)
                        .measurements()
                        .find("queue.order.spearman"))
                .isEmpty();
    }

    private static ProviderRecord record(double atSeconds, int status, int prompt, int tokens, long charged) {
        long at = START_MILLIS + Math.round(1e3 * atSeconds);
        return new ProviderRecord("n", "m", true, status, at, 1, 2, tokens, "ok", 0, prompt, charged);
    }

    /** 60 a minute: full at first; 30 taken in the warm-up, of which 10 come back until the phase begins at 10 s. */
    private static SyntheticRun drained() {
        SyntheticRun run =
                new SyntheticRun().phase("warm", Kind.WARM_UP, 0, "closed", 10).phase("main", 0, "closed", 20);
        run.requestsPerMinute = 60;
        for (int i = 0; i < 30; i++) {
            run.provider.add(record(0, 200, 10, 5, 0));
        }
        return run;
    }

    @Test
    void usedOfAllowed_isWhatWasAdmitted_byLevelAtTheStartAndRefill() {
        SyntheticRun run = drained();
        for (int i = 0; i < 30; i++) {
            run.provider.add(record(10.5, 200, 10, 5, 0));
        }
        run.provider.add(record(10.5, 429, 0, 0, 0));
        run.provider.add(record(30, 200, 10, 5, 0)); // after the phase
        Metric used =
                run.measurements().find("provider.used_of_allowed.requests").orElseThrow();
        assertThat(used.value()).isCloseTo(30.0 / (40 + 20), within(EXACT));
        assertThat(used.unit()).isEqualTo("%");
    }

    @Test
    void usedOfAllowed_allThatTheBucketGives_isOne() {
        SyntheticRun run = drained();
        for (int i = 0; i < 60; i++) {
            run.provider.add(record(10 + i / 3.0, 200, 10, 5, 0));
        }
        assertThat(run.measurements().value("provider@main.used_of_allowed.requests"))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void costTokens_areThoseCharged_orElseOfPromptAndAnswer() {
        assertThat(record(0, 200, 10, 5, 90).costTokens()).isEqualTo(90);
        assertThat(record(0, 200, 10, 5, 0).costTokens()).isEqualTo(15);
        assertThat(record(0, 429, 10, 0, 0).costTokens()).isZero();
    }

    @Test
    void usedOfAllowed_withoutThatLimit_isNoMetric() {
        assertThat(drained().measurements().find("provider.used_of_allowed.tokens"))
                .isEmpty();
    }

    @Test
    void postsPerRequest_countsEveryAttempt() {
        SyntheticRun run =
                new SyntheticRun().phase("a", 0, "open", 10).chat("a", 1, 10).chat("a", 1, 10);
        run.attempt("500", 990, 0, 1, 0, 7);
        assertThat(run.measurements().value("provider@a.posts_per_request")).isEqualTo(1.5);
    }

    @Test
    void waitAndAdmit_byPhase() {
        SyntheticRun run = new SyntheticRun().phase("light", 0, "burst", 10).chat("light", 1, 1_000);
        Sample last = run.samples.getLast();
        run.replaceLast(new Sample(
                0,
                "light",
                last.operation(),
                0,
                "n0",
                last.plannedNanos(),
                last.times(),
                last.answer(),
                "ok",
                "",
                200,
                -1,
                0,
                0,
                new Sample.Server("r", "i", Map.of("admit", 0.25))));
        Measurements found = run.measurements();
        assertThat(found.value("chat@light.wait.p95")).isCloseTo(200, within(EXACT));
        assertThat(found.value("chat.admit.p50")).isEqualTo(0.25);
    }

    @Test
    void retryAfterKept_isTheShareThatIsNotRefusedAgain() {
        SyntheticRun run =
                new SyntheticRun().phase("burst", 0, "burst", 10).phase("burst-again", Kind.WARM_UP, 0, "burst", 10);
        assertThat(run.measurements().find("chat.retry_after.kept"))
                .hasValueSatisfying(found -> assertThat(found).isInstanceOf(Metric.Vacuous.class));
        run.chat("burst-again", 11, 10).chat("burst-again", 11, 10).chat("burst-again", 11, 10);
        run.chat("burst-again", 11, 10, "http-429");
        last(run, 429, 1, 0, 0);
        assertThat(run.measurements().value("chat.retry_after.kept")).isEqualTo(0.75);
        assertThat(run.measurements().value("answers.limited")).isZero();
    }

    @Test
    void cancel_whoLeftBeforeTheProviderWasAsked_leftNothingToStop() {
        SyntheticRun run = new SyntheticRun().phase("a", 0, "open", 10).chat("a", 1, 100, Sample.CANCELLED);
        run.provider.clear();
        assertThat(run.measurements().value("chat.cancel.stop.p99")).isZero();
        run.providerCounts.put("posts", 1L); // it was asked, and never ended
        assertThat(run.measurements().value("chat.cancel.stop.p99")).isInfinite();
    }

    /** Groups lie beside one another: ten seconds are ten, however many groups there are. */
    @Test
    void phasesBesideOneAnother_countTheirTimeOnce() {
        SyntheticRun run = new SyntheticRun().phase("a", 0, "closed", 10);
        var a = run.phases.getFirst();
        run.phases.add(new PhaseRecord("b", Kind.MEASURED, 0, "closed", "b", 10, 0, a.startNanos(), a.endNanos()));
        run.chat("a", 1, 10).chat("b", 1, 10);
        for (int i = 0; i <= 10; i++) {
            run.gauge("chat-1", "cpu_seconds", i, i);
        }
        RunData data = run.data();
        assertThat(data.workSeconds(RunData.Scope.CHATS)).isEqualTo(10);
        assertThat(data.measuredIncrease("chat-1", "cpu_seconds")).isEqualTo(10);
        assertThat(data.measuredGrowth("chat-1", "cpu_seconds").orElseThrow()).isCloseTo(10, within(EXACT));
    }
}
