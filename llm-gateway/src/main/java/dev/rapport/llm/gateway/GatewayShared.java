package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.rapport.llm.cache.AnswerCache;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.GatewayConfig;
import dev.rapport.llm.health.Health;
import dev.rapport.llm.health.HealthSettings;
import dev.rapport.llm.health.HealthState;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What all gateways of a process use together: the configuration, how the providers are, answers kept. Thread-safe. */
public final class GatewayShared {
    private final GatewayConfig config;
    private final Health health;
    private final AnswerCache cache;

    private GatewayShared(GatewayConfig config, Health health, AnswerCache cache) {
        this.config = config;
        this.health = health;
        this.cache = cache;
    }

    /** With real time. */
    public static GatewayShared create(GatewayConfig config) {
        return create(config, Clock.systemUTC(), System::nanoTime);
    }

    static GatewayShared create(GatewayConfig config, Clock clock, LongSupplier nanoClock) {
        Map<String, HealthSettings> settings = new LinkedHashMap<>();
        config.providers()
                .forEach((name, provider) -> settings.put(
                        name, provider.adaptive() ? HealthSettings.DEFAULT : HealthSettings.DEFAULT.withoutAdaption()));
        Ticker ticker = nanoClock::getAsLong;
        return new GatewayShared(
                config, new Health(settings, clock, nanoClock), new AnswerCache(config.cache(), ticker));
    }

    public GatewayConfig config() {
        return config;
    }

    /** Forgets all answers that are kept for requests that are asked again, for example because a user was erased. */
    public void forgetAnswers() {
        cache.clear();
    }

    /** How each provider is, as this process sees it, in the order of the configuration. */
    public Map<String, HealthState> health() {
        return health.states();
    }

    /** Who answers, in a few words. */
    public String answers() {
        AliasConfig alias = requireNonNull(config.models().get(GatewayConfig.DEFAULT_ALIAS));
        return alias.targets().isEmpty()
                ? "local responder (no model configured)"
                : alias.targets().stream()
                        .map(target -> target.provider() + " " + target.model())
                        .collect(Collectors.joining(", else "));
    }

    Health healthOfProviders() {
        return health;
    }

    AnswerCache cache() {
        return cache;
    }
}
