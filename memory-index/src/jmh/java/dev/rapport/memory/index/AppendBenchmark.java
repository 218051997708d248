package dev.rapport.memory.index;

import dev.rapport.memory.LogEntry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one memory more cost its turn, among as many? A thousand are added, each by itself, beside those that are there; a
 * graph takes them up later in the background.
 *
 * <pre>{@code
 * ./rapport bench AppendBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector"})
public class AppendBenchmark {
    private static final int APPENDED = 1_000;

    @Param({"0", "1000", "50000"})
    int memories;

    private List<LogEntry> log = List.of();
    private UserMemories user = new UserMemories();

    @Setup
    public void makeLog() {
        log = Corpus.log(memories + APPENDED);
    }

    @Setup(Level.Invocation)
    public void fill() {
        user = new UserMemories("", Integer.MAX_VALUE, Runnable::run, () -> {});
        user.apply(log.subList(0, memories));
    }

    @Benchmark
    @OperationsPerInvocation(APPENDED)
    public Object append() {
        for (int i = memories; i < log.size(); i++) {
            user.apply(log.subList(i, i + 1));
        }
        return user;
    }
}
