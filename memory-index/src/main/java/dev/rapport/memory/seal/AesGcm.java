package dev.rapport.memory.seal;

import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.SealBrokenException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) as it lies in the store: a byte for the version, the nonce, then text and tag.
 *
 * <p>A nonce is 96 random bits. The standard allows 2^32 of them under one key, which keeps the chance that two are the same
 * below 2^-32 (section 8.3); the 100,000 memories of a user and some millions of messages are far from it, and a counter would
 * have to be shared by all instances. Ciphers are kept for each thread: to look one up costs more than to use it.
 */
final class AesGcm {
    static final int NONCE_SIZE = 12;
    static final int TAG_BITS = 128;

    /** What sealing adds. */
    static final int OVERHEAD = 1 + NONCE_SIZE + TAG_BITS / Byte.SIZE;

    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesGcm::cipher);
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    static byte[] seal(SecretKey key, byte[] bound, byte[] plain) {
        byte[] nonce = new byte[NONCE_SIZE];
        RANDOM.nextBytes(nonce);
        return seal(key, nonce, bound, plain);
    }

    static byte[] seal(SecretKey key, byte[] nonce, byte[] bound, byte[] plain) {
        byte[] sealed = new byte[OVERHEAD + plain.length];
        sealed[0] = PlainSealer.SEALED;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_SIZE);
        try {
            Cipher cipher = CIPHERS.get();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(bound);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_SIZE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals every text", e);
        }
    }

    /** Opens with whichever of the keys it was sealed with: the tag tells. */
    static byte[] open(List<SecretKey> keys, byte[] bound, byte[] sealed, String what) {
        for (SecretKey key : keys.subList(0, keys.size() - 1)) {
            try {
                return open(key, bound, sealed, what);
            } catch (SealBrokenException _) {
                // one of the next
            }
        }
        return open(keys.getLast(), bound, sealed, what);
    }

    /** @param what names it in the message of a failure */
    static byte[] open(SecretKey key, byte[] bound, byte[] sealed, String what) {
        if (sealed.length < OVERHEAD || sealed[0] != PlainSealer.SEALED) {
            throw new SealBrokenException(
                    what + ": " + sealed.length + " bytes (expected: sealed text of " + OVERHEAD + " bytes or more)",
                    null);
        }
        try {
            Cipher cipher = CIPHERS.get();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 1, NONCE_SIZE));
            cipher.updateAAD(bound);
            return cipher.doFinal(sealed, 1 + NONCE_SIZE, sealed.length - 1 - NONCE_SIZE);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException(
                    what + ": cannot be opened (expected: sealed with this key for this place, and not changed since)",
                    e);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }
}
