package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoryCacheTest {
    private static final Random RANDOM = new Random(61);

    private static Owner owner(int number) {
        return Owner.authenticated("user" + number);
    }

    private static List<LogEntry> log(int count) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            QuantizedVector vector = QuantizedVector.of(Vectors.random(RANDOM));
            entries.add(new LogEntry.Added(
                    "1-" + (i + 1), new Memory("m_" + i, "text " + i, Instant.EPOCH, "t", vector, "model")));
        }
        return entries;
    }

    @Test
    void memoriesOf_sameOwner_isTheSame_andAnotherOwnersIsNot() {
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);

        assertThat(cache.memoriesOf(owner(1))).isSameAs(cache.memoriesOf(owner(1)));
        assertThat(cache.memoriesOf(owner(1))).isNotSameAs(cache.memoriesOf(owner(2)));
    }

    @Test
    void drop_owner_startsFromNothing() {
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        cache.memoriesOf(owner(1)).apply(log(3));
        cache.drop(owner(1));

        assertThat(cache.memoriesOf(owner(1)).position()).isEqualTo("0-0");
    }

    @Test
    void memoriesOf_manyUsersWhoGrow_staysBelowItsWeight() {
        MemoryCache cache = new MemoryCache(1_000_000);
        for (int user = 0; user < 100; user++) {
            cache.memoriesOf(owner(user)).apply(log(50)); // some 40 kB each, 4 MB in all
        }

        assertThat(cache.weightBytes()).isBetween(300_000L, 1_000_000L);
        assertThat(cache.size()).isBetween(10, 50);
    }

    @Test
    void apply_afterTheOwnerWasDropped_doesNotPutThemBack() {
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        UserMemories held = cache.memoriesOf(owner(1));
        cache.drop(owner(1));
        held.apply(log(3));

        assertThat(cache.size()).isZero();
        assertThat(held.size()).isEqualTo(3);
    }

    @Test
    void memoriesOf_manyThreadsApplyTheSameLog_isThereOnce() throws Exception {
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        List<LogEntry> log = log(200);
        Callable<Integer> work = () -> {
            for (int to = 1; to <= log.size(); to++) {
                cache.memoriesOf(owner(1)).apply(log.subList(0, to));
            }
            return cache.memoriesOf(owner(1)).size();
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> size : threads.invokeAll(List.of(work, work, work, work))) {
                assertThat(size.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void weightBytesMax_notAboveZero_isRefused() {
        assertThatThrownBy(() -> new MemoryCache(0)).hasMessage("weightBytesMax: 0 (expected: above 0)");
    }
}
