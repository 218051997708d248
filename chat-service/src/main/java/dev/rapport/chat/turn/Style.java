package dev.rapport.chat.turn;

/**
 * How the user writes, measured on one message.
 *
 * @param words number of words, 0 or more
 * @param formality 0 (casual) to 1 (formal)
 * @param language ISO 639-1 code, or {@code und} when the message is too short to tell
 */
public record Style(int words, float formality, String language) {}
