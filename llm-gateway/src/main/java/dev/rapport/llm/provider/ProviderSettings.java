package dev.rapport.llm.provider;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.http.HttpTimeouts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * One provider and the model to ask there.
 *
 * @param name for notices, logs and metrics
 * @param kind the protocol
 * @param baseUrl http or https, with the version path if the provider has one, such as {@code https://api.mistral.ai/v1}
 * @param apiKey empty for a server that wants none; never shown by {@link #toString}
 * @param model the provider's name for the model
 * @param attempts how often a request may be sent before its first piece comes, 1 to {@value #ATTEMPTS_MAX}
 */
public record ProviderSettings(
        String name, Kind kind, String baseUrl, String apiKey, String model, HttpTimeouts timeouts, int attempts) {
    /** More would only help a provider to stay down. */
    public static final int ATTEMPTS_MAX = 5;

    /** The protocol a provider speaks. */
    public enum Kind {
        /** OpenAI's chat completions, which most providers and local servers speak. */
        OPENAI,
        /** Anthropic's messages. */
        ANTHROPIC
    }

    /**
     * Checks everything that can be checked without asking the provider.
     *
     * @throws IllegalArgumentException with the name of the field, its value and what was expected; never with the key
     */
    public ProviderSettings {
        requireNonNull(kind, "kind");
        requireNonNull(timeouts, "timeouts");
        requireText("name", name);
        requireText("model", model);
        requireUrl(baseUrl);
        if (!apiKey.chars().allMatch(c -> c > ' ' && c < 0x7F)) { // it becomes a header
            throw new IllegalArgumentException(
                    "apiKey: (hidden, " + apiKey.length() + " characters) (expected: printable ASCII without spaces)");
        }
        if (kind == Kind.ANTHROPIC && apiKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "apiKey: (empty) (expected: a key, " + kind + " takes no request without)");
        }
        if (attempts < 1 || attempts > ATTEMPTS_MAX) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1.." + ATTEMPTS_MAX + ")");
        }
    }

    /** The host part of the base URL. */
    String host() {
        return URI.create(baseUrl).getHost().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + " (" + kind + ", " + baseUrl + ", model " + model + ", key "
                + (apiKey.isEmpty() ? "none" : "hidden") + ")";
    }

    private static void requireText(String name, String value) {
        if (requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + ": (blank) (expected: some text)");
        }
    }

    private static void requireUrl(String url) {
        if (!isUrl(requireNonNull(url, "baseUrl"))) {
            throw new IllegalArgumentException("baseUrl: " + withoutUserInfo(url)
                    + " (expected: http or https URL without user, query and fragment)");
        }
    }

    /** Whether the text can be a base URL. A password in it would end up in logs, so a user part is refused. */
    public static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** The text with what stands before an {@code @} hidden, to be shown. */
    public static String withoutUserInfo(String url) {
        return url.replaceFirst("//[^/@]*@", "//(hidden)@");
    }
}
