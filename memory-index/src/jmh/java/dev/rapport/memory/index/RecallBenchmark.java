package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one recall cost without the embedding: words, vectors and fusion? It runs once a turn, on the path to the first token.
 *
 * <pre>{@code
 * ./rapport bench RecallBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector"})
public class RecallBenchmark {
    private static final int QUESTIONS = 256;

    @Param({"200", "1000", "10000", "100000"})
    int memories;

    private UserMemories user = new UserMemories();
    private final List<RecallQuery> questions = new ArrayList<>();
    private int next;

    @Setup
    public void fill() {
        user = Corpus.user(memories);
        Supplier<String> texts = Corpus.questionTexts();
        for (Embedding meaning : Corpus.questions(QUESTIONS)) {
            questions.add(new RecallQuery(meaning, texts.get(), new SearchEffort(12, 0)));
        }
    }

    @Benchmark
    public Object recall() {
        next++;
        return user.search(questions.get(next % QUESTIONS));
    }
}
