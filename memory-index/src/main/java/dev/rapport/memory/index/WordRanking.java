package dev.rapport.memory.index;

import dev.rapport.memory.DatedText;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Ranks some dated texts by the words of a question, for texts that are seldom asked for and therefore have no index of their
 * own: BM25 over each text, and over the text with its two neighbours in the same sitting. Nothing is kept.
 */
public final class WordRanking {
    /** Texts of one call; they are read anew each time, at some 5 microseconds for 300 characters. */
    public static final int TEXTS_MAX = 1_024;

    private WordRanking() {}

    /** A text and when it was said. */
    public record Dated(String text, Instant at) {}

    /**
     * The places of the texts that hold a word of the question, best first; of equals, what was said later.
     *
     * @param texts oldest first, at most {@value #TEXTS_MAX}
     * @param countMax places wanted, above 0
     */
    public static List<Integer> best(String question, List<Dated> texts, int countMax) {
        if (texts.size() > TEXTS_MAX) {
            throw new IllegalArgumentException("texts: " + texts.size() + " (expected: at most " + TEXTS_MAX + ")");
        }
        Sessions sessions = new Sessions();
        LexicalIndex index = new LexicalIndex(sessions);
        for (Dated text : texts) {
            sessions.addAlone(); // a text is not found for the words of its neighbour
            index.add(DatedText.of(text.text(), text.at()));
        }
        float[] scores = index.scores(question, texts.size(), new BitSet());
        TopSlots best = new TopSlots(countMax);
        for (int place = 0; place < scores.length; place++) {
            if (scores[place] > 0) {
                best.offer(place, scores[place]);
            }
        }
        return Arrays.stream(best.bestFirst()).boxed().toList();
    }
}
