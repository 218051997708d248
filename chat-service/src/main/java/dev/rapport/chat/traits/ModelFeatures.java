package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Arrays;
import java.util.Set;

/** What the model sees of a statement and of one of its words, as hashed features. */
final class ModelFeatures {
    /** Hashed features of a statement; with 20,000 in use about one in seven shares its place. */
    static final int STATEMENT_SIZE = 1 << 17;

    static final int WORD_SIZE = 1 << 20;

    /** Words of a statement that are looked at. */
    static final int WORDS_MAX = 40;

    static final Set<String> FIRST_PERSON = words("i my we our me mine");

    private static final int SUFFIX_LENGTH = 3;
    private static final int PER_WORD_MAX = 6;
    private static final int AFTER_ME = 3;

    private final int[] features = new int[WORDS_MAX * PER_WORD_MAX + 32];
    private int count;
    private int size = 1;

    int[] features() {
        return features;
    }

    int count() {
        return count;
    }

    /** Words, their pairs, and what follows "I" and "my". */
    void statement(Words claim) {
        count = 0;
        size = STATEMENT_SIZE;
        int end = Math.min(claim.size(), WORDS_MAX);
        add("bias", "");
        for (int i = 0; i < end; i++) {
            add("1", claim.text(i));
            add("2", claim.text(i) + ' ' + claim.text(i + 1));
            add("s", suffix(claim.text(i)));
            if (claim.in(i, FIRST_PERSON)) {
                StringBuilder run = new StringBuilder(claim.text(i));
                for (int next = i + 1; next <= i + AFTER_ME; next++) {
                    add("m", run.append(' ').append(claim.text(next)).toString());
                }
            }
        }
    }

    /** One word and its neighbours, for a value of this class. */
    void word(Words claim, int at, int kind) {
        count = 0;
        size = WORD_SIZE;
        String word = claim.text(at);
        for (String of : new String[] {"", kind + ":"}) {
            add(of + "b", "");
            add(of + "0", word);
            add(of + "-1", claim.text(at - 1));
            add(of + "+1", claim.text(at + 1));
            add(of + "-2", claim.text(at - 2) + ' ' + claim.text(at - 1));
            add(of + "+2", claim.text(at + 1) + ' ' + claim.text(at + 2));
            add(of + "-3", claim.text(at - 3) + ' ' + claim.text(at - 2));
            add(of + "s", suffix(word));
            add(of + "s-", suffix(claim.text(at - 1)));
            add(of + "s+", suffix(claim.text(at + 1)));
            add(of + "e", String.valueOf(Math.min(claim.size() - at, 5)));
            add(of + "l", String.valueOf(Math.min(word.length(), 8)));
        }
    }

    private static String suffix(String word) {
        return word.length() <= SUFFIX_LENGTH ? word : word.substring(word.length() - SUFFIX_LENGTH);
    }

    private void add(String kind, String text) {
        if (count < features.length) {
            int hash = 31 * kind.hashCode() + text.hashCode();
            hash *= 0x9E3779B9; // spreads what hashCode leaves in the low bits
            features[count++] = (hash >>> 7) & (size - 1);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(features, count));
    }
}
