package dev.rapport.chat.compress;

import dev.rapport.chat.turn.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to fill a budget with memories? All that are tried are counted, since no two turns recall the same. 200 is
 * what a search may look at; a turn packs 12 by default.
 *
 * <pre>{@code
 * ./rapport bench PackingBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PackingBenchmark {
    private static final Instant DAY = Instant.parse("2026-03-12T09:00:00Z");

    @Param({"12", "200"})
    int candidates;

    @Param({"1000", "3000"})
    int tokensMax;

    private final TokenCounter counter = JtokkitCounter.load();
    private List<RecalledMemory> memories = List.of();

    @Setup
    public void recall() {
        Random random = new Random(7);
        memories = IntStream.range(0, candidates)
                .mapToObj(i -> new RecalledMemory(
                        "m_" + i,
                        Talk.sentences(random, 1 + random.nextInt(3)),
                        DAY.plus(Duration.ofDays(random.nextInt(60))),
                        "old",
                        0.5f))
                .toList();
    }

    @Benchmark
    public Object pack() {
        return new Packing(counter, new Budget(counter, tokensMax), "Which version works with the schema?")
                .pack(memories);
    }
}
