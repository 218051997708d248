package dev.rapport.eval;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.rank.Method;
import dev.rapport.eval.rank.Ranker;
import dev.rapport.eval.report.Score;
import dev.rapport.memory.Embedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Tells the turns in time order and asks each question once, after the last turn. Each conversation begins with an empty
 * memory, which sees neither evidence nor answers.
 *
 * @param swappedShare how many questions are asked of another conversation, 0 to 1
 * @param progress is told how far it has come
 */
record Replay(DataSet data, double swappedShare, Embedder embedder, Consumer<String> progress) {
    /**
     * Replays all with one method.
     *
     * @param judge gives a question's values from what the method ranked
     * @return in the order of the file of questions
     */
    List<Score> run(Method method, BiFunction<Asked, List<RecalledMemory>, List<Double>> judge) {
        List<Score> scores = new ArrayList<>();
        Map<Conversation, List<Asked>> all = Asked.all(data, swappedShare);
        all.forEach((conversation, questions) -> {
            long startNanos = System.nanoTime();
            Ranker ranker = method.begin(embedder);
            conversation.turns().forEach(ranker::tell);
            for (Asked asked : questions) {
                List<RecalledMemory> ranked = ranker.ask(asked.question().text());
                scores.add(score(asked, judge.apply(asked, ranked)));
            }
            progress.accept(method + ": " + conversation.id() + ", "
                    + conversation.turns().size() + " turns, " + questions.size() + " questions, "
                    + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        });
        scores.sort(Comparator.comparingInt(Score::number));
        return scores;
    }

    private static Score score(Asked asked, List<Double> values) {
        return new Score(
                asked.question().number(),
                asked.question().conversation(),
                asked.question().category(),
                asked.swapped(),
                values);
    }
}
