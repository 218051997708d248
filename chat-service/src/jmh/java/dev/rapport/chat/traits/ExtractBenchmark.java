package dev.rapport.chat.traits;

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
 * What does it cost to read what a message says of its writer? It runs on the loop, once a turn, before anything else is known.
 *
 * <p>A short message has one sentence with a trait. The long one has as many characters as are looked at, and a trait in each
 * fourth sentence.
 *
 * <pre>{@code
 * ./rapport bench ExtractBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExtractBenchmark {
    private static final String TRAIT = "My sister lives in Porto and I work as a nurse. ";
    private static final String OTHER = "The weather was lovely and we walked along the harbour for an hour. ";

    @Param({"short", "long"})
    String message = "";

    private final TraitExtractor extractor = new TraitExtractor();
    private String text = "";

    @Setup
    public void write() {
        String paragraph = TRAIT + OTHER.repeat(3);
        text = message.equals("short")
                ? TRAIT.strip()
                : paragraph.repeat(TraitExtractor.LENGTH_MAX / paragraph.length());
    }

    @Benchmark
    public Object extract() {
        return extractor.extract(text);
    }
}
