package dev.rapport.chat.compress;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is known of a word that stands in a text, whatever its case, without making a string of it: a hash table with open
 * addressing. Its words are of small ASCII letters and the straight apostrophe. Never changes.
 */
final class WordTable<V> {
    /** Places for each word: so the first look says of nearly all unknown words that they are. */
    private static final int PLACES_PER_WORD = 4;

    private static final int HALF = 16;
    private static final char KELVIN = '\u212A'; // the one letter beyond ASCII whose small form is in ASCII

    private final Map.@Nullable Entry<String, V>[] places;

    WordTable(Map<String, V> values) {
        this.places = places(Integer.highestOneBit(PLACES_PER_WORD * values.size()) << 1);
        for (Map.Entry<String, V> value : values.entrySet()) {
            int at = home(value.getKey().hashCode());
            while (places[at] != null) {
                at = next(at);
            }
            places[at] = Map.entry(value.getKey(), value.getValue());
        }
    }

    @SuppressWarnings("unchecked") // there are no arrays of a generic type
    private static <V> Map.@Nullable Entry<String, V>[] places(int count) {
        return (Map.Entry<String, V>[]) new Map.Entry<?, ?>[count];
    }

    /** The hash of the word that one more character makes of a word with this hash; 0 is that of no characters. */
    static int hash(int before, char folded) {
        return 31 * before + folded; // as String has it
    }

    /** A character as the words of a table write it. */
    static char folded(char c) {
        return c < 0x80
                ? c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c
                : switch (c) {
                    case '’' -> '\'';
                    case KELVIN -> 'k';
                    default -> c;
                };
    }

    /** Whether this is the word that stands from {@code from} to {@code to}. */
    static boolean is(String word, char[] text, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != folded(text[from + i])) {
                return false;
            }
        }
        return true;
    }

    /** What is known of the word that stands from {@code from} to {@code to}, and has this hash; {@code null} if nothing is. */
    @Nullable
    V at(int hash, char[] text, int from, int to) {
        int at = home(hash);
        for (Map.Entry<String, V> entry = places[at]; entry != null; entry = places[at]) {
            if (is(entry.getKey(), text, from, to)) {
                return entry.getValue();
            }
            at = next(at);
        }
        return null;
    }

    private int home(int hash) {
        return (hash ^ (hash >>> HALF)) & places.length - 1;
    }

    private int next(int at) {
        return at + 1 & places.length - 1;
    }
}
