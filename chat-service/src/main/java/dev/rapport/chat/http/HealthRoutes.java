package dev.rapport.chat.http;

import dev.rapport.chat.metrics.Metrics;
import dev.rapport.llm.health.HealthState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /health/live}, {@code /health/ready}, {@code /health} and {@code /metrics}.
 *
 * <p>A check looks at the connections that the requests use. It opens nothing, subscribes to nothing and keeps nothing,
 * however often it is asked.
 */
final class HealthRoutes {
    private static final Buffer ALIVE = Buffer.buffer("{\"status\":\"alive\"}");
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final About about;
    private final Store durable;
    private final Store volatileStore;
    private final Metrics metrics;

    /**
     * What an instance says of itself.
     *
     * @param answers who answers, in a few words
     * @param embedder which model makes vectors of texts
     * @param providers how each one is now
     */
    record About(
            String instance,
            int loops,
            String answers,
            String embedder,
            Supplier<Map<String, HealthState>> providers) {}

    /** A connection to a store, and whether calls go through now. */
    record Store(String name, BooleanSupplier up) {
        boolean isUp() {
            return up.getAsBoolean();
        }
    }

    HealthRoutes(About about, Store durable, Store volatileStore, Metrics metrics) {
        this.about = about;
        this.durable = durable;
        this.volatileStore = volatileStore;
        this.metrics = metrics;
    }

    void live(RoutingContext context) {
        context.response().putHeader("content-type", "application/json").end(ALIVE);
    }

    /* Without the durable store the service still answers, without memory, and without its providers from memory alone;
    without sessions it can serve nobody. */
    void ready(RoutingContext context) {
        boolean ready = volatileStore.isUp();
        reply(context, ready ? 200 : 503, status(ready ? "ready" : "not ready"));
    }

    void health(RoutingContext context) {
        JsonObject stores = new JsonObject();
        List.of(durable, volatileStore).forEach(store -> stores.put(store.name(), store.isUp() ? "up" : "down"));
        JsonObject providers = new JsonObject();
        about.providers().get().forEach((name, state) -> providers.put(name, json(state)));
        String status = !volatileStore.isUp() ? "down" : durable.isUp() ? "up" : "without memory";
        reply(
                context,
                volatileStore.isUp() ? 200 : 503,
                status(status)
                        .put("answers", about.answers())
                        .put("embedder", about.embedder())
                        .put("stores", stores)
                        .put("providers", providers));
    }

    void metrics(RoutingContext context) {
        context.response().putHeader("content-type", PROMETHEUS).end(metrics.scrape());
    }

    private JsonObject status(String status) {
        return new JsonObject()
                .put("status", status)
                .put("instance", about.instance())
                .put("loops", about.loops());
    }

    private static JsonObject json(HealthState state) {
        JsonObject json = new JsonObject()
                .put("breaker", state.breaker())
                .put("in_flight", state.inFlight())
                .put("limit", state.limit());
        boolean known = state.failuresPercent() >= 0;
        return known ? json.put("failures_percent", state.failuresPercent()) : json.putNull("failures_percent");
    }

    private static void reply(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }
}
