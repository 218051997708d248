package dev.rapport.llm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.config.GatewayConfig.QueueConfig;
import dev.rapport.llm.config.GatewayConfig.RetryConfig;
import dev.rapport.llm.config.ProviderConfig.KeyConfig;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import dev.rapport.llm.usage.Prices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FromEnvironmentTest {
    @Test
    void read_severalConfigured_hasTheChosenOneAlone() {
        GatewayConfig config = FromEnvironment.read(Map.of(
                "OPENAI_API_KEY", "one",
                "MISTRAL_API_KEY", "two",
                "RAPPORT_PROVIDER", "mistral",
                "RAPPORT_MODEL", "m",
                "RAPPORT_ATTEMPTS", "4",
                "RAPPORT_CONNECT_TIMEOUT_MS", "5",
                "RAPPORT_FIRST_TOKEN_TIMEOUT_MS", "6",
                "RAPPORT_GAP_TIMEOUT_MS", "7"));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        Map.of(
                                "mistral",
                                new ProviderConfig(
                                        "mistral",
                                        Kind.OPENAI,
                                        "https://api.mistral.ai/v1",
                                        Prefill.PREFIX,
                                        true,
                                        true,
                                        0,
                                        new HttpTimeouts(
                                                Duration.ofMillis(5),
                                                Duration.ofMillis(6),
                                                Duration.ofMillis(7),
                                                HttpTimeouts.DEFAULT.reader()),
                                        List.of(new KeyConfig(new KeyLimit("key", 0, 0), "two")))),
                        Map.of("default", alias(List.of(new Target("mistral", "m")))),
                        Plans.NONE,
                        QueueConfig.DEFAULT,
                        new RetryConfig(4),
                        CacheConfig.DEFAULT,
                        Prices.NONE,
                        Exhausted.LOCAL));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, k, INSTRUCT, true",
        "ANTHROPIC_API_KEY, k, INSTRUCT, true",
        "GEMINI_API_KEY, k, INSTRUCT, true",
        "OPENAI_BASE_URL, http://127.0.0.1:8000/v1, NATIVE, false",
        "OLLAMA_BASE_URL, http://127.0.0.1:11434, NATIVE, false"
    })
    void read_provider_isAskedToGoOnAsItCan(String name, String value, Prefill prefill, boolean http2) {
        assertThat(FromEnvironment.read(Map.of(name, value)).providers().values())
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.prefill()).isEqualTo(prefill);
                    assertThat(provider.http2()).isEqualTo(http2);
                });
    }

    @ParameterizedTest
    @CsvSource({"PATH, /bin, PATH, /bin", "RAPPORT_PROVIDER, local, OPENAI_API_KEY, k"})
    void read_noProvider_hasNoTarget(String name, String value, String otherName, String otherValue) {
        GatewayConfig config = FromEnvironment.read(
                name.equals(otherName) ? Map.of(name, value) : Map.of(name, value, otherName, otherValue));

        assertThat(config.providers()).isEmpty();
        assertThat(config.models()).isEqualTo(Map.of("default", alias(List.of())));
    }

    @Test
    void read_badVariable_isNamed() {
        assertThatThrownBy(() -> FromEnvironment.read(Map.of("RAPPORT_ATTEMPTS", "6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAPPORT_ATTEMPTS: 6 (expected: 1..5)");
    }

    private static AliasConfig alias(List<Target> targets) {
        return new AliasConfig("default", targets, WhenLimited.WAIT, OptionalDouble.empty(), CacheMode.AUTO);
    }
}
