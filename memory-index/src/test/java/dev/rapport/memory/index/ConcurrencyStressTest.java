package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Adding, removing, forgetting, searching, building and compacting all at once, then what is there is counted. */
@Timeout(120)
class ConcurrencyStressTest {
    private static final int ENTRIES = 4_000;
    private static final int GRAPH_SIZE_MIN = 300;

    private final long seed = Long.getLong("rapport.seed", 20_261_130);
    private final Random random = new Random(seed);
    private final Supplier<Embedding> vectors = Vectors.clustered(seed);
    private final Set<String> current = new TreeSet<>();
    private final List<LogEntry> log = new ArrayList<>();

    private void writeLog() {
        for (int i = 0; i < ENTRIES; i++) {
            String position = "1-" + (i + 1);
            String id = "m_" + random.nextInt(ENTRIES / 2);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    current.remove(id);
                    log.add(new LogEntry.Superseded(position, id, "", Instant.EPOCH));
                }
                case 3 -> {
                    current.remove(id);
                    log.add(new LogEntry.Forgotten(position, id, Instant.EPOCH));
                }
                default -> {
                    current.add(id);
                    QuantizedVector vector = QuantizedVector.of(vectors.get());
                    log.add(new LogEntry.Added(
                            position, new Memory(id, "word " + id, Instant.EPOCH, "t", vector, "m")));
                }
            }
        }
    }

    @Test
    void everythingAtOnce_endsWithWhatTheLogSays() throws Exception {
        writeLog();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService builder = Executors.newSingleThreadExecutor();
        UserMemories memories = new UserMemories("", GRAPH_SIZE_MIN, builder, () -> {});
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                Supplier<Embedding> questions = Vectors.clustered(seed + reader);
                readers.add(threads.submit(() -> searchUntil(done, memories, questions)));
            }
            Future<?> first = threads.submit(() -> applyAll(memories, 13));
            Future<?> second = threads.submit(() -> applyAll(memories, 29)); // the same log: what is known is skipped
            first.get();
            second.get();
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
        builder.shutdown();
        assertThat(builder.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(memories.size()).as("seed %d", seed).isEqualTo(current.size());
        assertThat(allFound(memories)).as("seed %d", seed).isEqualTo(current);
    }

    private void applyAll(UserMemories memories, int step) {
        for (int from = 0; from < log.size(); from += step) {
            memories.apply(log.subList(Math.max(0, from - step), Math.min(log.size(), from + step)));
        }
    }

    private int searchUntil(AtomicBoolean done, UserMemories memories, Supplier<Embedding> questions) {
        int searches = 0;
        while (!done.get() || searches == 0) {
            List<Recalled> found =
                    memories.search(new RecallQuery(questions.get(), "word m_5", new SearchEffort(50, -1)));
            assertThat(found)
                    .as("seed %d", seed)
                    .extracting(recalled -> recalled.memory().id())
                    .doesNotHaveDuplicates();
            searches++;
        }
        return searches;
    }

    private Set<String> allFound(UserMemories memories) {
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < ENTRIES / 2; i++) {
            String id = "m_" + i; // its number is a word that no other memory holds
            memories.search(new RecallQuery(vectors.get(), String.valueOf(i), new SearchEffort(256, -1)))
                    .forEach(recalled -> {
                        if (recalled.memory().id().equals(id)) {
                            found.add(id);
                        }
                    });
        }
        return found;
    }
}
