package dev.rapport.chat.metrics;

import dev.rapport.llm.Usage;
import dev.rapport.llm.health.HealthState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the gateway. Safe for all threads. Providers, keys, pools and plans are names of the configuration, all other
 * label values are words of closed lists.
 */
public final class GatewayMeters {
    /** From 1 ms, which is no wait, to 180 s, longer than anybody waits for an answer. */
    private static final Duration[] WAITS = IntStream.of(
                    1, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 180_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    /** Looked up for each request, so they are kept. */
    private final Map<String, Timer> queueWaits = new ConcurrentHashMap<>();

    GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how each provider is; read when somebody looks, and kept for the life of the process. */
    public void showHealth(Supplier<Map<String, HealthState>> states) {
        for (String provider : states.get().keySet()) {
            gauge("rapport.breaker.state", "0 closed, 1 half open, 2 open", provider, states, state -> breaker(state));
            gauge("rapport.provider.in.flight", "Calls under way", provider, states, HealthState::inFlight);
            gauge("rapport.provider.limit", "Calls that may be under way", provider, states, HealthState::limit);
        }
    }

    /** A request was sent once. {@code outcome} is a word of a closed list. */
    public void attempt(String provider, String outcome, long elapsedNanos) {
        registry.timer("rapport.provider.attempt", "provider", provider, "outcome", outcome)
                .record(elapsedNanos, TimeUnit.NANOSECONDS);
    }

    /** A request will be sent again. */
    public void retried(String provider) {
        count("rapport.retries", "provider", provider);
    }

    /** An answer was delivered to its end. */
    public void answered(String provider, long elapsedNanos) {
        registry.timer("rapport.provider.answer", "provider", provider).record(elapsedNanos, TimeUnit.NANOSECONDS);
    }

    /** A request may be sent, after this wait in line. */
    public void admitted(String provider, long waitNanos) {
        queueWaits.computeIfAbsent(provider, this::queueWait).record(waitNanos, TimeUnit.NANOSECONDS);
    }

    /** A request was refused by this limit. */
    public void shed(String limit) {
        count("rapport.shed", "limit", limit);
    }

    /** A provider said 429, and its key pauses. */
    public void cooledDown(String provider, String key) {
        count("rapport.cool.downs", "provider", provider, "key", key);
    }

    /** This process gave a provider up for a while. */
    public void gaveUp(String provider) {
        count("rapport.provider.given.up", "provider", provider);
    }

    /** Another provider went on with an answer. */
    public void replaced(String from, String to) {
        count("rapport.replaced", "from", from, "to", to);
    }

    /** An answer was looked for in the cache. */
    public void cacheAsked(String outcome) {
        count("rapport.cache", "outcome", outcome);
    }

    /** A provider used these tokens for a user of this plan. The cached ones are a part of the prompt's. */
    public void spent(String plan, String provider, Usage usage, long costMicros) {
        tokens(plan, provider, "prompt", usage.promptTokens());
        tokens(plan, provider, "completion", usage.completionTokens());
        tokens(plan, provider, "cached", usage.cachedTokens());
        registry.counter("rapport.cost.micros", "plan", plan, "provider", provider)
                .increment((double) costMicros);
    }

    /** A loop goes on without the shared store, on its share of the limits of this pool. */
    public void limiterFellBack(String pool) {
        count("rapport.limiter.fallback", "pool", pool);
    }

    /** What a loop had to tell the shared store did not fit among what waits. */
    public void limiterNoteDropped(String pool) {
        count("rapport.limiter.notes.dropped", "pool", pool);
    }

    private void tokens(String plan, String provider, String kind, int tokens) {
        registry.counter("rapport.tokens", "plan", plan, "provider", provider, "kind", kind)
                .increment(tokens);
    }

    private void count(String name, String... labels) {
        registry.counter(name, labels).increment();
    }

    private Timer queueWait(String provider) {
        return Timer.builder("rapport.queue.wait")
                .description("Time in line before a provider")
                .tag("provider", provider)
                .serviceLevelObjectives(WAITS)
                .maximumExpectedValue(WAITS[WAITS.length - 1])
                .register(registry);
    }

    private void gauge(
            String name,
            String description,
            String provider,
            Supplier<Map<String, HealthState>> states,
            Function<HealthState, Number> value) {
        Gauge.builder(name, () -> {
                    @Nullable HealthState state = states.get().get(provider);
                    return state == null ? Double.NaN : value.apply(state);
                })
                .description(description)
                .tag("provider", provider)
                .strongReference(true)
                .register(registry);
    }

    private static double breaker(HealthState state) {
        return switch (state.breaker()) {
            case "closed" -> 0;
            case "half_open" -> 1;
            case "open" -> 2;
            default -> Double.NaN; // better no number than a wrong one
        };
    }
}
