package dev.rapport.memory.seal;

import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
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
 * What does it cost the loop to seal a text, to open it, and to take a user's key in use? Beside it, what the same costs with
 * encryption switched off.
 *
 * <pre>{@code
 * ./rapport bench SealBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SealBenchmark {
    private static final String PLACE = "mem m_0123456789abcdef text";
    private static final Owner OWNER = Owner.authenticated("bench");
    private static final String EPOCH = "0123456789abcdef";

    @Param({"100", "1000", "10000"})
    int characters;

    @Param({"true", "false"})
    boolean on;

    private AesVault vault = vault(true);
    private UserKey key = UserKey.ABSENT;
    private TextSealer sealer = vault.open(OWNER, key);
    private String text = "";
    private byte[] kept = new byte[0];

    private static AesVault vault(boolean seals) {
        return new AesVault(MasterKey.parse("ab".repeat(MasterKey.SIZE), "benchmark"), seals);
    }

    /** Words of Latin letters, as most are. */
    @Setup
    public void make() {
        vault = vault(on);
        key = new UserKey(EPOCH, UserKey.NO, true, vault.newSecret(OWNER, EPOCH), false);
        sealer = vault.open(OWNER, key);
        text = "My sister lives in Porto. ".repeat(characters).substring(0, characters);
        kept = sealer.sealText(PLACE, text);
    }

    @Benchmark
    public Object seal() {
        return sealer.sealText(PLACE, text);
    }

    @Benchmark
    public Object open() {
        return sealer.openText(PLACE, kept);
    }

    @Benchmark
    public Object takeKey() {
        return vault.open(OWNER, key);
    }

    @Benchmark
    public Object name() {
        return sealer.name(text);
    }
}
