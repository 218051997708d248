package dev.rapport.llm.provider;

import dev.rapport.llm.http.HttpTimeouts;
import java.time.Duration;
import java.util.Map;

/** Environment variables, read with errors that say which one is wrong and how. A key's value is never part of one. */
final class Environment {
    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    boolean has(String name) {
        return !text(name, "").isEmpty();
    }

    String text(String name, String otherwise) {
        String value = variables.getOrDefault(name, "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    String key(String name) {
        String key = text(name, "");
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw unexpected(name, "(hidden, " + key.length() + " characters)", "printable ASCII without spaces");
        }
        return key;
    }

    String url(String name, String otherwise) {
        String url = text(name, otherwise);
        if (!ProviderSettings.isUrl(url)) {
            throw unexpected(
                    name,
                    ProviderSettings.withoutUserInfo(url),
                    "http or https URL without user, query and fragment, such as " + otherwise);
        }
        return url;
    }

    Duration millis(String name, Duration otherwise) {
        return Duration.ofMillis(number(name, (int) otherwise.toMillis(), 1, (int) HttpTimeouts.MAX.toMillis()));
    }

    int number(String name, int otherwise, int min, int max) {
        String text = text(name, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw unexpected(name, text, min + ".." + max);
    }

    static IllegalArgumentException unexpected(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
