package dev.rapport.memory.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Our index of words or Lucene's? Both hold the same words of the same texts and give the 200 best by BM25 over message and window;
 * {@code addAndSearch} adds one message that the search must see, as each turn does.
 *
 * <pre>{@code
 * ./rapport bench LexicalBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector"})
public class LexicalBenchmark {
    private static final int QUESTIONS = 256;
    private static final BitSet NONE_REMOVED = new BitSet();

    @Param({"1000", "10000", "100000"})
    int memories;

    @Param({"ours", "lucene"})
    String index = "ours";

    private final Sessions sessions = new Sessions();
    private final LexicalIndex ours = new LexicalIndex(sessions);
    private final List<String> questions = new ArrayList<>();
    private final Supplier<String> texts = Corpus.texts(Corpus.SEED, 25);
    private @Nullable LuceneWords lucene;
    private int count;
    private int next;

    @Setup
    public void fill() throws IOException {
        Supplier<String> questionTexts = Corpus.questionTexts();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.add(questionTexts.get());
        }
        lucene = index.equals("ours") ? null : new LuceneWords();
        String before = texts.get();
        String now = texts.get();
        for (int i = 0; i < memories; i++) {
            String after = texts.get();
            if (lucene == null) {
                addToOurs(now);
            } else {
                lucene.add(now, List.of(before, now, after));
            }
            before = now;
            now = after;
        }
        if (lucene != null) {
            lucene.mergeAll();
        }
    }

    private void addToOurs(String text) {
        sessions.add(Instant.EPOCH);
        ours.add(text);
        count++;
    }

    @TearDown
    public void close() throws IOException {
        if (lucene != null) {
            lucene.close();
        }
    }

    @Benchmark
    public Object search() throws IOException {
        next++;
        String question = questions.get(next % QUESTIONS);
        return lucene == null ? ourBest(question) : lucene.search(question, Candidates.CANDIDATES_MAX);
    }

    private int[] ourBest(String question) {
        float[] scores = ours.scores(question, count, NONE_REMOVED);
        TopSlots best = new TopSlots(Candidates.CANDIDATES_MAX);
        for (int slot = 0; slot < scores.length; slot++) {
            if (scores[slot] > 0) {
                best.offer(slot, scores[slot]);
            }
        }
        return best.bestFirst();
    }

    @Benchmark
    public Object addAndSearch() throws IOException {
        String text = texts.get();
        if (lucene == null) {
            addToOurs(text);
        } else {
            lucene.add(text, List.of(text, text, text));
            lucene.refresh();
        }
        return search();
    }
}
