package dev.rapport.chat.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys by which programs of the operator's begin and end sessions. Several may be good at one time, so that a key can be replaced
 * without a moment in which a program has none that is.
 *
 * <p>Kept are hashes only. One round of SHA-256 is enough, since a key is random and long, not a word that somebody remembers.
 */
public final class ApplicationKeys {
    /** The key that {@code ./rapport up} makes. */
    public static final String MAIN_FILE = "application.key";

    /** Further ones, a line each. */
    public static final String FILE = "application.keys";

    /** Characters of a key, at the least: 192 bits in base64. */
    static final int LENGTH_MIN = 32;

    /** Keys at one time; each is compared with whatever is given. */
    static final int COUNT_MAX = 32;

    private static final String MAIN = "main";
    private static final Pattern LINE = Pattern.compile("([a-z0-9-]{1,32})\\s+sha256:([0-9a-f]{64})"
            + "(?:\\s+plan=([a-z0-9-]{1,32}))?(?:\\s+users=([A-Za-z0-9][A-Za-z0-9._@+-]{0,31}))?");

    private final List<Key> keys;

    /**
     * A key without what it is known by.
     *
     * @param name for people
     * @param plan the only one that it may give; empty for any
     * @param users what the names of its users begin with; empty for any
     * @param sha256 of the key, in hexadecimal
     */
    record Key(String name, String plan, String users, String sha256) {}

    private ApplicationKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads both files; one of them has to be there.
     *
     * @throws IOException if there is no key or a line is wrong; the message names the file, never a key
     */
    public static ApplicationKeys load(Path secrets) throws IOException {
        Path main = secrets.resolve(MAIN_FILE);
        Path file = secrets.resolve(FILE);
        List<Key> keys = new ArrayList<>();
        if (Files.exists(main)) {
            keys.add(main(main));
        }
        if (Files.exists(file)) {
            keys.addAll(listed(file));
        }
        if (keys.isEmpty()) {
            throw new IOException(main + ": missing (expected: a file with one line of at least " + LENGTH_MIN
                    + " random characters)");
        }
        return new ApplicationKeys(keys);
    }

    /** One key that may do everything. */
    public static ApplicationKeys of(String key) {
        return new ApplicationKeys(List.of(new Key(MAIN, "", "", sha256(key))));
    }

    /** The key that is given; all are compared, each in the same time, so how long it takes says nothing. */
    Optional<Key> find(String given) {
        byte[] hash = sha256(given).getBytes(StandardCharsets.US_ASCII);
        Optional<Key> found = Optional.empty();
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.sha256().getBytes(StandardCharsets.US_ASCII), hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private static Key main(Path file) throws IOException {
        String key = Files.readString(file).strip();
        if (key.length() < LENGTH_MIN) {
            throw new IOException(file + ": " + key.length() + " characters (expected: at least " + LENGTH_MIN + ")");
        }
        return new Key(MAIN, "", "", sha256(key));
    }

    private static List<Key> listed(Path file) throws IOException {
        List<Key> keys = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(MAIN));
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line.strip());
            if (!parts.matches()) {
                throw new IOException(file + ", line " + number
                        + ": not shown (expected: NAME sha256:HEX, then plan=PLAN and users=PREFIX if wanted)");
            }
            if (!names.add(parts.group(1)) || keys.size() == COUNT_MAX) {
                throw new IOException(file + ", line " + number + ": " + parts.group(1) + " (expected: at most "
                        + COUNT_MAX + " keys, each of a name of its own, none of them " + MAIN + ")");
            }
            keys.add(new Key(
                    parts.group(1),
                    parts.group(3) == null ? "" : parts.group(3),
                    parts.group(4) == null ? "" : parts.group(4),
                    parts.group(2)));
        }
        return keys;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
