package dev.rapport.llm.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.Ability;
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
import dev.rapport.llm.limit.PlanLimit;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import dev.rapport.llm.usage.Prices;
import dev.rapport.llm.usage.Prices.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayFileTest {
    private static final Path EXAMPLE = Path.of("..", "deploy", "gateway.example.yaml");

    private static final String SECRET = "sk-very-secret";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KEY", SECRET, "EMPTY", " ", "SPACED", "sk very", "OPENAI_API_KEY", "one", "OPENAI_API_KEY_B", "two");

    /** The least that is right; the tests change a part of it. */
    private static final String LEAST = """
            providers: {openai: {protocol: openai, keys: [{name: a}]}, backup: {protocol: openai, keys: [{name: a}]}}
            models: {default: {targets: [{provider: openai, model: m}]}}
            """;

    @TempDir
    private Path folder;

    /** Everything other than the default. */
    private static final String OTHERWISE = """
            providers:
              claude:
                protocol: anthropic
                base-url: https://claude.example.org/v1
                prefill: none
                http2: false
                concurrency: off
                in-flight-max: 5
                timeouts: {connect-ms: 1, first-token-ms: 600000, gap-ms: 3}
                keys: [{name: a, key-env: KEY, rpm: 10000000, tpm: 100000000}]
            models:
              default: {targets: [{provider: claude, model: "4"}]}
              cold: {targets: [{provider: claude, model: m}], when-limited: next, temperature: 0, cache: on}
            plans: {only: {day-tokens: 1000000000000, day-cost: 12.345678}}
            default-plan: only
            queue: {deadline-ms: 180000, waiting-max: 0}
            retries: {attempts-max: 5}
            cache: {megabytes: 0, ttl-s: 86400}
            prices: {currency: EUR, claude/m: {input: 1, output: 5}}
            exhausted: refuse
            """;

    @Test
    void read_example_isWhatItSays() throws IOException {
        GatewayConfig config = GatewayFile.read(EXAMPLE, ENVIRONMENT);

        assertThat(config.providers().values())
                .containsExactly(
                        new ProviderConfig(
                                "openai",
                                Kind.OPENAI,
                                "https://api.openai.com/v1",
                                Prefill.INSTRUCT,
                                true,
                                true,
                                0,
                                timeouts(1_000, 10_000, 20_000),
                                List.of(
                                        new KeyConfig(new KeyLimit("a", 500, 40_000), "one"),
                                        new KeyConfig(new KeyLimit("b", 500, 40_000), "two"))),
                        new ProviderConfig(
                                "backup",
                                Kind.OPENAI,
                                "http://127.0.0.1:8000/v1",
                                Prefill.NATIVE,
                                false,
                                true,
                                8,
                                HttpTimeouts.DEFAULT,
                                List.of(new KeyConfig(new KeyLimit("only", 0, 0), ""))));
        assertThat(config.models())
                .isEqualTo(Map.of(
                        "default",
                        new AliasConfig(
                                "default",
                                List.of(new Target("openai", "gpt-5.4-mini"), new Target("backup", "llama-3.3-70b")),
                                WhenLimited.WAIT,
                                OptionalDouble.of(0.7),
                                CacheMode.AUTO)));
        assertThat(config.plans())
                .isEqualTo(new Plans(
                        List.of(
                                PlanLimit.none("priority"),
                                new PlanLimit("standard", 60, 40_000, 0, 0, 16),
                                new PlanLimit("free", 20, 10_000, 200_000, 50_000, 4)),
                        "standard"));
        assertThat(config.prices())
                .isEqualTo(new Prices("USD", Map.of("openai/gpt-5.4-mini", new Price(0.25, 0.025, 2))));
    }

    @Test
    void settingsDocument_showsTheExample() throws IOException {
        List<String> example = Files.readAllLines(EXAMPLE);

        assertThat(Files.readAllLines(Path.of("..", "docs", "SETTINGS.md")))
                .containsSequence(example.subList(example.indexOf("providers:"), example.size()).stream()
                        .map(line -> line.isEmpty() ? "" : "    " + line)
                        .toList());
    }

    @Test
    void read_otherThanTheDefaults_isTaken() throws IOException {
        GatewayConfig config = read(OTHERWISE);

        assertThat(config.providers())
                .containsOnly(Map.entry(
                        "claude",
                        new ProviderConfig(
                                "claude",
                                Kind.ANTHROPIC,
                                "https://claude.example.org/v1",
                                Prefill.NONE,
                                false,
                                false,
                                5,
                                timeouts(1, 600_000, 3),
                                List.of(new KeyConfig(new KeyLimit("a", 10_000_000, 100_000_000), SECRET)))));
        assertThat(config.models().get("cold"))
                .isEqualTo(new AliasConfig(
                        "cold",
                        List.of(new Target("claude", "m")),
                        WhenLimited.NEXT,
                        OptionalDouble.of(0),
                        CacheMode.ON));
        assertThat(config.plans())
                .isEqualTo(new Plans(List.of(new PlanLimit("only", 0, 0, 1_000_000_000_000L, 12_345_678, 0)), "only"));
        assertThat(config.queue()).isEqualTo(new QueueConfig(Duration.ofMinutes(3), 0));
        assertThat(config.retries()).isEqualTo(new RetryConfig(5));
        assertThat(config.cache()).isEqualTo(new CacheConfig(0, Duration.ofDays(1)));
        assertThat(config.prices()).isEqualTo(new Prices("EUR", Map.of("claude/m", new Price(1, 1, 5))));
        assertThat(config.exhausted()).isEqualTo(Exhausted.REFUSE);
    }

    @Test
    void read_theLeast_hasTheDefaults() throws IOException {
        GatewayConfig config = read(LEAST);

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        Map.of("openai", usual("openai"), "backup", usual("backup")),
                        Map.of(
                                "default",
                                new AliasConfig(
                                        "default",
                                        List.of(new Target("openai", "m")),
                                        WhenLimited.WAIT,
                                        OptionalDouble.empty(),
                                        CacheMode.AUTO)),
                        Plans.NONE,
                        QueueConfig.DEFAULT,
                        RetryConfig.DEFAULT,
                        CacheConfig.DEFAULT,
                        Prices.NONE,
                        Exhausted.LOCAL));
        assertThat(config.providers().keySet()).containsExactly("openai", "backup");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        protocol: openai                                                | https://api.openai.com/v1 | INSTRUCT
        protocol: anthropic                                             | https://api.anthropic.com/v1 | INSTRUCT
        protocol: gemini                                                | https://generativelanguage.googleapis.com/v1beta/openai/ | INSTRUCT
        protocol: mistral                                               | https://api.mistral.ai/v1 | PREFIX
        protocol: gemini, base-url: 'http://127.0.0.1:1/v1'             | http://127.0.0.1:1/v1 | INSTRUCT
        protocol: openai, base-url: 'https://api.deepseek.com'          | https://api.deepseek.com | PREFIX
        protocol: openai, base-url: 'https://API.Mistral.ai/v1'         | https://API.Mistral.ai/v1 | PREFIX
        protocol: openai, base-url: 'https://openrouter.ai/api/v1'      | https://openrouter.ai/api/v1 | NATIVE
        protocol: openai, base-url: 'https://notopenai.com/v1'          | https://notopenai.com/v1 | NATIVE
        protocol: openai, base-url: 'http://localhost:11434/v1'         | http://localhost:11434/v1 | NATIVE
        protocol: openai, base-url: 'http://localhost/v1', prefill: vllm | http://localhost/v1 | VLLM
        """)
    void read_protocolAndHost_giveAddressAndPrefill(String words, String url, Prefill prefill) throws IOException {
        ProviderConfig provider = read("providers: {p: {" + words + ", keys: [{name: a, key-env: KEY}]}}\n"
                        + "models: {default: {targets: [{provider: p, model: m}]}}")
                .providers()
                .values()
                .iterator()
                .next();

        assertThat(provider.baseUrl()).isEqualTo(url);
        assertThat(provider.prefill()).isEqualTo(prefill);
        assertThat(provider.kind()).isEqualTo(words.contains("anthropic") ? Kind.ANTHROPIC : Kind.OPENAI);
    }

    @Test
    void read_keyFile_hasTheKey() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), " " + SECRET + "\n");

        ProviderConfig provider = read(LEAST.replaceFirst("name: a", "name: a, key-file: " + key))
                .providers()
                .values()
                .iterator()
                .next();

        assertThat(provider.keys()).extracting(KeyConfig::secret).containsExactly(SECRET);
    }

    @Test
    void read_lacks_isTakenFromWhatTheProtocolHas() throws IOException {
        GatewayConfig config = read("""
                providers:
                  bare: {protocol: openai, lacks: [tools, json_schema], keys: [{name: a}]}
                  able: {protocol: openai, keys: [{name: a}]}
                  claude: {protocol: anthropic, keys: [{name: a, key-env: KEY}]}
                models:
                  default:
                    targets: [{provider: bare, model: m}, {provider: claude, model: m}]
                  bare:
                    targets: [{provider: bare, model: m}]
                """);

        assertThat(requireNonNull(config.providers().get("bare")).abilities()).containsExactly(Ability.JSON_OBJECT);
        assertThat(requireNonNull(config.providers().get("able")).abilities())
                .containsExactlyInAnyOrder(Ability.values());
        assertThat(config.isAble("default", Set.of(Ability.TOOLS))).isTrue();
        assertThat(config.isAble("default", Set.of(Ability.TOOLS, Ability.JSON_OBJECT)))
                .isFalse(); // one of each, and no target of both
        assertThat(config.isAble("bare", Set.of(Ability.TOOLS))).isFalse();
    }

    private GatewayConfig read(String text) throws IOException {
        return GatewayFile.read(Files.writeString(folder.resolve("gateway.yaml"), text), ENVIRONMENT);
    }

    private static ProviderConfig usual(String name) {
        return new ProviderConfig(
                name,
                Kind.OPENAI,
                "https://api.openai.com/v1",
                Prefill.INSTRUCT,
                true,
                true,
                0,
                HttpTimeouts.DEFAULT,
                List.of(new KeyConfig(new KeyLimit("a", 0, 0), "")));
    }

    private static HttpTimeouts timeouts(int connect, int firstEvent, int gap) {
        return new HttpTimeouts(
                Duration.ofMillis(connect),
                Duration.ofMillis(firstEvent),
                Duration.ofMillis(gap),
                HttpTimeouts.DEFAULT.reader());
    }
}
