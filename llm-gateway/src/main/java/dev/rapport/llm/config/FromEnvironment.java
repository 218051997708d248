package dev.rapport.llm.config;

import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.config.GatewayConfig.QueueConfig;
import dev.rapport.llm.config.GatewayConfig.RetryConfig;
import dev.rapport.llm.config.ProviderConfig.KeyConfig;
import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.provider.ProviderSettings;
import dev.rapport.llm.provider.Providers;
import dev.rapport.llm.usage.Prices;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The configuration of who has no file: one provider of the environment, without limits. */
public final class FromEnvironment {
    /** The name of its one key. */
    static final String KEY = "key";

    private FromEnvironment() {}

    /**
     * Reads the variables that {@link Providers#fromEnvironment} names.
     *
     * @throws IllegalArgumentException with the variable, its value unless it is a key, and what was expected
     */
    public static GatewayConfig read(Map<String, String> variables) {
        Optional<ProviderSettings> chosen = Providers.fromEnvironment(variables).chosen();
        return new GatewayConfig(
                chosen.map(one -> Map.of(one.name(), provider(one))).orElse(Map.of()),
                Map.of(GatewayConfig.DEFAULT_ALIAS, alias(chosen)),
                Plans.NONE,
                QueueConfig.DEFAULT,
                chosen.map(one -> new RetryConfig(one.attempts())).orElse(RetryConfig.DEFAULT),
                CacheConfig.DEFAULT,
                Prices.NONE,
                Exhausted.LOCAL);
    }

    private static AliasConfig alias(Optional<ProviderSettings> chosen) {
        List<Target> targets =
                chosen.map(one -> new Target(one.name(), one.model())).stream().toList();
        return new AliasConfig(
                GatewayConfig.DEFAULT_ALIAS, targets, WhenLimited.WAIT, OptionalDouble.empty(), CacheMode.AUTO);
    }

    private static ProviderConfig provider(ProviderSettings settings) {
        return new ProviderConfig(
                settings.name(),
                settings.kind(),
                settings.baseUrl(),
                protocol(settings).prefill(settings.baseUrl()),
                "https".equalsIgnoreCase(URI.create(settings.baseUrl()).getScheme()),
                true,
                0,
                settings.timeouts(),
                List.of(new KeyConfig(new KeyLimit(KEY, 0, 0), settings.apiKey())));
    }

    /** Each provider of the environment but Ollama has the name of a protocol. */
    private static Protocol protocol(ProviderSettings settings) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.word().equals(settings.name())) {
                return protocol;
            }
        }
        return Protocol.OPENAI;
    }
}
