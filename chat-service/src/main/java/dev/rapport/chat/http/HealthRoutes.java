package dev.rapport.chat.http;

import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.store.RedisLink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

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
    private final RedisLink durable;
    private final RedisLink volatileStore;
    private final Metrics metrics;

    /**
     * What an instance says of itself.
     *
     * @param answers who answers, in a few words
     */
    record About(String instance, int loops, String answers) {}

    HealthRoutes(About about, RedisLink durable, RedisLink volatileStore, Metrics metrics) {
        this.about = about;
        this.durable = durable;
        this.volatileStore = volatileStore;
        this.metrics = metrics;
    }

    void live(RoutingContext context) {
        context.response().putHeader("content-type", "application/json").end(ALIVE);
    }

    /* Without the durable store the service still answers, without memory; without sessions it can serve nobody. */
    void ready(RoutingContext context) {
        boolean ready = volatileStore.up();
        reply(context, ready ? 200 : 503, status(ready ? "ready" : "not ready"));
    }

    void health(RoutingContext context) {
        JsonObject stores = new JsonObject();
        List.of(durable, volatileStore).forEach(link -> stores.put(link.name(), link.up() ? "up" : "down"));
        String status = !volatileStore.up() ? "down" : durable.up() ? "up" : "without memory";
        reply(
                context,
                volatileStore.up() ? 200 : 503,
                status(status).put("answers", about.answers()).put("stores", stores));
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

    private static void reply(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }
}
