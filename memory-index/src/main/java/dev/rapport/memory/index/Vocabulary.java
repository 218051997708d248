package dev.rapport.memory.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The words of an index: a hash table of {@link Term}s, open addressing with linear probing. A concurrent map of strings took 144
 * bytes for each word, this takes 64, and among few memories nearly every word is new.
 *
 * <p>Many threads may read while one adds. A reader finds each word that was there when it began.
 */
final class Vocabulary {
    private static final int LENGTH_AT_FIRST = 64;

    private volatile AtomicReferenceArray<Term> terms = new AtomicReferenceArray<>(LENGTH_AT_FIRST);
    private int count;

    /** The term of a word; {@code null} if there is none. */
    @Nullable
    Term get(String word) {
        byte[] bytes = word.getBytes(UTF_8);
        AtomicReferenceArray<Term> now = terms;
        return now.get(place(bytes, now));
    }

    /** The term of a word, made if there is none. The writer's. */
    Term of(String word) {
        byte[] bytes = word.getBytes(UTF_8);
        int at = place(bytes, terms);
        Term known = terms.get(at);
        if (known != null) {
            return known;
        }
        Term term = new Term(bytes);
        terms.set(at, term);
        count++;
        if (3 * count > 2 * terms.length()) { // two thirds full: some two looks on the average
            grow();
        }
        return term;
    }

    private void grow() {
        AtomicReferenceArray<Term> more = new AtomicReferenceArray<>(2 * terms.length());
        for (int at = 0; at < terms.length(); at++) {
            Term term = terms.get(at);
            if (term != null) {
                more.set(place(term.word(), more), term);
            }
        }
        terms = more;
    }

    /* Where the word is, or would be. */
    private static int place(byte[] word, AtomicReferenceArray<Term> terms) {
        int hash = Arrays.hashCode(word) * 0x9E3779B9; // 2^32 divided by the golden ratio, as in SlotTable
        int at = hash >>> Integer.numberOfLeadingZeros(terms.length() - 1);
        for (Term term = terms.get(at); term != null && !Arrays.equals(term.word(), word); term = terms.get(at)) {
            at = at + 1 & terms.length() - 1;
        }
        return at;
    }

    /** How many words there are. The writer's. */
    int count() {
        return count;
    }
}
