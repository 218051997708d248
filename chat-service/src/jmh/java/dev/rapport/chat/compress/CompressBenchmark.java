package dev.rapport.chat.compress;

import dev.rapport.chat.turn.PastMessage;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost the loop to bring a conversation of 20,000 tokens down to 1,300? It is done each turn once the conversation
 * is longer than its share.
 *
 * <p>Cold is the first turn of a conversation on an instance: every text is cut into passages and judged, and what is taken is
 * counted. Warm is each later one, where the texts are known, but come as new strings from the store. {@code digest} is all
 * of the conversation to 1,300 tokens, {@code cutAndDigest} what stage 4 does with it at a budget of 1,300 tokens, and
 * {@code countAll} what the counting of all of it alone would take.
 *
 * <pre>{@code
 * ./rapport bench CompressBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CompressBenchmark {
    private static final int TOKENS = 20_000;
    private static final int TOKENS_MAX = 1_300;

    @Param({"cold", "warm"})
    String texts = "";

    private final TokenCounter counter = JtokkitCounter.load();
    private final MessageTexts known = new MessageTexts();
    private List<PastMessage> messages = List.of();

    @Setup
    public void talk() {
        messages = Talk.of(counter, TOKENS, 7);
    }

    private MessageTexts texts() {
        return texts.equals("cold") ? new MessageTexts() : known;
    }

    /* As from the store: a string whose hash nobody has computed yet. */
    private List<PastMessage> read() {
        return messages.stream()
                .map(message -> new PastMessage(
                        message.turnId(),
                        message.user(),
                        new String(message.text().toCharArray()),
                        message.place()))
                .toList();
    }

    @Benchmark
    public Object digest() {
        return new Digester(counter, texts()).digest(read(), TOKENS_MAX);
    }

    @Benchmark
    public Object cutAndDigest() {
        MessageTexts its = texts();
        int digest = TOKENS_MAX / 4;
        int high = TOKENS_MAX / 2;
        List<PastMessage> read = read();
        List<Integer> steps =
                new Cut(counter, its, digest + high, high, high / 5).steps(read).indexes();
        return new Digester(counter, its).digest(read, steps, digest, 0);
    }

    @Benchmark
    public int countAll() {
        int tokens = 0;
        for (PastMessage message : messages) {
            tokens += counter.count(message.text());
        }
        return tokens;
    }
}
