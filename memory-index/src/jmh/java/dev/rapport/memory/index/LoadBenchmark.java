package dev.rapport.memory.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.log.LogCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * How long does it take to make a user's index from the log again: to decode its entries and to apply them, page by page? Without
 * the way from Redis, and without the graph, which is built later in the background.
 *
 * <pre>{@code
 * ./rapport bench LoadBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 6)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector"})
public class LoadBenchmark {
    private static final TextSealer PLAIN = new PlainSealer(Owner.authenticated("bench"), UserKey.NO);

    private record Stored(String position, Map<String, byte[]> fields) {}

    @Param({"1000", "100000"})
    int memories;

    private final List<Stored> log = new ArrayList<>();

    @Setup
    public void encode() {
        for (LogEntry entry : Corpus.log(memories)) {
            Memory memory = ((LogEntry.Added) entry).memory();
            log.add(new Stored(
                    entry.position(),
                    Map.of(
                            "kind", "added".getBytes(UTF_8),
                            "id", memory.id().getBytes(UTF_8),
                            "text", memory.text().getBytes(UTF_8),
                            "at", String.valueOf(memory.toldAt().toEpochMilli()).getBytes(UTF_8),
                            "turn", memory.turnId().getBytes(UTF_8),
                            "vector", memory.vector().toBytes(),
                            "model", memory.model().getBytes(UTF_8))));
        }
    }

    @Benchmark
    public Object load() {
        UserMemories user = new UserMemories("", Integer.MAX_VALUE, Runnable::run, () -> {});
        for (int from = 0; from < log.size(); from += MemoryLoader.PAGE) {
            user.apply(log.subList(from, Math.min(log.size(), from + MemoryLoader.PAGE)).stream()
                    .map(stored -> LogCodec.decode(stored.position, stored.fields, PLAIN))
                    .toList());
        }
        return user;
    }
}
