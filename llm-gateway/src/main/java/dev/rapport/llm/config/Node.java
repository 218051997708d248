package dev.rapport.llm.config;

import dev.rapport.llm.config.Value.Items;
import dev.rapport.llm.config.Value.Mapping;
import dev.rapport.llm.config.Value.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A place in the file: what stands there, and the path to it, which every message begins with.
 *
 * <p>Of a value that is of another kind than expected, a message says the kind only: it may be a key in the wrong place.
 */
final class Node {
    /** What becomes part of Redis keys, of labels and of answers. */
    static final String NAME = "[a-z0-9-]{1,32}";

    /** Enough to find it in the file. */
    private static final int SHOWN_MAX = 100;

    /** Not 010, which YAML 1.1 takes for 8, and not 1_000. */
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final String path;
    private final String key;
    private final Value value;

    private Node(String path, String key, Value value) {
        this.path = path;
        this.key = key;
        this.value = value;
    }

    static Node root(String name, Value value) {
        if (value instanceof Mapping) {
            return new Node("", name, value);
        }
        throw refused(name, value.kind(), "a mapping");
    }

    static String inner(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The part of a mapping whose keys are known; any other key is refused, since it is most likely misspelt. */
    Fields fields(String... known) {
        List<Node> entries = entries();
        for (Node entry : entries) {
            if (!Arrays.asList(known).contains(entry.key)) {
                throw refused(entry.path, "unknown key", oneOf(Arrays.asList(known)));
            }
        }
        return new Fields(path, entries);
    }

    /** The entries of a mapping, whatever their keys are. */
    List<Node> entries() {
        if (value instanceof Mapping(var values)) {
            List<Node> entries = new ArrayList<>();
            values.forEach((name, inner) -> entries.add(new Node(inner(path, name), name, inner)));
            return entries;
        }
        throw refused(path, value.kind(), "a mapping");
    }

    /** The entries of a mapping whose keys are names of ours. */
    List<Node> named() {
        List<Node> entries = entries();
        for (Node entry : entries) {
            if (!entry.key.matches(NAME)) {
                throw refused(path, entry.key, "names as " + NAME);
            }
        }
        return entries;
    }

    List<Node> items(int min, int max) {
        if (value instanceof Items(var values)) {
            if (values.size() < min || values.size() > max) {
                throw refused(path, Integer.toString(values.size()), min + ".." + max + " entries");
            }
            List<Node> items = new ArrayList<>();
            for (Value inner : values) {
                String at = "[" + items.size() + "]";
                items.add(new Node(path + at, at, inner));
            }
            return items;
        }
        throw refused(path, value.kind(), "a list");
    }

    /** The last part of the path. */
    String key() {
        return key;
    }

    String path() {
        return path;
    }

    String text() {
        Scalar scalar = scalar("text");
        if (scalar.type() != Scalar.Type.TEXT || scalar.text().isBlank()) {
            throw refused(scalar.text().isBlank() ? "(blank)" : scalar.text(), "text; a number needs quotes");
        }
        return scalar.text().strip();
    }

    String name() {
        String name = text();
        if (!name.matches(NAME)) {
            throw refused(name, NAME);
        }
        return name;
    }

    int number(int min, int max) {
        return (int) number((long) min, max);
    }

    long number(long min, long max) {
        String expected = min + ".." + max;
        Scalar scalar = scalar(expected);
        if (scalar.type() == Scalar.Type.NUMBER && WHOLE.matcher(scalar.text()).matches()) {
            long number = Long.parseLong(scalar.text());
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw refused(shown(scalar), expected);
    }

    Duration millis(int min, int max) {
        return Duration.ofMillis(number(min, max));
    }

    /** A number from 0 on, with at most so many digits after the point. */
    BigDecimal decimal(int max, int digits) {
        String expected = "0.." + max + ", at most " + digits + " digits after the point";
        Scalar scalar = scalar(expected);
        if (scalar.type() == Scalar.Type.NUMBER
                && DECIMAL.matcher(scalar.text()).matches()) {
            BigDecimal number = new BigDecimal(scalar.text());
            if (number.signum() >= 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0
                    && number.stripTrailingZeros().scale() <= digits) {
                return number;
            }
        }
        throw refused(shown(scalar), expected);
    }

    boolean truth() {
        Scalar scalar = scalar("true or false");
        return switch (scalar.type() == Scalar.Type.TRUTH ? scalar.text() : "") {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(shown(scalar), "true or false");
        };
    }

    /** One of an enum's constants, written small. */
    <E extends Enum<E>> E choice(Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return type.getEnumConstants()[words.indexOf(among(words))];
    }

    /** One of these words, whatever YAML takes it for. */
    String among(Collection<String> words) {
        Scalar scalar = scalar(oneOf(words));
        if (!words.contains(scalar.text())) {
            throw refused(shown(scalar), oneOf(words));
        }
        return scalar.text();
    }

    /** What is expected where one of these is. */
    static String oneOf(Collection<String> words) {
        return "one of " + new TreeSet<>(words);
    }

    private Scalar scalar(String expected) {
        if (value instanceof Scalar scalar) {
            return scalar;
        }
        throw refused(value.kind(), expected);
    }

    private static String shown(Scalar scalar) {
        return scalar.text().isEmpty() ? scalar.kind() : scalar.text();
    }

    /** The error of this place. */
    IllegalArgumentException refused(String shown, String expected) {
        return refused(path, shown, expected);
    }

    /** An error in the words that all of the settings use; on one line, however the file looks. */
    static IllegalArgumentException refused(String path, String shown, String expected) {
        return new IllegalArgumentException(oneLine(path) + ": " + oneLine(shown) + " (expected: " + expected + ")");
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
    }
}
