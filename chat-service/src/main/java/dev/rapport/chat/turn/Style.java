package dev.rapport.chat.turn;

/**
 * How the user writes, measured on one message.
 *
 * @param words number of words, 0 or more
 * @param formality 0 (casual) to 1 (formal)
 * @param language ISO 639-1 code, or {@code und} when the message is too short to tell
 * @param emoji number of emoji, 0 or more
 * @param asks whether it ends with a question
 * @param list whether a list, a table or steps are asked for
 * @param code whether code is asked for or shown
 */
public record Style(int words, float formality, String language, int emoji, boolean asks, boolean list, boolean code) {
    /** Of a message with nothing of the rest. */
    public Style(int words, float formality, String language) {
        this(words, formality, language, 0, false, false, false);
    }
}
