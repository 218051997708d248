package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.Fact;
import dev.rapport.memory.PastFact;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How facts stand in the hash {@code {user}:traits}.
 *
 * <p>The field is the attribute, and for an attribute that may have several values also {@code #} and the value's key;
 * ASCII in any case. The value has five parts with U+001F between them: ids of the memories that say so, with commas and
 * the first one first; the value's key; since when in milliseconds; confidence; and last, so that it may hold anything,
 * the value. {@code learn.lua} writes it.
 */
public final class FactCodec {
    private static final char SEPARATOR = '\u001F';
    private static final int PARTS = 5;

    private FactCodec() {}

    /** The facts that a change closed: those that are no more, and those with another value now. */
    static List<PastFact> closed(Map<String, byte[]> change) {
        String turn = text(change, "turn");
        Instant until = Instant.ofEpochMilli(Long.parseLong(text(change, "at")));
        List<PastFact> closed = new ArrayList<>();
        for (int i = 1; change.containsKey("f" + i); i++) {
            if (!text(change, "w" + i).isEmpty() && !saysTheSame(text(change, "w" + i), text(change, "i" + i))) {
                String before = text(change, "w" + i);
                closed.add(new PastFact(decode(text(change, "f" + i), before.getBytes(UTF_8)), until, turn));
            }
        }
        return closed;
    }

    /* Only other memories speak for it now. */
    private static boolean saysTheSame(String before, String after) {
        return !after.isEmpty()
                && before.substring(before.indexOf(SEPARATOR)).equals(after.substring(after.indexOf(SEPARATOR)));
    }

    private static String text(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("change: no " + name + " (has: " + fields.keySet() + ")");
        }
        return new String(value, UTF_8);
    }

    /** Where the fact stands. */
    static String field(Fact fact) {
        return fact.single() ? fact.attribute() : fact.attribute() + "#" + fact.valueKey();
    }

    /**
     * Reads one entry of the hash.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RememberedFact decode(String field, byte[] value) {
        String[] parts = new String(value, UTF_8).split(String.valueOf(SEPARATOR), PARTS);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(
                    "fact " + field + ": " + parts.length + " parts (expected: " + PARTS + ")");
        }
        int comma = parts[0].indexOf(',');
        String memoryId = comma < 0 ? parts[0] : parts[0].substring(0, comma);
        int hash = field.indexOf('#');
        String attribute = hash < 0 ? field : field.substring(0, hash);
        Instant since = Instant.ofEpochMilli(Long.parseLong(parts[2]));
        int evidence = parts[0].isEmpty() ? 0 : parts[0].split(",", -1).length;
        return new RememberedFact(attribute, parts[4], memoryId, since, Float.parseFloat(parts[3]), hash < 0, evidence);
    }
}
