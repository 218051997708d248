package dev.rapport.llm;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalDouble;

/**
 * The SHA-256 of a sequence of fields. Each text has its length before it, since it may hold whatever would stand between two: "ab", "c" is not
 * "a", "bc". One thread's, and good for one digest.
 */
public final class FieldDigest {
    private final MessageDigest sha256;

    public FieldDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", impossible);
        }
    }

    public void add(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    public void add(boolean flag) {
        add(flag ? 1 : 0);
    }

    public void add(OptionalDouble number) {
        add(number.isPresent());
        add(Double.doubleToLongBits(number.orElse(0)));
    }

    /** Adds a text as its chars: an encoder would make a question mark of half a surrogate pair, and so two texts one. */
    public void add(String text) {
        add(text.length());
        ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
        bytes.asCharBuffer().put(text);
        sha256.update(bytes);
    }

    public void add(Sampling sampling) {
        add(sampling.temperature());
        add(sampling.topP());
        add(sampling.frequencyPenalty());
        add(sampling.presencePenalty());
        add(sampling.stops().size());
        sampling.stops().forEach(this::add);
    }

    /** The 32 bytes of the hash. */
    public byte[] digest() {
        return sha256.digest();
    }
}
