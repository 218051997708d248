package dev.rapport.chat.turn;

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
public final class TurnIds {
    private static final int SIZE = 15; // 120 bits; 20 characters

    private TurnIds() {}

    /** The id of a turn, of 24 characters: it names the stream of its answer, too. */
    public static String of(AuthenticatedTurn turn) {
        IncomingTurn incoming = turn.incoming();
        StringBuilder said = new StringBuilder(incoming.text());
        incoming.conversation().ifPresent(conversation -> said.append('\n').append(conversation));
        incoming.wishes()
                .dialogue()
                .ifPresent(dialogue -> dialogue.messages()
                        .forEach(message ->
                                said.append('\0').append(message.role()).append(message.text())));
        return of(turn.owner(), incoming.idempotencyKey(), said.toString());
    }

    /**
     * The id of a change that is no message.
     *
     * @param idempotencyKey the same for every attempt at it
     * @param text what is changed, and how
     */
    public static String of(Owner owner, String idempotencyKey, String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // What is said is part of it: a key that is used again for another message does not hide the first.
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
