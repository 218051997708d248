package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.metrics.Metrics;
import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import dev.rapport.llm.health.HealthState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each thing the gateway tells is on the page of metrics, under its name and with its number. */
class ProviderMetricsTest {
    private static final Source OPENAI = new Source("openai", "gpt", "");
    private static final Source BACKUP = new Source("backup", "llama", "");

    private final Metrics metrics = new Metrics();
    private final LlmListener heard = new ProviderMetrics(metrics);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void listener_hasAMethodForEachThingThatIsTold() {
        assertThat(Arrays.stream(ProviderMetrics.class.getDeclaredMethods()).map(method -> method.getName()))
                .containsAll(Arrays.stream(LlmListener.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(method -> method.getName())
                        .toList());
    }

    @Test
    void attempts_ofBothKinds_areTimedByOutcome() {
        heard.attemptEnded("openai", LlmListener.Outcome.ANSWERING, TimeUnit.MILLISECONDS.toNanos(250));
        heard.answerBroken(
                OPENAI, new AnswerBroken(AnswerBroken.Kind.CUT, "cut"), TimeUnit.MILLISECONDS.toNanos(1_500));
        heard.answerEnded(
                OPENAI, AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(1, 2, 0)), TimeUnit.MILLISECONDS.toNanos(2_000));
        heard.retrying("openai", 1);
        heard.answeredLocally("openai", LlmListener.Outcome.TIMED_OUT);

        assertThat(page())
                .containsEntry("rapport_provider_attempt_seconds_count{outcome=\"answering\",provider=\"openai\"}", 1.0)
                .containsEntry("rapport_provider_attempt_seconds_sum{outcome=\"answering\",provider=\"openai\"}", 0.25)
                .containsEntry("rapport_provider_attempt_seconds_sum{outcome=\"broken\",provider=\"openai\"}", 1.5)
                .containsEntry("rapport_provider_answer_seconds_count{provider=\"openai\"}", 1.0)
                .containsEntry("rapport_provider_answer_seconds_sum{provider=\"openai\"}", 2.0)
                .containsEntry("rapport_retries_total{provider=\"openai\"}", 1.0)
                .containsEntry("rapport_dropped_total{part=\"provider\"}", 1.0);
    }

    @Test
    void line_waitsAndRefusals_areShown() {
        heard.admitted("openai", TimeUnit.MILLISECONDS.toNanos(40));
        heard.admitted("openai", TimeUnit.SECONDS.toNanos(3));
        heard.admitted("backup", 0);
        for (LlmReply.Limit limit : LlmReply.Limit.values()) {
            heard.shed(limit);
        }
        heard.shed(LlmReply.Limit.QUEUE);

        assertThat(page())
                .containsEntry("rapport_queue_wait_seconds_count{provider=\"openai\"}", 2.0)
                .containsEntry("rapport_queue_wait_seconds_sum{provider=\"openai\"}", 3.04)
                .containsEntry("rapport_queue_wait_seconds_bucket{provider=\"openai\",le=\"0.05\"}", 1.0)
                .containsEntry("rapport_queue_wait_seconds_bucket{provider=\"openai\",le=\"180.0\"}", 2.0)
                .containsEntry("rapport_queue_wait_seconds_count{provider=\"backup\"}", 1.0)
                .containsEntry("rapport_shed_total{limit=\"requests\"}", 1.0)
                .containsEntry("rapport_shed_total{limit=\"tokens\"}", 1.0)
                .containsEntry("rapport_shed_total{limit=\"budget\"}", 1.0)
                .containsEntry("rapport_shed_total{limit=\"open\"}", 1.0)
                .containsEntry("rapport_shed_total{limit=\"queue\"}", 2.0);
    }

