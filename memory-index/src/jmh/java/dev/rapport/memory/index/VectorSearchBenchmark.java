package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * How long does it take to find the nearest vectors, how many of the true ones are found, and above which number does a
 * graph pay? Each trial prints its recall@10 against a scan in full precision.
 *
 * <p>Where our own recall asks, it wants 200; the crossover is to be looked for there, since a graph costs more then:
 *
 * <pre>{@code
 * ./rapport bench VectorSearch
 * ./rapport bench VectorSearch -p method=exact,hnsw -p wanted=200 -p memories=4000,7000,10000,14000,20000
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class VectorSearchBenchmark {
    private static final int QUESTIONS = 256;
    private static final int RECALL_AT = 10;

    @Param({"200", "1000", "10000", "100000"})
    int memories;

    @Param({"exact", "hnsw", "hnswlib", "lucene", "jvector"})
    String method = "exact";

    @Param("10")
    int wanted;

    private List<Embedding> questions = List.of();
    private NearestSearch search = (_, _) -> new int[0];
    private int next;

    @Setup
    public void fill() throws IOException {
        List<Embedding> vectors = Corpus.vectors(memories);
        questions = Corpus.questions(QUESTIONS);
        long start = System.nanoTime();
        search = switch (method) {
            case "exact" -> new OurNearest(vectors, false);
            case "hnsw" -> new OurNearest(vectors, true);
            case "hnswlib" -> new HnswlibNearest(vectors);
            case "lucene" -> new LuceneNearest(vectors);
            case "jvector" -> new JVectorNearest(vectors);
            default ->
                throw new IllegalArgumentException(
                        "method: " + method + " (expected: exact, hnsw, hnswlib, lucene, jvector)");
        };
        System.out.printf(
                "%n%s, %,d memories, wanted %d: built in %.1f s, recall@%d %.4f%n",
                method, memories, wanted, (System.nanoTime() - start) / 1e9, RECALL_AT, recall(vectors));
    }

    private double recall(List<Embedding> vectors) throws IOException {
        int hits = 0;
        for (Embedding question : questions) {
            List<Integer> truth = truth(vectors, question);
            hits += (int) Arrays.stream(search.nearest(question, wanted))
                    .limit(RECALL_AT)
                    .filter(truth::contains)
                    .count();
        }
        return (double) hits / (RECALL_AT * questions.size());
    }

    private static List<Integer> truth(List<Embedding> vectors, Embedding question) {
        float[] similarities = new float[vectors.size()];
        IntStream.range(0, similarities.length)
                .parallel()
                .forEach(slot -> similarities[slot] = question.similarityTo(vectors.get(slot)));
        return IntStream.range(0, similarities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(slot -> -similarities[slot]))
                .limit(RECALL_AT)
                .toList();
    }

    @TearDown
    public void close() throws IOException {
        search.close();
    }

    @Benchmark
    public Object nearest() throws IOException {
        next++;
        return search.nearest(questions.get(next % QUESTIONS), wanted);
    }
}
