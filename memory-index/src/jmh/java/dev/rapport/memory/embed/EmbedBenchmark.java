package dev.rapport.memory.embed;

import java.util.List;
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
 * <p>Each text is new, by the numbers in it: the cache of recent texts would otherwise be all that is measured.
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

    /** Start and end mark, and three numbers, which are one piece each. */
    private static final int TOKENS_BESIDE = 5;

    /** Numbers that are pieces of their own in the vocabularies. */
    private static final int NUMBERS = 100;

    @Param({"minilm", "bge-small", "static"})
    String model = "";

    @Param({"8", "16", "32", "64", "128", "256"})
    int tokens;

    private Embedders embedders = Embedders.load(Embedders.Choice.STATIC);
    private String sentence = "";
    private int number;

    /** Each word of the sentence is one piece. */
    @Setup
    public void load() {
        for (Embedders.Choice choice : Embedders.Choice.values()) {
            if (choice.toString().equals(model)) {
                embedders = Embedders.load(choice);
            }
        }
        int words = tokens - TOKENS_BESIDE;
        sentence = String.join(
                " ", List.of(SENTENCE.repeat(words / 10 + 1).split(" ")).subList(0, words));
    }

    @TearDown
    public void close() {
        embedders.close();
    }

    @Benchmark
    public Object embed() {
        number++;
        String text = number / (NUMBERS * NUMBERS) % NUMBERS + " " + number / NUMBERS % NUMBERS + " " + number % NUMBERS
                + " " + sentence;
        return embedders.main().embed(text);
    }
}
