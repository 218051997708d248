package dev.rapport.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.data.Turn;
import dev.rapport.eval.rank.Method;
import dev.rapport.eval.report.Report;
import dev.rapport.eval.report.Score;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Fixture.write(folder);
    }

    private List<Score> recall(Method method, double swapped) {
        return new Replay(DataSet.read(folder), swapped, new OneVectorEmbedder(), progress::add)
                .run(method, RecallCommand::judge);
    }

    @Test
    void run_recency_findsWhatIsAmongTheNewest() {
        List<Score> scores = recall(Method.RECENCY, 0);

        assertThat(scores).extracting(Score::number).containsExactly(0, 1, 2, 3);
        assertThat(scores).allSatisfy(score -> assertThat(score.values()).containsOnly(1.0)); // at most four turns
        assertThat(progress).hasSize(2);
    }

    @Test
    void judge_evidenceBehindTheDepth_countsItsShare_andNoneCountsOne() {
        DataSet data = DataSet.read(folder);
        Conversation boats = data.conversations().getFirst();
        List<Asked> asked = Asked.all(data, 0).getOrDefault(boats, List.of());
        List<RecalledMemory> ranked = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ranked.add(memory(boats.turns().get(3)));
        }
        ranked.add(memory(boats.turns().get(1)));

        assertThat(RecallCommand.judge(asked.get(0), ranked)).containsExactly(0.0, 1.0, 1.0, 1.0);
        assertThat(RecallCommand.judge(asked.get(1), ranked)).containsExactly(0.0, 0.5, 0.5, 0.5);
        assertThat(RecallCommand.judge(asked.get(2), ranked)).containsOnly(1.0);
    }

    @Test
    void run_everyMethod_findsTheKayakFirst_whereWordsCount() {
        for (Method method : List.of(Method.BM25, Method.BM25_WINDOW, Method.ADAPT)) {
            List<List<RecalledMemory>> rankings = new ArrayList<>();
            new Replay(DataSet.read(folder), 0, new OneVectorEmbedder(), progress::add).run(method, (_, ranked) -> {
                rankings.add(ranked);
                return List.of(0.0);
            });
            assertThat(rankings.getFirst()).as("%s", method).hasSize(4);
            assertThat(rankings.getFirst().getFirst().text())
                    .as("%s", method)
                    .isEqualTo("Ada: I bought a kayak for 1,249 euros.");
        }
    }

    @Test
    void run_allSwapped_onlyWhatNeedsNoEvidenceScores() {
        List<Score> scores = recall(Method.RECENCY, 1);

        assertThat(scores).extracting(Score::swapped).containsExactly(true, true, false, true);
        assertThat(scores.stream().filter(Score::swapped))
                .allSatisfy(score -> assertThat(score.values()).containsOnly(0.0));
    }

    @Test
    void kept_evidenceInTheRenderedPrompt_isFoundByItsText_andABudgetLosesIt() {
        DataSet data = DataSet.read(folder);
        Conversation boats = data.conversations().getFirst();
        Asked both = Asked.all(data, 0).getOrDefault(boats, List.of()).get(1);
        List<RecalledMemory> ranked =
                boats.turns().stream().map(EvalTest::memory).toList();
        JtokkitCounter counter = JtokkitCounter.load();

        assertThat(new ContextCommand.Judge(counter, 500).kept(both, ranked)).isEqualTo(1);
        assertThat(new ContextCommand.Judge(counter, 40).kept(both, ranked)).isZero();
        assertThat(new ContextCommand.Judge(counter, 500).kept(both, ranked.subList(0, 2)))
                .isZero();
    }

    @Test
    void text_twoRuns_areTheSameBytes_withTheBaselineCompared() {
        assertThat(report())
                .isEqualTo(report())
                .contains("| method | adversarial (1) | multi-hop (1) | single-hop (2) |")
                .contains("bm25 minus recency, all: +0.0 [0.0, 0.0] / ")
                .contains("(95 %, resampling conversations)");
    }

    private String report() {
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        scores.put("recency", recall(Method.RECENCY, 0));
        scores.put("bm25", recall(Method.BM25, 0));
        return new Report(List.of("R@5", "R@10", "R@25", "R@50"), scores, "recency").text();
    }

    private static RecalledMemory memory(Turn turn) {
        return new RecalledMemory(turn.id(), turn.told(), turn.toldAt(), turn.id(), 0);
    }

    /** Knows no meaning: all texts get one vector, so that words alone decide. */
    private static final class OneVectorEmbedder implements Embedder {
        @Override
        public Embedding embed(String text) {
            float[] values = new float[Embedding.DIMENSIONS];
            values[0] = 1;
            return Embedding.of(values);
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "one";
        }
    }
}
