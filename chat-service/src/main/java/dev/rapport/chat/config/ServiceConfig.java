package dev.rapport.chat.config;

import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.embed.Embedders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the service can be told, checked at the start. {@code docs/SETTINGS.md} lists the keys.
 *
 * @param instance name of this process among its likes; in logs, health and the audit chain's key
 * @param loops event-loop verticles, 1 to 64
 * @param redisDurable connection string of the store that loses nothing
 * @param redisVolatile connection string of the store for sessions
 * @param secrets folder with the signing key, the application keys and the master key
 * @param gatewayShare loops of all instances together; while the volatile store is away each keeps to that part of every
 *     limit of the gateway
 * @param traitModel file of a model that the user trained, beside the rules that find traits
 * @param environment where the providers' settings and keys come from
 */
public record ServiceConfig(
        String instance,
        String host,
        int port,
        int loops,
        String redisDurable,
        String redisVolatile,
        Path secrets,
        String publicUrl,
        AuthConfig auth,
        RecallConfig recall,
        TurnConfig turn,
        EncryptionConfig encryption,
        SummaryConfig summary,
        int gatewayShare,
        Optional<Path> traitModel,
        Map<String, String> environment) {

    /** An open stream ends within 15 s of its session: this, a reply of the store, and the telling. */
    private static final int RECHECK_MS_MAX = 12_000;

    /**
     * How tokens are made and checked.
     *
     * @param algorithm RS256, ES256 or HS256; see docs/decisions/0003
     * @param sessionLength how long a session token holds, at most 24 h
     * @param recheck how often it is looked whether the sessions of open streams have ended
     * @param issuers file with the identity providers that users may come from
     */
    public record AuthConfig(
            String algorithm,
            Duration sessionLength,
            Duration inviteLength,
            Duration recheck,
            Optional<Path> issuers) {}

    /**
     * How much is recalled, and how long a turn waits for it.
     *
     * @param embedder which model makes the vectors
     * @param topK memories asked for, 1 to 256
     * @param scoreMinPercent lowest relevance worth a place, in hundredths
     * @param tokensMax tokens of the memories that a prompt may quote
     * @param timeout the longest a turn waits for what it recalls
     * @param embedThreads worker threads that embed, for the whole process
     * @param embedQueueMax questions that may wait for them; above it one is embedded in a cheaper way, or not at all
     */
    public record RecallConfig(
            Embedders.Choice embedder,
            int topK,
            int scoreMinPercent,
            int tokensMax,
            Duration timeout,
            int embedThreads,
            int embedQueueMax) {
        /** What the evaluation measures, too: see docs/decisions/0015. */
        public static final RecallConfig DEFAULT =
                new RecallConfig(Embedders.Choice.MINILM, 256, 5, 1_000, Duration.ofMillis(250), 1, 64);

        /** What to ask of the index. */
        public SearchEffort effort() {
            return new SearchEffort(topK, scoreMinPercent / 100f);
        }
    }

    /**
     * The bounds of a turn.
     *
     * @param messageLengthMax characters of a message
     * @param contextTokensMax tokens for profile, history and memories together
     * @param answerTokensMax tokens of an answer
     * @param openAfter when a silent stream is opened early
     * @param heartbeat silence after which an open stream gets a comment
     * @param detached how long an answer goes on for a client that went away
     * @param answerKept how long a client may come back for an answer that has ended
     */
    public record TurnConfig(
            int messageLengthMax,
            int contextTokensMax,
            int answerTokensMax,
            Duration openAfter,
            Duration heartbeat,
            Duration detached,
            Duration answerKept) {}

    /**
     * How texts lie in the stores.
     *
     * @param on whether new texts are sealed; sealed ones can be read in any case
     * @param masterKey 64 hexadecimal digits, or up to four times as many with blanks between, of which the first wrap; if there
     *     are none, it is the file {@code master.key} among the secrets
     */
    public record EncryptionConfig(boolean on, Optional<String> masterKey) {
        /** Keeps the key out of logs. */
        @Override
        public String toString() {
            return "EncryptionConfig[on=" + on + "]";
        }
    }

    /**
     * Summaries of long conversations by a model.
     *
     * @param model a name of the gateway's configuration; empty: none are made, and those that are kept are not used
     * @param tokensMax tokens of a summary
     * @param inputTokensMax tokens of the messages that it is made of
     * @param messagesMin messages between two
     * @param timeout from the question to the end of the answer
     */
    public record SummaryConfig(String model, int tokensMax, int inputTokensMax, int messagesMin, Duration timeout) {
        public boolean on() {
            return !model.isEmpty();
        }
    }

    /**
     * Reads the file and the environment.
     *
     * @throws IllegalArgumentException if a value is out of range or a key unknown; the message names key, value and
     *     range
     */
    public static ServiceConfig load(Path file, String instance, int port, Map<String, String> environment)
            throws IOException {
        return read(Settings.load(file, environment), instance, port, environment);
    }

    static ServiceConfig read(Settings settings, String instance, int port, Map<String, String> environment) {
        int loops = settings.number("loops", 4, 1, 64);
        ServiceConfig config = new ServiceConfig(
                instance,
                settings.text("http.host", "127.0.0.1"),
                port,
                loops,
                settings.text("redis.durable"),
                settings.text("redis.volatile"),
                Path.of(settings.text("secrets.folder")),
                settings.text("public.url", "http://127.0.0.1:8080"),
                auth(settings),
                recall(settings),
                turn(settings),
                encryption(settings),
                summary(settings),
                settings.number("gateway.share", loops, 1, 4_096),
                Optional.of(settings.text("traits.model-file", ""))
                        .filter(name -> !name.isBlank())
                        .map(Path::of),
                environment);
        settings.refuseUnknownKeys();
        return config;
    }

    private static AuthConfig auth(Settings settings) {
        String algorithm = settings.text("auth.algorithm", "RS256");
        if (!algorithm.matches("RS256|ES256|HS256")) {
            throw new IllegalArgumentException("auth.algorithm: " + algorithm + " (expected: RS256, ES256 or HS256)");
        }
        return new AuthConfig(
                algorithm,
                Duration.ofMinutes(settings.number("auth.session-minutes", 1_440, 1, 1_440)),
                Duration.ofMinutes(settings.number("auth.invite-minutes", 60, 1, 1_440)),
                settings.millis("auth.recheck-ms", 5_000, 50, RECHECK_MS_MAX),
                issuers(settings.text("auth.issuers-file", "")));
    }

    /* An instance runs in a folder of its own. */
    private static Optional<Path> issuers(String file) {
        Optional<Path> path = Optional.of(file).filter(name -> !name.isBlank()).map(Path::of);
        if (path.isPresent() && !path.get().isAbsolute()) {
            throw new IllegalArgumentException("auth.issuers-file: " + file + " (expected: an absolute path)");
        }
        return path;
    }

    private static RecallConfig recall(Settings settings) {
        RecallConfig usual = RecallConfig.DEFAULT;
        return new RecallConfig(
                embedder(settings.text("recall.embedder", usual.embedder().toString())),
                settings.number("recall.top-k", usual.topK(), 1, SearchEffort.TOP_K_MAX),
                settings.number("recall.score-min-percent", usual.scoreMinPercent(), 0, 100),
                settings.number("recall.tokens-max", usual.tokensMax(), 0, 200_000),
                settings.millis("recall.timeout-ms", (int) usual.timeout().toMillis(), 1, 10_000),
                settings.number("recall.embed-threads", usual.embedThreads(), 1, 64),
                settings.number("recall.embed-queue-max", usual.embedQueueMax(), 1, 4_096));
    }

    private static Embedders.Choice embedder(String name) {
        for (Embedders.Choice choice : Embedders.Choice.values()) {
            if (choice.toString().equals(name)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                "recall.embedder: " + name + " (expected: one of " + List.of(Embedders.Choice.values()) + ")");
    }

    private static EncryptionConfig encryption(Settings settings) {
        String on = settings.text("encryption.texts", "on");
        if (!on.matches("on|off")) {
            throw new IllegalArgumentException("encryption.texts: " + on + " (expected: on or off)");
        }
        return new EncryptionConfig(
                on.equals("on"),
                Optional.of(settings.text("encryption.master-key", "")).filter(key -> !key.isBlank()));
    }

    private static TurnConfig turn(Settings settings) {
        return new TurnConfig(
                settings.number("turn.message-length-max", 16_000, 1, 100_000),
                settings.number("turn.context-tokens-max", 3_000, 200, 200_000),
                settings.number("turn.answer-tokens-max", 1_024, 1, 100_000),
                settings.millis("turn.open-after-ms", 2_500, 1, 60_000),
                settings.millis("turn.heartbeat-ms", 10_000, 10, 60_000),
                settings.millis("turn.detached-ms", 120_000, 0, 600_000),
                settings.millis("turn.answer-kept-ms", 900_000, 1_000, 3_600_000));
    }

    private static SummaryConfig summary(Settings settings) {
        return new SummaryConfig(
                settings.text("summary.model", "").strip(),
                settings.number("summary.tokens-max", 120, 40, 4_000),
                settings.number("summary.input-tokens-max", 4_000, 200, 100_000),
                settings.number("summary.messages-min", 8, 1, 256),
                settings.millis("summary.timeout-ms", 60_000, 100, 600_000));
    }
}
