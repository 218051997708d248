package dev.rapport.chat.compress;

/** Counts tokens as a model does. Safe for all threads; time is linear in the text's length. */
@FunctionalInterface
public interface TokenCounter {
    int count(String text);
}
