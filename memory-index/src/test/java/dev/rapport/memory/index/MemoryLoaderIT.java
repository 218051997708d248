package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user with very many memories, from a real Redis, into a process that has not seen them. */
@Timeout(180)
class MemoryLoaderIT {
    private static final int MEMORIES = 20_000;
    private static final int AT_ONCE = 500;
    private static final Owner ADA = Owner.authenticated("ada");

    @Test
    void load_twentyThousandMemories_allOfThemAreFound_alsoAfterAnEviction(@TempDir Path folder) throws Exception {
        Supplier<Embedding> vectors = Vectors.clustered(121);
        try (RedisProcess redis = RedisProcess.start(folder);
                RedisMemoryLog log = RedisMemoryLog.connect(redis.uri(), Duration.ofSeconds(20))) {
            tell(log, vectors);
            MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
            MemoryLoader loader = new MemoryLoader(cache, log);
            CompletableFuture<UserMemories> first = loader.load(ADA).toCompletableFuture();
            CompletableFuture<UserMemories> second = loader.load(ADA).toCompletableFuture();
            CompletableFuture.allOf(first, second).join();
            assertThat(cache.memoriesOf(ADA).size()).isEqualTo(MEMORIES);
            assertThat(isFound(cache.memoriesOf(ADA), vectors.get())).isTrue();

            loader.evict(ADA);
            assertThat(cache.memoriesOf(ADA).size()).isZero();
            loader.load(ADA).toCompletableFuture().join();
            assertThat(cache.memoriesOf(ADA).size()).isEqualTo(MEMORIES);
        }
    }

    private static void tell(RedisMemoryLog log, Supplier<Embedding> vectors) {
        for (int from = 0; from < MEMORIES; from += AT_ONCE) {
            List<CompletableFuture<?>> told = new ArrayList<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                NewMemory memory = new NewMemory("memory number" + i, QuantizedVector.of(vectors.get()), "m");
                Lesson lesson = new Lesson(memory, List.of(), "turn" + i, Instant.EPOCH);
                told.add(log.learn(ADA, lesson).toCompletableFuture());
            }
            CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).join();
        }
    }

    private static boolean isFound(UserMemories memories, Embedding meaning) {
        String last = "number" + (MEMORIES - 1);
        return memories.search(new RecallQuery(meaning, last, new SearchEffort(12, -1))).stream()
                .anyMatch(found -> found.memory().text().endsWith(last));
    }
}
