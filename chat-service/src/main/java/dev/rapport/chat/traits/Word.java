package dev.rapport.chat.traits;

/**
 * One word or mark of a message.
 *
 * @param text the word in lower case with straight apostrophes, contractions taken apart; empty for a word too long to
 *     be one
 * @param start where it begins in the message
 * @param end one past where it ends
 * @param mark whether it is punctuation or another symbol
 * @param capital whether it is written with a capital first letter
 */
record Word(String text, int start, int end, boolean mark, boolean capital) {}
