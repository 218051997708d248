package dev.rapport.memory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keeps all of it as it is, and refuses what somebody else has sealed.
 *
 * @param owner named in the refusal
 */
public record PlainSealer(Owner owner, String epoch) implements TextSealer {
    /** First byte of all that is sealed. UTF-8 has no byte of 0xF8 and above; a vector begins with a float of 0 to 1. */
    public static final byte SEALED = (byte) 0xF9;

    /** Bytes of a digest that become a name: 64 bits make a clash among a user's texts a matter of luck no more. */
    public static final int NAME_SIZE = 8;

    /** Whether something is sealed. */
    public static boolean isSealed(byte[] kept) {
        return kept.length > 0 && kept[0] == SEALED;
    }

    @Override
    public byte[] seal(String place, byte[] plain) {
        return plain;
    }

    @Override
    public byte[] open(String place, byte[] kept) {
        if (isSealed(kept)) {
            throw new SealBrokenException(
                    owner.key(place) + ": sealed, and the user has no key (expected: the key it was sealed with)",
                    null);
        }
        return kept;
    }

    @Override
    public String name(String normalized) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(LosslessUtf8.encode(normalized));
            return HexFormat.of().formatHex(sha, 0, NAME_SIZE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
