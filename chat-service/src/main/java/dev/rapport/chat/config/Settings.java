package dev.rapport.chat.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads named settings: from the environment ({@code recall.top-k} is {@code RAPPORT_RECALL_TOP_K}), else from the
 * file, else the default. A key of the file that nobody asked for is an error, since it is most likely misspelt.
 */
final class Settings {
    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final TreeSet<String> asked = new TreeSet<>();

    Settings(Map<String, String> file, Map<String, String> environment) {
        this.file = Map.copyOf(file);
        this.environment = Map.copyOf(environment);
    }

    static Settings load(Path path, Map<String, String> environment) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        }
        Map<String, String> file = new HashMap<>();
        properties.forEach(
                (key, value) -> file.put(key.toString(), value.toString().strip()));
        return new Settings(file, environment);
    }

    String text(String key) {
        String value = find(key);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    key + ": missing (expected: a value in the file or in " + inEnv(key) + ")");
        }
        return value;
    }

    String text(String key, String otherwise) {
        String value = find(key);
        return value == null ? otherwise : value;
    }

    int number(String key, int otherwise, int min, int max) {
        String value = find(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new IllegalArgumentException(key + ": " + value + " (expected: " + min + ".." + max + ")");
    }

    /** A duration in milliseconds; the key ends in {@code -ms}. */
    Duration millis(String key, int otherwise, int min, int max) {
        return Duration.ofMillis(number(key, otherwise, min, max));
    }

    void refuseUnknownKeys() {
        TreeSet<String> unknown = new TreeSet<>(file.keySet());
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown.first() + ": unknown setting (expected: one of " + asked + ")");
        }
    }

    /** The keys that were asked for, which are all that there are once {@link ServiceConfig} was read. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    private @org.jspecify.annotations.Nullable String find(String key) {
        asked.add(key);
        String fromEnvironment = environment.get(inEnv(key));
        return fromEnvironment != null ? fromEnvironment : file.get(key);
    }

    static String inEnv(String key) {
        return "RAPPORT_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
