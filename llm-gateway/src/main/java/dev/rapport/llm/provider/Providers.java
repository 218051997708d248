package dev.rapport.llm.provider;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.Source;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The providers that the environment names, and which of them is asked.
 *
 * @param chosen empty if there is none: then the local responder answers
 * @param configured all of them, in the order of preference
 */
public record Providers(Optional<ProviderSettings> chosen, List<ProviderSettings> configured) {
    /** Says that no provider shall be asked, whatever keys are set. */
    public static final String NONE = Source.LOCAL;

    private static final String CHOICE = "RAPPORT_PROVIDER";
    private static final String MODEL = "RAPPORT_MODEL";
    private static final String ATTEMPTS = "RAPPORT_ATTEMPTS";
    private static final int ATTEMPTS_DEFAULT = 2;

    public Providers {
        requireNonNull(chosen, "chosen");
        configured = List.copyOf(configured);
    }

    /** What is known of a provider before its key is: all default URLs and models are here. */
    private enum Known {
        OPENAI("OPENAI_API_KEY", "OPENAI_BASE_URL", Kind.OPENAI, "https://api.openai.com/v1", "gpt-5.4-mini"),
        ANTHROPIC(
                "ANTHROPIC_API_KEY",
                "ANTHROPIC_BASE_URL",
                Kind.ANTHROPIC,
                "https://api.anthropic.com/v1",
                "claude-haiku-4-5"),
        GEMINI(
                "GEMINI_API_KEY",
                "GEMINI_BASE_URL",
                Kind.OPENAI,
                "https://generativelanguage.googleapis.com/v1beta/openai/",
                "gemini-flash-latest"),
        MISTRAL(
                "MISTRAL_API_KEY",
                "MISTRAL_BASE_URL",
                Kind.OPENAI,
                "https://api.mistral.ai/v1",
                "mistral-small-latest"),
        OLLAMA("OLLAMA_API_KEY", "OLLAMA_BASE_URL", Kind.OPENAI, "http://127.0.0.1:11434/v1", "llama3.2");

        private final String keyName;
        private final String urlName;
        private final Kind kind;
        private final String url;
        private final String model;

        Known(String keyName, String urlName, Kind kind, String url, String model) {
            this.keyName = keyName;
            this.urlName = urlName;
            this.kind = kind;
            this.url = url;
            this.model = model;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Local servers need no key, only an address; a key for Ollama alone would name no server. */
        boolean isConfigured(Environment env) {
            return switch (this) {
                case OPENAI -> env.has(keyName) || env.has(urlName);
                case OLLAMA -> env.has(urlName);
                case ANTHROPIC, GEMINI, MISTRAL -> env.has(keyName);
            };
        }

        String howToConfigure() {
            return switch (this) {
                case OPENAI -> "set " + keyName + " or " + urlName;
                case OLLAMA -> "set " + urlName;
                case ANTHROPIC, GEMINI, MISTRAL -> "set " + keyName;
            };
        }
    }

    /**
     * Reads the environment: {@code OPENAI_API_KEY}, {@code ANTHROPIC_API_KEY}, {@code GEMINI_API_KEY} and
     * {@code MISTRAL_API_KEY}, each with a {@code ..._BASE_URL}; {@code OLLAMA_BASE_URL} with {@code OLLAMA_MODEL};
     * {@code RAPPORT_PROVIDER} to choose among several (else the first in this order; {@value #NONE} for no model),
     * {@code RAPPORT_MODEL} for the chosen one, {@code RAPPORT_ATTEMPTS}, and {@code RAPPORT_CONNECT_TIMEOUT_MS},
     * {@code RAPPORT_FIRST_TOKEN_TIMEOUT_MS}, {@code RAPPORT_GAP_TIMEOUT_MS}. Blank is the same as unset.
     *
     * @throws IllegalArgumentException with the variable, its value unless it is a key, and what was expected
     */
    public static Providers fromEnvironment(Map<String, String> variables) {
        Environment env = new Environment(variables);
        List<Known> found = new ArrayList<>();
        for (Known known : Known.values()) {
            if (known.isConfigured(env)) {
                found.add(known);
            }
        }
        Optional<Known> choice = choose(env, found);
        HttpTimeouts timeouts = timeouts(env);
        int attempts = env.number(ATTEMPTS, ATTEMPTS_DEFAULT, 1, ProviderSettings.ATTEMPTS_MAX);
        List<ProviderSettings> all = found.stream()
                .map(known -> settings(env, known, choice.equals(Optional.of(known)), timeouts, attempts))
                .toList();
        return new Providers(choice.map(known -> all.get(found.indexOf(known))), all);
    }

    /** The base URL of one of the providers named here, such as {@code openai}, when nobody gives another. */
    public static String usualUrl(String name) {
        return Known.valueOf(name.toUpperCase(Locale.ROOT)).url;
    }

    private static Optional<Known> choose(Environment env, List<Known> found) {
        String name = env.text(CHOICE, "");
        if (name.isEmpty()) {
            return found.stream().findFirst();
        }
        if (name.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        for (Known known : Known.values()) {
            if (known.id().equalsIgnoreCase(name)) {
                if (!found.contains(known)) {
                    throw Environment.unexpected(CHOICE, name, "a configured provider: " + known.howToConfigure());
                }
                return Optional.of(known);
            }
        }
        throw Environment.unexpected(
                CHOICE,
                name,
                Arrays.stream(Known.values()).map(Known::id).collect(Collectors.joining(", ")) + " or " + NONE);
    }

    private static ProviderSettings settings(
            Environment env, Known known, boolean isChosen, HttpTimeouts timeouts, int attempts) {
        String model = known == Known.OLLAMA ? env.text("OLLAMA_MODEL", known.model) : known.model;
        return new ProviderSettings(
                known.id(),
                known.kind,
                url(env, known),
                env.key(known.keyName),
                isChosen ? env.text(MODEL, model) : model,
                timeouts,
                attempts);
    }

    /** Anthropic's and Ollama's own tools take the address without a version path, so that is allowed here. */
    private static String url(Environment env, Known known) {
        String url = env.url(known.urlName, known.url);
        String path = URI.create(url).getPath();
        boolean addsVersion = known == Known.ANTHROPIC || known == Known.OLLAMA;
        return addsVersion && (path.isEmpty() || path.equals("/")) ? url.replaceFirst("/$", "") + "/v1" : url;
    }

    private static HttpTimeouts timeouts(Environment env) {
        HttpTimeouts usual = HttpTimeouts.DEFAULT;
        return new HttpTimeouts(
                env.millis("RAPPORT_CONNECT_TIMEOUT_MS", usual.connect()),
                env.millis("RAPPORT_FIRST_TOKEN_TIMEOUT_MS", usual.firstEvent()),
                env.millis("RAPPORT_GAP_TIMEOUT_MS", usual.gap()),
                usual.reader());
    }

    /** One line for the log and for {@code status}. */
    public String describe() {
        return chosen.map(settings -> settings.name() + ", model " + settings.model())
                .orElse("no model, answers come from memory alone");
    }
}
