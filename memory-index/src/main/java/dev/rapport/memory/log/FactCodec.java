package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.Fact;
import dev.rapport.memory.PastFact;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.TextSealer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How facts stand in the hash {@code {user}:traits}.
 *
 * <p>The field is the attribute, and for an attribute that may have several values also {@code #} and the value's key;
 * ASCII in any case. The value has five parts with U+001F between them: ids of the memories that say so, with commas and
 * the first one first; the value's key; since when in milliseconds; confidence; and last, so that it may hold anything,
 * the value, sealed. {@code learn.lua} writes it.
 */
public final class FactCodec {
    private static final byte SEPARATOR = 0x1F;
    private static final int PARTS = 5;

    private FactCodec() {}

    /** The facts that a change closed: those that are no more, and those with another value now. */
    static List<PastFact> closed(Map<String, byte[]> change, TextSealer sealer) {
        String turn = text(change, "turn");
        Instant until = Instant.ofEpochMilli(Long.parseLong(text(change, "at")));
        List<PastFact> closed = new ArrayList<>();
        for (int i = 1; change.containsKey("f" + i); i++) {
            byte[] before = bytes(change, "w" + i);
            if (before.length > 0 && !saysTheSame(before, bytes(change, "i" + i))) {
                closed.add(new PastFact(decode(text(change, "f" + i), before, sealer), until, turn));
            }
        }
        return closed;
    }

    /* Only other memories speak for it now. */
    private static boolean saysTheSame(byte[] before, byte[] after) {
        return after.length > 0
                && Arrays.equals(
                        before, endOfEvidence(before), before.length, after, endOfEvidence(after), after.length);
    }

    /** How many bytes of a fact are the ids of the memories that say so. */
    static int endOfEvidence(byte[] fact) {
        int end = 0;
        while (end < fact.length && fact[end] != SEPARATOR) {
            end++;
        }
        return end;
    }

    /** The attribute of what stands there. */
    static String attribute(String field) {
        int hash = field.indexOf('#');
        return hash < 0 ? field : field.substring(0, hash);
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return new String(bytes(fields, name), UTF_8);
    }

    private static byte[] bytes(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("change: no " + name + " (has: " + fields.keySet() + ")");
        }
        return value;
    }

    /** Where the fact stands. */
    static String field(Fact fact, TextSealer sealer) {
        return fact.single() ? fact.attribute() : fact.attribute() + "#" + fact.valueKey(sealer);
    }

    /** The value as it stands there. */
    static byte[] value(Fact fact, TextSealer sealer) {
        return sealer.sealText(place(field(fact, sealer)), fact.value());
    }

    private static String place(String field) {
        return "traits " + field;
    }

    /**
     * Reads one entry of the hash.
     *
     * @param sealer opens the user's texts
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RememberedFact decode(String field, byte[] value, TextSealer sealer) {
        int[] ends = ends(value);
        if (ends.length != PARTS) {
            throw new IllegalArgumentException(
                    "fact " + field + ": " + ends.length + " parts (expected: " + PARTS + ")");
        }
        String memories = part(value, 0, ends[0]);
        int comma = memories.indexOf(',');
        String memoryId = comma < 0 ? memories : memories.substring(0, comma);
        int hash = field.indexOf('#');
        Instant since = Instant.ofEpochMilli(Long.parseLong(part(value, ends[1] + 1, ends[2])));
        float confidence = Float.parseFloat(part(value, ends[2] + 1, ends[3]));
        String text = sealer.openText(place(field), Arrays.copyOfRange(value, ends[3] + 1, value.length));
        int evidence = memories.isEmpty() ? 0 : memories.split(",", -1).length;
        return new RememberedFact(attribute(field), text, memoryId, since, confidence, hash < 0, evidence);
    }

    /* The last part goes to the end, whatever bytes it has. */
    private static int[] ends(byte[] value) {
        int[] ends = new int[PARTS];
        int count = 0;
        for (int i = 0; i < value.length && count < PARTS - 1; i++) {
            if (value[i] == SEPARATOR) {
                ends[count++] = i;
            }
        }
        ends[count++] = value.length;
        return Arrays.copyOf(ends, count);
    }

    private static String part(byte[] value, int from, int to) {
        return new String(value, from, to - from, UTF_8);
    }
}
