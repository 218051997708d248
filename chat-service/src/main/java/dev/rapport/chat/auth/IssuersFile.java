package dev.rapport.chat.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The file of issuers, JSON: {@code {"issuers":[{"name":...}]}}. {@code docs/SETTINGS.md} lists its keys. */
public final class IssuersFile {
    /** More at one time would be a directory of the world; each has keys in each loop. */
    static final int COUNT_MAX = 16;

    private static final Set<String> FIELDS =
            Set.of("name", "issuer", "audience", "jwks", "algorithms", "user-claim", "plan-claim");
    private static final String SUBJECT = "sub";

    private IssuersFile() {}

    /**
     * Reads and checks the whole file.
     *
     * @throws IllegalArgumentException with the path in the file, the value and what was expected
     * @throws IOException if it cannot be read or is no JSON
     */
    public static List<Issuer> read(Path file) throws IOException {
        JsonNode root;
        try {
            root = StrictJson.object(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: one JSON object)", e);
        }
        JsonNode entries = root.path("issuers");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > COUNT_MAX || root.size() != 1) {
            throw refused(file, "issuers", "missing, or not alone", "a list of 1.." + COUNT_MAX + " issuers");
        }
        List<Issuer> issuers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            Issuer issuer = issuer(file, "issuers[" + i + "]", entries.get(i));
            if (!names.add(issuer.name()) || !names.add(issuer.issuer())) {
                throw refused(file, "issuers[" + i + "]", issuer.name(), "a name and an address of its own");
            }
            issuers.add(issuer);
        }
        return issuers;
    }

    private static Issuer issuer(Path file, String path, JsonNode entry) {
        entry.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw refused(file, path + "." + name, "unknown", "one of " + new TreeSet<>(FIELDS));
            }
        });
        List<JWSAlgorithm> algorithms = new ArrayList<>();
        entry.path("algorithms").forEach(name -> algorithms.add(JWSAlgorithm.parse(name.asText(""))));
        try {
            return new Issuer(
                    text(entry, "name", ""),
                    text(entry, "issuer", ""),
                    text(entry, "audience", ""),
                    Optional.of(text(entry, "jwks", ""))
                            .filter(address -> !address.isEmpty())
                            .map(URI::create),
                    entry.has("algorithms") ? algorithms : List.of(JWSAlgorithm.RS256),
                    text(entry, "user-claim", SUBJECT),
                    text(entry, "plan-claim", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + path + "." + e.getMessage(), e);
        }
    }

    private static String text(JsonNode entry, String name, String otherwise) {
        JsonNode value = entry.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException(name + ": " + value.getNodeType() + " (expected: a text)");
        }
        return value.asText(otherwise);
    }

    private static IllegalArgumentException refused(Path file, String path, String value, String expected) {
        return new IllegalArgumentException(file + ": " + path + ": " + value + " (expected: " + expected + ")");
    }
}
