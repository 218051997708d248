package dev.rapport.chat.recall;

import dev.rapport.memory.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names turns. Every attempt at a message with one idempotency key gets the same id, on any instance and without asking
 * anybody, so what a killed instance had already written for it is recognised.
 */
final class TurnIds {
    private static final int SIZE = 15; // 120 bits; 20 characters

    private TurnIds() {}

    /* The text is part of it: a key that a client uses again for another message does not hide the first. */
    static String of(Owner owner, String idempotencyKey, String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {owner.subject(), idempotencyKey, text}) {
                sha256.update(part.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            byte[] id = Arrays.copyOf(sha256.digest(), SIZE);
            return "gen_" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
