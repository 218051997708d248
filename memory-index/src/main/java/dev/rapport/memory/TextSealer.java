package dev.rapport.memory;

/**
 * Makes what is kept of one user unreadable for whoever has the store and not the key, and opens it again.
 *
 * <p>What is sealed begins with a byte that no UTF-8 text and no vector begins with, so what was kept in clear before stays
 * readable. Made by a {@link Vault}. Safe for use by many threads at once; never blocks.
 */
public interface TextSealer {
    /** The epoch of who does not know it, for example because the store was away. It fits any. */
    String UNKNOWN_EPOCH = "?";

    /** The time between two erasures of a user, as the key of that time names it. Nothing of it may be used in another one. */
    String epoch();

    /**
     * Seals, or keeps it as it is if this one does not seal.
     *
     * @param place where it will lie, within what is kept of the user; it opens nowhere else
     */
    byte[] seal(String place, byte[] plain);

    /**
     * The opposite. What is not sealed is returned as it is.
     *
     * @throws SealBrokenException if it was sealed with another key, for another user or place, or was changed since
     */
    byte[] open(String place, byte[] kept);

    /**
     * A short name of a text, the same for the same text of this user.
     *
     * @param normalized 1 or more characters
     * @return 16 hexadecimal digits. Under a key of the user's, so that who sees it cannot try out what it is the name of; if there
     *     is none, the beginning of the text's SHA-256
     */
    String name(String normalized);

    /** Seals a text, as {@link LosslessUtf8} has it. */
    default byte[] sealText(String place, String text) {
        return seal(place, LosslessUtf8.encode(text));
    }

    /** Opens a text. */
    default String openText(String place, byte[] kept) {
        return LosslessUtf8.decode(open(place, kept));
    }
}
