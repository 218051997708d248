package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cuts a long text to its sentences that bear on a question. A sentence stays as it is, and so does a quote or code. */
final class Sentences {
    /** Stands where something was left out. */
    static final String GAP = " ... ";

    private static final String GAP_ON_LINES = "\n...\n";

    /** Sentences of one text that are looked at; a memory has at most 8,192 characters. */
    private static final int SENTENCES_MAX = 64;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int WORD_LENGTH_MIN = 3; // shorter ones stand in every sentence

    private Sentences() {}

    /**
     * The sentences that share most words with the question, in the order of the text, as many as fit.
     *
     * @param fits whether a text is short enough
     * @return empty if none fits
     */
    static String best(String text, String question, Predicate<String> fits) {
        List<String> sentences = of(text);
        Set<String> wanted = words(question);
        BitSet taken = new BitSet();
        IntStream.range(0, sentences.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -shared(sentences.get(i), wanted))) // stable
                .forEach(i -> {
                    taken.set(i);
                    taken.set(i, fits.test(joined(sentences, taken)));
                });
        return taken.isEmpty() ? "" : joined(sentences, taken);
    }

    /** The sentences of a text; from the {@value #SENTENCES_MAX}th on they are one. */
    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        List<PassageSplitter.Part> parts = PassageSplitter.split(text);
        for (int i = 0; i < Math.min(parts.size(), SENTENCES_MAX); i++) {
            boolean last = i == SENTENCES_MAX - 1;
            int end = last ? text.stripTrailing().length() : parts.get(i).end();
            sentences.add(text.substring(parts.get(i).start(), end));
        }
        return sentences;
    }

    private static long shared(String sentence, Set<String> wanted) {
        return words(sentence).stream().filter(wanted::contains).count();
    }

    private static Set<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= WORD_LENGTH_MIN)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String joined(List<String> sentences, BitSet taken) {
        StringBuilder text = new StringBuilder();
        for (int i = taken.nextSetBit(0), before = -1; i >= 0; before = i, i = taken.nextSetBit(i + 1)) {
            if (before >= 0) {
                boolean neighbours = before == i - 1;
                boolean onLines = isBlock(sentences.get(before)) || isBlock(sentences.get(i));
                text.append(onLines ? (neighbours ? "\n" : GAP_ON_LINES) : neighbours ? " " : GAP);
            }
            text.append(sentences.get(i));
        }
        return text.toString();
    }

    /* A block of code begins and ends on lines of its own. */
    private static boolean isBlock(String sentence) {
        return sentence.startsWith("```") || sentence.startsWith("~~~");
    }
}
