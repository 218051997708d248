package dev.rapport.chat.recall;

import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.memory.DatedText;
import dev.rapport.memory.index.WordRanking;
import dev.rapport.memory.index.WordRanking.Dated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Finds the passages of earlier answers that hold the words of a question, within a budget of tokens. */
final class Passages {
    /** A passage is some sentences of a line, so that a long answer does not fill the budget with what was not asked for. */
    private static final int LENGTH_MAX = 300;

    /** Ranked ones that are tried; the budget ends it earlier. */
    private static final int TRIED_MAX = 32;

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");

    private final ToIntFunction<String> counter;
    private final int tokensMax;

    Passages(ToIntFunction<String> counter, int tokensMax) {
        this.counter = counter;
        this.tokensMax = tokensMax;
    }

    /**
     * The best that fit.
     *
     * @param answers oldest first
     * @param known turns that the prompt quotes anyway
     */
    SaidBefore best(String question, List<PastAnswer> answers, Set<String> known) {
        List<Dated> passages = new ArrayList<>();
        for (PastAnswer answer : answers) {
            if (!known.contains(answer.turnId())) {
                cut(answer.text()).forEach(text -> passages.add(new Dated(text, answer.at())));
            }
        }
        List<Dated> looked = passages.subList(Math.max(0, passages.size() - WordRanking.TEXTS_MAX), passages.size());
        int left = tokensMax - tokens(SaidBefore.HEADING);
        int tokens = tokens(SaidBefore.HEADING);
        Set<String> seen = new HashSet<>();
        SortedSet<Integer> taken = new TreeSet<>();
        for (int place : WordRanking.best(question, looked, TRIED_MAX)) {
            Dated passage = looked.get(place);
            int cost = tokens(line(passage));
            if (cost <= left && seen.add(passage.text())) {
                left -= cost;
                tokens += cost;
                taken.add(place);
            }
        }
        return taken.isEmpty()
                ? SaidBefore.NOTHING
                : new SaidBefore(
                        taken.stream().map(place -> line(looked.get(place))).toList(), tokens);
    }

    private static String line(Dated passage) {
        return DatedText.of(passage.text(), passage.at());
    }

    private int tokens(String line) {
        return counter.applyAsInt(line + "\n");
    }

    static List<String> cut(String text) {
        List<String> passages = new ArrayList<>();
        text.lines().forEach(line -> {
            StringBuilder passage = new StringBuilder();
            for (String sentence : SENTENCE_END.split(line.strip(), -1)) {
                if (passage.length() + sentence.length() >= LENGTH_MAX) {
                    add(passage, passages);
                }
                passage.append(passage.isEmpty() ? "" : " ")
                        .append(sentence, 0, Math.min(sentence.length(), LENGTH_MAX));
            }
            add(passage, passages);
        });
        return passages;
    }

    private static void add(StringBuilder passage, List<String> passages) {
        if (!passage.isEmpty()) {
            passages.add(passage.toString());
            passage.setLength(0);
        }
    }
}