    @Test
    void troubleOfProviders_isCounted() {
        heard.coolDown("openai", "a");
        heard.coolDown("openai", "a");
        heard.coolDown("openai", "b");
        heard.gaveUp("openai");
        heard.replaced(OPENAI, BACKUP);
        heard.limiterFellBack("openai");
        heard.limiterFellBack("users");
        heard.limiterNoteDropped("openai");

        assertThat(page())
                .containsEntry("rapport_cool_downs_total{key=\"a\",provider=\"openai\"}", 2.0)
                .containsEntry("rapport_cool_downs_total{key=\"b\",provider=\"openai\"}", 1.0)
                .containsEntry("rapport_provider_given_up_total{provider=\"openai\"}", 1.0)
                .containsEntry("rapport_replaced_total{from=\"openai\",to=\"backup\"}", 1.0)
                .containsEntry("rapport_limiter_fallback_total{pool=\"openai\"}", 1.0)
                .containsEntry("rapport_limiter_fallback_total{pool=\"users\"}", 1.0)
                .containsEntry("rapport_limiter_notes_dropped_total{pool=\"openai\"}", 1.0);
    }

    @Test
    void spending_isCountedByPlanProviderAndKind() {
        heard.cache(LlmListener.CacheOutcome.HIT);
        heard.cache(LlmListener.CacheOutcome.MISS);
        heard.cache(LlmListener.CacheOutcome.SHARED);
        heard.cache(LlmListener.CacheOutcome.MISS);
        heard.spent("free", new Part(OPENAI, new Usage(412, 9, 100), false, 121));
        heard.spent("free", new Part(OPENAI, new Usage(8, 1, 0), true, 4));
        heard.spent("priority", new Part(BACKUP, new Usage(421, 3, 0), true, 0));

        assertThat(page())
                .containsEntry("rapport_cache_total{outcome=\"hit\"}", 1.0)
                .containsEntry("rapport_cache_total{outcome=\"miss\"}", 2.0)
                .containsEntry("rapport_cache_total{outcome=\"shared\"}", 1.0)
                .containsEntry("rapport_tokens_total{kind=\"prompt\",plan=\"free\",provider=\"openai\"}", 420.0)
                .containsEntry("rapport_tokens_total{kind=\"completion\",plan=\"free\",provider=\"openai\"}", 10.0)
                .containsEntry("rapport_tokens_total{kind=\"cached\",plan=\"free\",provider=\"openai\"}", 100.0)
                .containsEntry("rapport_cost_micros_total{plan=\"free\",provider=\"openai\"}", 125.0)
                .containsEntry("rapport_tokens_total{kind=\"prompt\",plan=\"priority\",provider=\"backup\"}", 421.0)
                .containsEntry("rapport_cost_micros_total{plan=\"priority\",provider=\"backup\"}", 0.0);
    }

    @Test
    void healthAndLoops_areReadAtEachLook() {
        Map<String, HealthState> states = new LinkedHashMap<>();
        states.put("openai", new HealthState("closed", 0, 64, -1));
        states.put("backup", new HealthState("open", 0, 8, 100));
        AtomicInteger inFlight = new AtomicInteger(3);
        AtomicInteger waiting = new AtomicInteger(5);
        metrics.gateway().showHealth(() -> states);
        metrics.gauge("rapport.in.flight", "Answers being made", "2", inFlight::get);
        metrics.gauge("rapport.queue.waiting", "Requests in line", "2", waiting::get);

        assertThat(page())
                .containsEntry("rapport_breaker_state{provider=\"openai\"}", 0.0)
                .containsEntry("rapport_breaker_state{provider=\"backup\"}", 2.0)
                .containsEntry("rapport_provider_limit{provider=\"backup\"}", 8.0)
                .containsEntry("rapport_in_flight{loop=\"2\"}", 3.0)
                .containsEntry("rapport_queue_waiting{loop=\"2\"}", 5.0);

        states.put("openai", new HealthState("half_open", 17, 63, 50));
        waiting.set(0);
        assertThat(page())
                .containsEntry("rapport_breaker_state{provider=\"openai\"}", 1.0)
                .containsEntry("rapport_provider_in_flight{provider=\"openai\"}", 17.0)
                .containsEntry("rapport_provider_limit{provider=\"openai\"}", 63.0)
                .containsEntry("rapport_queue_waiting{loop=\"2\"}", 0.0);
    }

    /** The page's lines: name with labels, and the number. */
    private Map<String, Double> page() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("rapport_"))
                .forEach(line -> numbers.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return numbers;
    }
}
