package dev.rapport.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.index.HardTexts;
import dev.rapport.memory.index.UserMemories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts that are hard to keep: into the log, out of it, into the index, and out of that. */
@Timeout(60)
class HardTextsIT {
    private static final Owner OWNER = Owner.authenticated("hard");

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void learn_hardTexts_comeBackWhole_fromTheLogAndFromTheIndex(@TempDir Path folder) throws Exception {
        List<String> texts = new ArrayList<>(HardTexts.ALL);
        texts.addAll(HardTexts.HALVES);
        Random random = new Random(111);
        try (RedisProcess redis = RedisProcess.start(folder);
                RedisMemoryLog log = RedisMemoryLog.connect(redis.uri(), Duration.ofSeconds(20))) {
            for (String text : texts) {
                NewMemory memory = new NewMemory(text, QuantizedVector.of(Vectors.random(random)), "m");
                get(log.learn(OWNER, new Lesson(memory, List.of(), "turn of " + text.hashCode(), Instant.EPOCH)));
            }
            List<LogEntry> entries = get(log.read(OWNER, LogEntry.START, 1_000));
            assertThat(entries)
                    .extracting(entry -> ((LogEntry.Added) entry).memory().text())
                    .containsExactlyElementsOf(texts);

            UserMemories memories = new UserMemories();
            memories.apply(entries);
            for (String text : texts) {
                RecallQuery query = new RecallQuery(Vectors.random(random), text, new SearchEffort(100, -1));
                assertThat(memories.search(query))
                        .extracting(found -> found.memory().text())
                        .contains(text);
            }
        }
    }

    @Test
    void newMemory_textThatIsNone_orTooLong_isRefused() {
        QuantizedVector vector = QuantizedVector.of(Vectors.plane(1, 0));
        assertThatThrownBy(() -> new NewMemory("", vector, "m"))
                .hasMessage("text: 0 characters (expected: 1..8192, not all blank)");
        assertThatThrownBy(() -> new NewMemory("\uD83D\uDE00".repeat(100_000), vector, "m"))
                .hasMessage("text: 200000 characters (expected: 1..8192, not all blank)");
    }
}
