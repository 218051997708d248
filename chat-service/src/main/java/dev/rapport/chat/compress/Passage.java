package dev.rapport.chat.compress;

import java.util.Locale;

/**
 * What is taken or left as a whole: a sentence, a short message or a code block, as it was written. Safe for all threads: what
 * is counted later is the same whoever counts.
 */
final class Passage {
    private static final String USER = "- I:";
    private static final String ASSISTANT = "- You:";

    private final String text;
    private final boolean code;
    private final Salience salience;
    private final int estimate;
    private volatile int userTokens;
    private volatile int assistantTokens;

    private Passage(String text, boolean code, Salience salience) {
        this.text = text;
        this.code = code;
        this.salience = salience;
        this.estimate = Estimate.tokens(text);
    }

    static Passage sentence(String text) {
        return new Passage(text, false, Salience.of(text));
    }

    static Passage code(String text) {
        return new Passage(text, true, Salience.ofCode(text));
    }

    String text() {
        return text;
    }

    Salience salience() {
        return salience;
    }

    /** About how many tokens it has. */
    int estimate() {
        return estimate;
    }

    /** How a digest writes it; a block begins on a line of its own, or it would be none. */
    String line(boolean user) {
        return (user ? USER : ASSISTANT) + (code ? "\n" : " ") + text;
    }

    /** Exact count of the line with its end. */
    int tokens(boolean user, TokenCounter counter) {
        int known = user ? userTokens : assistantTokens;
        if (known > 0) {
            return known;
        }
        int tokens = counter.count(line(user) + "\n");
        if (user) {
            userTokens = tokens;
        } else {
            assistantTokens = tokens;
        }
        return tokens;
    }

    /** The same for passages that say the same. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }
}
