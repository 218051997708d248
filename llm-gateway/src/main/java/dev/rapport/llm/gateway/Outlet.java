package dev.rapport.llm.gateway;

import dev.rapport.llm.config.ProviderConfig;
import dev.rapport.llm.config.ProviderConfig.KeyConfig;
import dev.rapport.llm.health.ProviderHealth;
import dev.rapport.llm.http.VertxHttpClient;
import dev.rapport.llm.limit.PoolLimiter;
import dev.rapport.llm.limit.PoolNote;
import dev.rapport.llm.line.Line;
import dev.rapport.llm.provider.ModelClient;
import dev.rapport.llm.provider.ProviderSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider as one event loop sees it: the line before it, how it is, and the connections to it, which all keys and
 * models share.
 */
final class Outlet {
    private final Vertx vertx;
    private final ProviderConfig config;
    private final ProviderHealth health;
    private final boolean alone;
    private final Line line;
    private final HttpClientAgent agent;
    private final InstantSource clock;
    private final LoopTools tools;
    private final Map<String, ModelClient> clients = new HashMap<>(); // one for each key and model that was asked

    /** @param waitingMax requests of this loop that may wait here */
    record Settings(ProviderConfig config, ProviderHealth health, boolean alone, int waitingMax) {}

    /**
     * Opens no connection yet.
     *
     * @param limiter null if there is no store to share limits through
     */
    Outlet(Vertx vertx, Settings settings, @Nullable PoolLimiter limiter, InstantSource clock, LoopTools tools) {
        this.vertx = vertx;
        this.config = settings.config();
        this.health = settings.health();
        this.alone = settings.alone();
        this.clock = clock;
        this.tools = tools;
        this.line = new Line(
                limiter,
                new Line.Surroundings(
                        settings.waitingMax(),
                        () -> health.room(alone),
                        health::downElsewhere,
                        tools.timers(),
                        tools.nanoClock()));
        this.agent = VertxHttpClient.newAgent(vertx, config.timeouts(), config.http2());
    }

    String name() {
        return config.name();
    }

    ProviderConfig config() {
        return config;
    }

    ProviderHealth health() {
        return health;
    }

    /** Whether nobody could stand in for it. */
    boolean alone() {
        return alone;
    }

    Line line() {
        return line;
    }

    /** The breaker opened because of a call from here: all instances shall know, and nobody wait for it. */
    void giveUp() {
        line.note(new PoolNote.Down(health.pause()));
        line.evict();
        tools.listener().gaveUp(name());
    }

    /**
     * Asks with one of our keys.
     *
     * @param keyName empty for the only one
     */
    ModelClient client(String keyName, String model) {
        KeyConfig key = config.keys().stream()
                .filter(each -> each.name().equals(keyName))
                .findFirst()
                .orElseGet(() -> config.keys().getFirst());
        return clients.computeIfAbsent(
                key.name() + " " + model,
                _ -> new ModelClient(
                        vertx,
                        agent,
                        new ProviderSettings(
                                config.name(),
                                config.kind(),
                                config.baseUrl(),
                                key.secret(),
                                model,
                                config.timeouts(),
                                1),
                        config.prefill(),
                        config.abilities(),
                        clock));
    }

    Future<Void> close() {
        return agent.close();
    }
}
