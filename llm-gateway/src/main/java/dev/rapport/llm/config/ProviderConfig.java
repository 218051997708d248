package dev.rapport.llm.config;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.Ability;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.limit.PoolSettings;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One provider: where it is, what it speaks, and what each of our keys may do there.
 *
 * @param name {@code [a-z0-9-]{1,32}}; part of Redis keys, labels and answers
 * @param baseUrl http or https, with the version path if the provider has one
 * @param http2 whether to offer HTTP/2; only over https
 * @param adaptive whether to find out how many calls at one time it carries
 * @param inFlightMax calls under way over all instances, 0 for no bound
 * @param abilities what its models can do besides text; others are never asked of it
 * @param keys at least one, at most {@value #KEYS_MAX}
 */
public record ProviderConfig(
        String name,
        Kind kind,
        String baseUrl,
        Prefill prefill,
        boolean http2,
        boolean adaptive,
        int inFlightMax,
        HttpTimeouts timeouts,
        Set<Ability> abilities,
        List<KeyConfig> keys) {
    /** Bounds a limit script's run. */
    public static final int KEYS_MAX = 8;

    /** A provider that can do what its protocol has. */
    public ProviderConfig(
            String name,
            Kind kind,
            String baseUrl,
            Prefill prefill,
            boolean http2,
            boolean adaptive,
            int inFlightMax,
            HttpTimeouts timeouts,
            List<KeyConfig> keys) {
        this(name, kind, baseUrl, prefill, http2, adaptive, inFlightMax, timeouts, abilities(kind), keys);
    }

    /** What a protocol has: Anthropic's knows no JSON without a schema. */
    static Set<Ability> abilities(Kind kind) {
        return switch (kind) {
            case OPENAI -> EnumSet.allOf(Ability.class);
            case ANTHROPIC -> EnumSet.of(Ability.TOOLS, Ability.JSON_SCHEMA);
        };
    }

    public ProviderConfig {
        abilities = Set.copyOf(abilities);
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        requireNonNull(baseUrl, "baseUrl");
        requireNonNull(prefill, "prefill");
        requireNonNull(timeouts, "timeouts");
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("keys: " + keys.size() + " (expected: 1.." + KEYS_MAX + ")");
        }
    }

    /** Its limits, as all instances share them. */
    public PoolSettings limits() {
        return new PoolSettings(name, keys.stream().map(KeyConfig::limit).toList(), inFlightMax);
    }

    /**
     * One of our keys there.
     *
     * @param limit its name and what it may do
     * @param secret empty for a server that wants none; never shown
     */
    public record KeyConfig(KeyLimit limit, String secret) {
        public KeyConfig {
            requireNonNull(limit, "limit");
            requireNonNull(secret, "secret");
        }

        public String name() {
            return limit.name();
        }

        @Override
        public String toString() {
            return limit + ", secret " + (secret.isEmpty() ? "none" : "hidden");
        }
    }

    /** How a provider is asked to go on with an answer that another one began. */
    public enum Prefill {
        /** The text so far is the last message, of role assistant: llama.cpp, Ollama, Anthropic's older models. */
        NATIVE,
        /** The same with {@code "prefix": true} on that message: Mistral, DeepSeek. */
        PREFIX,
        /** The same with {@code continue_final_message}: vLLM. */
        VLLM,
        /**
         * The text so far, then a message that asks to go on where it stops: what the others understand. They may go on
         * with other words than the first one would have had.
         */
        INSTRUCT,
        /** It is never asked to go on. */
        NONE
    }
}
