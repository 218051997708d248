package dev.rapport.chat.metrics;

import dev.rapport.chat.turn.StageListener;
import dev.rapport.chat.turn.StageName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this process. Safe for all threads. Label values come from closed lists only: no user, no text, no id.
 */
public final class Metrics implements StageListener, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<StageName, Timer> stages = new EnumMap<>(StageName.class);
    private final Map<String, Timer> redis;
    private final Counter loopBlocked;
    private final Counter auditDropped;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final GatewayMeters gateway = new GatewayMeters(registry);

    public Metrics() {
        for (StageName stage : StageName.values()) {
            stages.put(stage, timer("rapport.stage", "Time of a stage", "stage", stage.wire()));
        }
        redis = Map.of(
                "durable", timer("rapport.redis", "Time of a call to Redis", "store", "durable"),
                "volatile", timer("rapport.redis", "Time of a call to Redis", "store", "volatile"));
        loopBlocked = Counter.builder("rapport.loop.blocked")
                .description("Times an event loop was found blocked")
                .register(registry);
        auditDropped = Counter.builder("rapport.audit.dropped")
                .description("Audit records lost because the store was down too long")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    @Override
    public void stageEnded(StageName stage, long elapsedNanos, @Nullable Throwable failure) {
        Timer timer = stages.get(stage);
        if (timer != null) {
            timer.record(elapsedNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Notes a call to Redis. */
    public void redisCall(String store, long elapsedNanos, boolean well) {
        Timer timer = redis.get(store);
        if (well && timer != null) {
            timer.record(elapsedNanos, TimeUnit.NANOSECONDS);
        } else if (!well) {
            registry.counter("rapport.redis.failures", "store", store).increment();
        }
    }

    /** What the gateway does. */
    public GatewayMeters gateway() {
        return gateway;
    }

    /** Notes how a turn ended. {@code outcome} is a word of a closed list. */
    public void turnEnded(String outcome) {
        registry.counter("rapport.turns", "outcome", outcome).increment();
    }

    /** Notes that a turn went on without a part of it. */
    public void dropped(String part) {
        registry.counter("rapport.dropped", "part", part).increment();
    }

    /** Notes that a turn did a part of it in a cheaper way. */
    public void shed(String part) {
        registry.counter("rapport.turn.shed", "part", part).increment();
    }

    /** Notes a text with more tokens than the embedding model reads. */
    public void textTruncated() {
        registry.counter("rapport.embed.truncated").increment();
    }

    /** Notes what came of a summary that was due. Both are words of closed lists. */
    public void summaryEnded(String outcome, String reason) {
        registry.counter("rapport.summaries", "outcome", outcome, "reason", reason)
                .increment();
    }

    /** Notes a sentence that a summary lost. {@code reason} is a word of a closed list. */
    public void summarySentenceLeftOut(String reason) {
        registry.counter("rapport.summary.left.out", "reason", reason).increment();
    }

    /** Notes a loop that was found blocked. */
    public void loopBlocked() {
        loopBlocked.increment();
    }

    /** Notes a lost audit record. */
    public void auditDropped() {
        auditDropped.increment();
    }

    /** Shows a number that is read when somebody looks. The supplier is kept for the life of the process. */
    public void gauge(String name, String description, String loop, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .tag("loop", loop)
                .strongReference(true)
                .register(registry);
    }

    /** Shows what a cache holds, in bytes; read when somebody looks, and kept for the life of the process. */
    public void cache(String name, String description, LongSupplier bytes) {
        Gauge.builder(name, bytes, LongSupplier::getAsLong)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .strongReference(true)
                .register(registry);
    }

    /** Everything, in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private Timer timer(String name, String description, String key, String value) {
        return Timer.builder(name)
                .description(description)
                .tag(key, value)
                .serviceLevelObjectives(buckets())
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    /* From 50 us, below which no stage is worth a look, to 10 s, each about twice the one before. */
    private static Duration[] buckets() {
        return java.util.stream.IntStream.of(
                        50,
                        100,
                        200,
                        500,
                        1_000,
                        2_000,
                        5_000,
                        10_000,
                        20_000,
                        50_000,
                        100_000,
                        200_000,
                        500_000,
                        1_000_000,
                        2_000_000,
                        5_000_000,
                        10_000_000)
                .mapToObj(micros -> Duration.ofNanos(micros * 1_000L))
                .toArray(Duration[]::new);
    }
}
