package dev.rapport.memory.embed;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to turn a message into a vector? It is nearly all of the CPU time that a turn costs us, so its inverse
 * is the number of messages a second that a core can take.
 *
 * <p>Each text is new, by a number in it: the cache of recent texts would otherwise be all that is measured.
 *
 * <pre>{@code
 * ./rapport bench EmbedBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class EmbedBenchmark {
    private static final String SENTENCE = "my sister moved to the old town by the sea ";

    @Param({"8", "25", "100"})
    int words;

    private final MiniLmEmbedder embedder = MiniLmEmbedder.load();
    private String text = "";
    private int number;

    @Setup
    public void makeText() {
        String[] repeated = SENTENCE.repeat(words / 10 + 1).split(" ", words);
        text = String.join(" ", repeated).strip();
    }

    @TearDown
    public void close() {
        embedder.close();
    }

    @Benchmark
    public Object embed() {
        number++;
        return embedder.embed(number + " " + text);
    }
}
