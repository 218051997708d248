package dev.rapport.llm.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a provider's keys come from: a variable of the environment or a file, never the configuration itself, which is
 * copied and shown too easily. What may be a key by mistake is not shown either.
 */
final class Secrets {
    /** Ten times the longest key seen. */
    private static final int BYTES_MAX = 4_096;

    private static final String FROM = "key-env or key-file";

    private final Map<String, String> environment;

    Secrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The error of an entry that has the key itself in it. */
    static void refuseLiteral(Node entry) {
        for (Node field : entry.entries()) {
            if (field.key().equals("key")) {
                throw field.refused("(hidden)", FROM);
            }
        }
    }

    /** The key; empty if none is wanted. */
    String of(Node entry, Fields fields) {
        Optional<Node> variable = fields.find("key-env");
        Optional<Node> file = fields.find("key-file");
        if (variable.isPresent() && file.isPresent()) {
            throw entry.refused("key-env and key-file", "one of them");
        }
        return variable.map(this::ofVariable)
                .or(() -> file.map(Secrets::ofFile))
                .orElse("");
    }

    private String ofVariable(Node node) {
        String name = node.text();
        if (!name.matches("[A-Z][A-Z0-9_]{0,99}")) {
            throw node.refused(hidden(name), "the name of a variable, such as OPENAI_API_KEY");
        }
        String key = environment.getOrDefault(name, "").strip();
        if (key.isEmpty()) {
            throw node.refused(name, "a variable that is set");
        }
        return checked(node, key);
    }

    private static String ofFile(Node node) {
        String text = node.text();
        if (!text.startsWith("/")) {
            throw node.refused(hidden(text), "an absolute path");
        }
        String key;
        try (InputStream in = Files.newInputStream(Path.of(text))) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw node.refused(text, "a file of at most " + BYTES_MAX + " bytes");
            }
            key = new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            throw node.refused(text, "a file that can be read");
        }
        if (key.isEmpty()) {
            throw node.refused(text, "a file with a key in it");
        }
        return checked(node, key);
    }

    /** It becomes a header. */
    private static String checked(Node node, String key) {
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw node.refused(hidden(key), "a key of printable ASCII without spaces");
        }
        return key;
    }

    private static String hidden(String text) {
        return "(hidden, " + text.length() + " characters)";
    }
}
