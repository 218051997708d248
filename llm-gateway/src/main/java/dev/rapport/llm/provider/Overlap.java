package dev.rapport.llm.provider;

/**
 * Takes away what a continuation says again of the text it continues. A model that was asked in words to go on, and not by
 * prefill, likes to begin with the last words that it was shown.
 *
 * <p>The first {@value #LOOKED_AT_MAX} characters are held back until it is known; then everything passes.
 */
final class Overlap {
    /** A longer repetition is another answer. */
    static final int LOOKED_AT_MAX = 200;

    /** Shorter ones are chance: most sentences share a word's end with another's beginning. */
    static final int LENGTH_MIN = 8;

    private final String before;
    private final StringBuilder held = new StringBuilder();
    private boolean passing;

    /** @param before the text that is continued */
    Overlap(String before) {
        this.before = before.substring(Math.max(0, before.length() - LOOKED_AT_MAX));
    }

    /** The part of what was held and of this piece that may pass now; often empty. */
    String next(String piece) {
        if (passing) {
            return piece;
        }
        held.append(piece);
        return held.length() < LOOKED_AT_MAX && couldGrow() ? "" : rest();
    }

    /** What was still held when the continuation ended. */
    String rest() {
        passing = true;
        String text = held.toString();
        held.setLength(0);
        return text.substring(repeated(text));
    }

    /* Whether more text could make a repetition longer: all of it so far is the beginning of one. */
    private boolean couldGrow() {
        String text = held.toString();
        for (int from = 0; from < before.length(); from++) {
            if (before.startsWith(text, from) && before.length() - from >= LENGTH_MIN) {
                return true;
            }
        }
        return false;
    }

    private int repeated(String text) {
        for (int length = Math.min(before.length(), text.length()); length >= LENGTH_MIN; length--) {
            if (before.endsWith(text.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }
}
