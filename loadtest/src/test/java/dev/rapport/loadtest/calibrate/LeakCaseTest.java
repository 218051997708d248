package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The self-test without its processes: readings as they would come, every 5 s for 10 min. */
class LeakCaseTest {
    private static final double MIB = 1 << 20;
    private static final double LIMIT = 3.2 * MIB;
    private static final long FIVE_SECONDS = 5_000_000_000L;

    private static HeapSeries readings(double perHour, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HeapSeries series = new HeapSeries();
        for (int i = 0; i <= 120; i++) {
            double hours = i * 5 / 3_600.0;
            double startingUp = i < 24 ? (24 - i) * MIB : 0; // what the first fifth is left out for
            series.add(i * FIVE_SECONDS, 64 * MIB + startingUp + perHour * hours + random.nextDouble() * 0.3 * MIB);
        }
        return series;
    }

    @Test
    void judge_eachCase_isAllowed() {
        for (LeakCase leak : LeakCase.ALL) {
            String word = readings(leak.timesLimit() * LIMIT, 1).judge(LIMIT).word();
            assertThat(leak.allows(word)).as("%s: %s", leak, word).isTrue();
        }
    }

    @Test
    void allows_theOppositeVerdict_never() {
        assertThat(LeakCase.ALL).filteredOn(leak -> leak.allows("LEAK")).allMatch(leak -> leak.timesLimit() > 1);
        assertThat(LeakCase.ALL).filteredOn(leak -> leak.allows("NO LEAK")).allMatch(leak -> leak.timesLimit() < 1);
    }

    @Test
    void heapIn_whatTheCollectionLeft_isWithoutTheGarbageSince() throws IOException {
        assertThat(LiveHeap.heapIn("""
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 1000
                jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 2.0E3
                jvm_gc_live_data_size_bytes 1.9E3
                """)).isEqualTo(1_900);
    }

    @Test
    void heapIn_page_sumsThePoolsOfTheHeap() throws IOException {
        assertThat(LiveHeap.heapIn("""
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 1000
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7
                jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 2.5E3
                """)).isEqualTo(3_500);
        assertThatThrownBy(() -> LiveHeap.heapIn("up 1\n")).isInstanceOf(IOException.class);
    }
}
