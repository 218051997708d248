package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** The estimate that the cache goes by is near what the heap shows. */
class HeapTest {
    @Test
    void weightBytes_manyMemories_isNearWhatTheHeapShows() {
        HeapPerMemory.Usage usage = HeapPerMemory.fill(20_000, false);

        assertThat(usage.estimated()).isCloseTo(usage.measured(), withinPercentage(25));
        assertThat((usage.measured() - usage.textBytes()) / 20_000)
                .as("bytes for each memory beside its text")
                .isLessThan(700);
    }

    @Test
    void weightBytes_withGraph_isNearWhatTheHeapShows() {
        HeapPerMemory.Usage without = HeapPerMemory.fill(1_500, false);
        HeapPerMemory.Usage usage = HeapPerMemory.fill(1_500, true);

        assertThat(usage.estimated()).isCloseTo(usage.measured(), withinPercentage(25));
        assertThat((usage.measured() - without.measured()) / 1_500)
                .as("bytes of the graph for each memory")
                .isBetween(50L, 200L);
    }
}
