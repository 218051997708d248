package dev.rapport.chat.compress;

import org.jspecify.annotations.Nullable;

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
    private final int hash;
    private volatile int estimate;
    private volatile int userTokens;
    private volatile int assistantTokens;

    private Passage(String text, boolean code, Salience salience) {
        this.text = text;
        this.code = code;
        this.salience = salience;
        this.hash = hash(text);
    }

    static Passage sentence(String text) {
        return new Passage(text, false, Salience.of(text));
    }

    static Passage code(String text) {
        return new Passage(text, true, Salience.ofCode(text));
    }

    /* What a block lacks that was never closed: without, all that is written behind it would be code. */
    private static String lacking(String block) {
        String opening = fence(block);
        String last = block.substring(block.lastIndexOf('\n') + 1).strip();
        boolean isClosed = last.length() < block.length()
                && last.startsWith(opening)
                && fence(last).equals(last);
        return isClosed ? "" : "\n" + opening;
    }

    /* The run of one mark that a line begins with. */
    private static String fence(String line) {
        int end = 1;
        while (end < line.length() && line.charAt(end) == line.charAt(0)) {
            end++;
        }
        return line.substring(0, Math.min(end, line.length()));
    }

    String text() {
        return text;
    }

    Salience salience() {
        return salience;
    }

    /** About how many tokens it has. */
    int estimate() {
        int known = estimate;
        if (known == 0) {
            known = Estimate.tokens(text);
            estimate = known;
        }
        return known;
    }

    /** How a digest writes it; a block begins on a line of its own, or it would be none, and ends. */
    String line(boolean user) {
        return (user ? USER : ASSISTANT) + (code ? "\n" + text + lacking(text) : " " + text);
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

    /** Whether the other says the same, in small letters or capital ones; of code, whether it is the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Passage passage
                && hash == passage.hash
                && code == passage.code
                && (code ? text.equals(passage.text) : text.equalsIgnoreCase(passage.text));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c = (char) (c | 0x20);
            } else if (c >= 0x80) {
                c = Character.toLowerCase(Character.toUpperCase(c)); // as equalsIgnoreCase does
            }
            hash = 31 * hash + c;
        }
        return hash;
    }
}
