package dev.rapport.eval.rank;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import dev.rapport.memory.DatedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Okapi BM25 (k1 1.2, b 0.75) over the words of Lucene's EnglishAnalyzer: the baseline that everybody knows, with none of
 * the service's code in it.
 */
final class Bm25Ranker implements Ranker {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final EnglishAnalyzer ANALYZER = new EnglishAnalyzer();

    private final int neighbours;
    private final List<Turn> turns = new ArrayList<>();
    private final List<List<String>> words = new ArrayList<>();
    private final List<Map<String, Integer>> documents = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<String, Integer> frequency = new HashMap<>();

    /** @param neighbours how many turns before and after, within the session, are read with a turn */
    Bm25Ranker(int neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public void tell(Turn turn) {
        turns.add(turn);
        words.add(words(DatedText.of(turn.told(), turn.toldAt())));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream("text", text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(word.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return words;
    }

    @Override
    public List<RecalledMemory> ask(String question) {
        if (documents.size() != turns.size()) {
            read();
        }
        double mean = lengths.stream().mapToInt(Integer::intValue).average().orElse(1);
        double[] scores = new double[turns.size()];
        for (String word : new HashSet<>(words(question))) {
            int known = frequency.getOrDefault(word, 0);
            double weight = Math.log1p((turns.size() - known + 0.5) / (known + 0.5));
            for (int i = 0; i < scores.length; i++) {
                double often = documents.get(i).getOrDefault(word, 0);
                scores[i] += weight * often / (often + K1 * (1 - B + B * lengths.get(i) / mean));
            }
        }
        return Ranking.best(turns, scores);
    }

    /* Once for all questions: a turn may change the window of the one before. */
    private void read() {
        documents.clear();
        lengths.clear();
        frequency.clear();
        for (int i = 0; i < turns.size(); i++) {
            Map<String, Integer> document = window(i);
            documents.add(document);
            lengths.add(document.values().stream().mapToInt(Integer::intValue).sum());
            document.keySet().forEach(word -> frequency.merge(word, 1, Integer::sum));
        }
    }

    private Map<String, Integer> window(int turn) {
        Map<String, Integer> document = new HashMap<>();
        for (int i = Math.max(0, turn - neighbours); i <= Math.min(turns.size() - 1, turn + neighbours); i++) {
            if (turns.get(i).session() == turns.get(turn).session()) {
                words.get(i).forEach(word -> document.merge(word, 1, Integer::sum));
            }
        }
        return document;
    }
}
