package dev.rapport.memory.index;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * What does one recall cost, words and fusion included? It runs once a turn, on the path to the first token.
 *
 * <p>Ten thousand is where the exact scan hands over to the graph; run with {@code -p graphSizeMin=1000} to see the other
 * side. The vectors have no structure, which is the worst case for a graph and makes no difference to the scan.
 *
 * <pre>{@code
 * ./rapport bench SearchBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SearchBenchmark {
    private static final int QUERIES = 64;

    @Param({"200", "1000", "10000"})
    int memories;

    @Param("10000")
    int graphSizeMin;

    private UserMemories user = new UserMemories();
    private final List<RecallQuery> queries = new ArrayList<>();
    private int next;

    @Setup
    public void fill() {
        Random random = new Random(42);
        user = new UserMemories(graphSizeMin, Runnable::run, () -> {});
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < memories; i++) {
            String text = "On day " + i + " I paid " + random.nextInt(90) + " euros for a ticket to town " + i % 50;
            QuantizedVector vector = QuantizedVector.of(Vectors.random(random));
            log.add(new LogEntry.Added("1-" + (i + 1), new Memory("m_" + i, text, Instant.EPOCH, "t", vector, "m")));
        }
        user.apply(log);
        for (int i = 0; i < QUERIES; i++) {
            queries.add(new RecallQuery(
                    Vectors.random(random), "What did the ticket to town " + i + " cost?", new SearchEffort(16, 0)));
        }
    }

    @Benchmark
    public Object search() {
        next++;
        return user.search(queries.get(next % QUERIES));
    }
}
