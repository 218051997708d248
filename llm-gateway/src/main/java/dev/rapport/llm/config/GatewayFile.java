package dev.rapport.llm.config;

import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import dev.rapport.llm.config.GatewayConfig.Exhausted;
import dev.rapport.llm.config.GatewayConfig.QueueConfig;
import dev.rapport.llm.config.GatewayConfig.RetryConfig;
import dev.rapport.llm.usage.Prices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The gateway's YAML file. {@code docs/SETTINGS.md} lists its keys; {@code deploy/gateway.example.yaml} is one. */
public final class GatewayFile {
    /** A hundred times a large one. */
    static final int BYTES_MAX = 256 * 1024;

    private static final int DEADLINE_MS_MIN = 100;
    private static final int DEADLINE_MS_MAX = 600_000;
    private static final int WAITING_MAX = 100_000;
    private static final int CACHE_MEGABYTES_MAX = 1_024;
    private static final int CACHE_LIFE_S_MAX = 86_400;

    private GatewayFile() {}

    /**
     * Reads and checks the whole file.
     *
     * @param environment where the variables are that {@code key-env} names
     * @throws IllegalArgumentException with the path in the file, the value and what was expected, such as
     *     {@code models.default.targets[1].provider: bakcup (expected: one of [backup, openai])}; never with a key
     */
    public static GatewayConfig read(Path file, Map<String, String> environment) throws IOException {
        Node root = Yaml.read(String.valueOf(file.getFileName()), text(file));
        Fields fields = root.fields(
                "providers", "models", "plans", "default-plan", "queue", "retries", "cache", "prices", "exhausted");
        Map<String, ProviderConfig> providers =
                new ProvidersSection(environment).read(fields.at("providers", "at least one provider"));
        Map<String, AliasConfig> models =
                new ModelsSection(providers.keySet()).read(fields.at("models", GatewayConfig.DEFAULT_ALIAS));
        return new GatewayConfig(
                providers,
                models,
                PlansSection.read(fields.find("plans"), fields.find("default-plan")),
                fields.find("queue").map(GatewayFile::queue).orElse(QueueConfig.DEFAULT),
                fields.find("retries").map(GatewayFile::retries).orElse(RetryConfig.DEFAULT),
                fields.find("cache").map(GatewayFile::cache).orElse(CacheConfig.DEFAULT),
                fields.find("prices")
                        .map(new PricesSection(models.values())::read)
                        .orElse(Prices.NONE),
                fields.choice("exhausted", Exhausted.LOCAL));
    }

    private static String text(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw Node.refused(name, "more than " + BYTES_MAX + " bytes", "at most " + BYTES_MAX);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw Node.refused(name, "bytes that are no UTF-8", "UTF-8");
        }
    }

    private static QueueConfig queue(Node node) {
        Fields fields = node.fields("deadline-ms", "waiting-max");
        QueueConfig usual = QueueConfig.DEFAULT;
        return new QueueConfig(
                fields.find("deadline-ms")
                        .map(at -> at.millis(DEADLINE_MS_MIN, DEADLINE_MS_MAX))
                        .orElse(usual.deadline()),
                fields.number("waiting-max", usual.waitingMax(), 0, WAITING_MAX));
    }

    private static RetryConfig retries(Node node) {
        Fields fields = node.fields("attempts-max");
        return new RetryConfig(
                fields.number("attempts-max", RetryConfig.DEFAULT.attemptsMax(), 1, RetryConfig.ATTEMPTS_MAX));
    }

    private static CacheConfig cache(Node node) {
        Fields fields = node.fields("megabytes", "ttl-s");
        CacheConfig usual = CacheConfig.DEFAULT;
        return new CacheConfig(
                fields.find("megabytes")
                        .map(at -> at.number(0L, CACHE_MEGABYTES_MAX) << 20)
                        .orElse(usual.bytesMax()),
                fields.find("ttl-s")
                        .map(at -> Duration.ofSeconds(at.number(1, CACHE_LIFE_S_MAX)))
                        .orElse(usual.life()));
    }
}
