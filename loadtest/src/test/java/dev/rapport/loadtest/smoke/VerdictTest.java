package dev.rapport.loadtest.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.client.SentCounts;
import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.measure.Quantiles;
import dev.rapport.loadtest.simulator.AnswerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private Tally.ChatCounts chats = new Tally.ChatCounts(100, 100, 0, 0);
    private int inFlight;
    private Map<FailureClass, Long> failures = Map.of();
    private long dispatchP99Micros = 4_900;
    private Little little = new Little(3.0, 2.9);
    private Optional<SmokeResult.Upstream> upstream = Optional.of(upstream(100, 0, 0));
    private Optional<Double> loopsBlocked = Optional.of(0.0);
    private List<String> probeErrors = List.of();

    private static SmokeResult.Upstream upstream(long posts, long notOk, long withoutRecord) {
        return new SmokeResult.Upstream(
                posts, notOk, 0, new Quantiles(100, 2_000, 3_000, 4_000, 5_000), withoutRecord, 0, 0);
    }

    private SmokeResult result() {
        URI address = URI.create("http://127.0.0.1:1");
        SmokeSettings settings = new SmokeSettings(
                address,
                "key",
                address,
                List.of(),
                5,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                1,
                "r1",
                Duration.ZERO,
                Duration.ofSeconds(30));
        Quantiles e2e = new Quantiles(100, 95_000, 168_700, 262_900, 291_300);
        return new SmokeResult(
                settings,
                new Provider.Stats(
                        "simulated provider",
                        "seed 1",
                        AnswerSettings.DEFAULTS,
                        JsonNodeFactory.instance.objectNode(),
                        0,
                        0,
                        0,
                        0),
                false,
                Duration.ofSeconds(61),
                new SmokeResult.Talk(chats, failures, Integrity.INTACT, inFlight, 7, 0, 0),
                Map.of(),
                Map.of(FailureClass.TRUNCATED, "the body ended"),
                new SentCounts(5, 100, 5),
                new SmokeResult.Timings(
                        new Quantiles(100, 100, 200, dispatchP99Micros, dispatchP99Micros),
                        e2e,
                        e2e,
                        e2e,
                        List.of(OptionalLong.of(95_000), OptionalLong.of(170_000), OptionalLong.empty())),
                little,
                upstream,
                loopsBlocked,
                probeErrors);
    }

    private void is(Verdict.Word word, String... reasons) {
        Verdict verdict = Verdict.of(result());
        assertThat(verdict.reasons()).containsExactly(reasons);
        assertThat(verdict.word()).isEqualTo(word);
    }

    @Test
    void of_allWell_passes() {
        is(Verdict.Word.PASS);
    }

    @Test
    void of_oneChatFailed_fails() {
        chats = new Tally.ChatCounts(100, 99, 1, 1);

        is(Verdict.Word.FAIL, "1 of 100 chats failed");
    }

    @Test
    void of_chatUnfinished_fails() {
        chats = new Tally.ChatCounts(100, 99, 0, 0);
        inFlight = 1;

        is(Verdict.Word.FAIL, "1 chats did not end");
    }

    @Test
    void of_answerWithoutRecord_fails() {
        upstream = Optional.of(upstream(100, 0, 2));

        is(Verdict.Word.FAIL, "2 answers that the provider has no record of");
    }

    @Test
    void of_moreGoodPostsThanChats_fails() {
        upstream = Optional.of(upstream(103, 1, 0));

        is(Verdict.Word.FAIL, "2 more POSTs at the provider than chats sent and its own failures explain");
    }

    @Test
    void of_retriesOfFailures_areExplained() {
        upstream = Optional.of(upstream(103, 3, 0));

        is(Verdict.Word.PASS);
    }

    @Test
    void of_loopBlocked_fails() {
        loopsBlocked = Optional.of(2.0);

        is(Verdict.Word.FAIL, "event loops were blocked 2 times");
    }

    @Test
    void of_counterFell_fails() {
        loopsBlocked = Optional.of(-2.0);

        is(Verdict.Word.FAIL, "rapport_loop_blocked_total fell during the run: an instance restarted");
    }

    @Test
    void of_harnessLate_isInvalid() {
        dispatchP99Micros = 5_100;

        is(Verdict.Word.INVALID, "dispatch delay p99: 5.1 ms (expected: 0..5): this harness was late, not the service");
    }

    @Test
    void of_littlesLawBroken_isInvalid() {
        little = new Little(3.0, 2.7);

        is(Verdict.Word.INVALID, "Little's law is off by 10.0 % (expected: 0..5)");
    }

    @Test
    void of_probeFailedAtTheEnd_isInvalid() {
        probeErrors = List.of("http://127.0.0.1:1/metrics: refused");
        loopsBlocked = Optional.empty();

        is(Verdict.Word.INVALID, "http://127.0.0.1:1/metrics: refused");
    }

    @Test
    void of_countsDoNotAddUp_isInvalid() {
        inFlight = 1;

        is(Verdict.Word.INVALID, "the run's own counts do not add up: started 100, ok 100, failed 0, in flight 1");
    }

    @Test
    void of_wrongAndLate_failsAndSaysBoth() {
        chats = new Tally.ChatCounts(100, 99, 1, 1);
        dispatchP99Micros = 9_000;

        assertThat(Verdict.of(result()).word()).isEqualTo(Verdict.Word.FAIL);
        assertThat(Verdict.of(result()).reasons()).hasSize(2);
    }

    /** The whole text is part of the interface. */
    @Test
    void text_oneFailure_isThisScreen() {
        chats = new Tally.ChatCounts(100, 99, 1, 1);
        failures = Map.of(FailureClass.TRUNCATED, 1L);

        assertThat(new SmokeReport(result()).toText()).isEqualTo("""
                smoke run         r1
                target            http://127.0.0.1:1
                model             none: answers come from the simulated provider at http://127.0.0.1:1
                                  seed 1
                load              5 users, closed model, think 1s to 3s, 60s (took 61s), warm-up 0s, seed 1
                requests          110 HTTP requests sent: 5 sessions, 100 chats, 5 ends
                chats             100 started = 99 ok + 1 failed + 0 unfinished; at most 7 in flight; queued 0, replaced 0
                success           99 of 100 = 99.0000 %; proves at least 95.3440 % (95 %, one-sided)
                ms from plan             p50       p95       p99       max         n
                  TTFH                  95.0     168.7     262.9     291.3       100
                  TTFT                  95.0     168.7     262.9     291.3       100
                  E2E                   95.0     168.7     262.9     291.3       100
                  E2E, failed=inf       95.0     170.0       inf       inf
                  overhead               2.0       3.0       4.0       5.0       100
                  dispatch delay         0.1       0.2       4.9       4.9       100
                failures
                  truncated       1 (first: the body ended)
                provider          100 POSTs for 100 chats sent (difference +0), 0 not ok; answers without a record 0, with several 0; ambiguous references 0; faster than the provider 0
                loops blocked     0 (rapport_loop_blocked_total)
                Little's law      in flight 3.000, arrivals x time 2.900, off by 3.33 %
                verdict           FAIL
                                  - 1 of 100 chats failed
                """);
    }

    @Test
    void json_sameResult_saysTheSame() {
        var json = new SmokeReport(result()).toJson();

        assertThat(json.path("verdict").asText()).isEqualTo("PASS");
        assertThat(json.at("/provider/name").asText()).isEqualTo("simulated provider");
        assertThat(json.at("/http_requests/total").asInt()).isEqualTo(110);
        assertThat(json.at("/latency_us/overhead/p99").asInt()).isEqualTo(4_000);
        assertThat(json.at("/latency_us/e2e_p50_p95_p99_failures_infinite/2").isNull())
                .isTrue();
        assertThat(json.path("loops_blocked").asDouble()).isZero();
        assertThat(json.at("/chats/success_lower_bound").asDouble()).isBetween(0.9704, 0.9705);
    }
}
