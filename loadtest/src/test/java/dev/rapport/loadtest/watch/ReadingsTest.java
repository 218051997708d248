package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.Gauge;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private final Readings readings = new Readings();

    private static MetricsPage pauses(int count, double sum, double max) {
        return MetricsPage.parse(
                "jvm_gc_pause_seconds_count{gc=\"Copy\"} " + count + "\njvm_gc_pause_seconds_sum{gc=\"Copy\"} " + sum
                        + "\njvm_gc_pause_seconds_max{gc=\"Copy\"} " + max + "\n");
    }

    @Test
    void of_page_hasTheGaugesThatAreOnIt() {
        MetricsPage page = MetricsPage.parse("""
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 1000
                jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 200
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7
                jvm_buffer_memory_used_bytes{id="direct"} 50
                jvm_buffer_memory_used_bytes{id="mapped"} 3
                rapport_queue_waiting{loop="1"} 4
                rapport_queue_waiting{loop="2"} 5
                rapport_in_flight{loop="1"} 6
                """);

        assertThat(readings.of("chat-1", page))
                .containsEntry(Gauge.HEAP_USED, 1200.0)
                .containsEntry(Gauge.DIRECT, 50.0)
                .containsEntry(Gauge.QUEUE_WAITING, 9.0)
                .containsEntry(Gauge.IN_FLIGHT, 6.0)
                .containsEntry(Gauge.GC_PAUSE, 0.0)
                .doesNotContainKeys(Gauge.LOOP_BLOCKED, Gauge.GC_PAUSE_MAX);
    }

    @Test
    void heapLeft_isWhatTheCollectionNoted_andElseWhatIsInUse() {
        String inUse = "jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"} 200\n";

        assertThat(Readings.heapLeft(MetricsPage.parse(inUse + "jvm_gc_live_data_size_bytes 190\n")))
                .hasValue(190);
        assertThat(Readings.heapLeft(MetricsPage.parse(inUse + "jvm_gc_live_data_size_bytes 0\n")))
                .hasValue(200);
        assertThat(Readings.heapLeft(MetricsPage.parse(inUse))).hasValue(200);
    }

    @Test
    void of_noPauseSinceTheReadingBefore_longestIsZeroThoughMinutesAgoThereWasOne() {
        readings.of("chat-1", pauses(3, 0.5, 0.3));

        assertThat(readings.of("chat-1", pauses(3, 0.5, 0.3))).containsEntry(Gauge.GC_PAUSE_MAX, 0.0);
    }

    @Test
    void of_onePauseSince_isItsLengthAndNotTheLongestOfMinutes() {
        readings.of("chat-1", pauses(3, 0.5, 0.3));

        assertThat(readings.of("chat-1", pauses(4, 0.75, 0.3))).containsEntry(Gauge.GC_PAUSE_MAX, 0.25);
    }

    @Test
    void of_severalPausesSince_isAtMostTheLongestOfMinutes() {
        readings.of("chat-1", pauses(3, 0.5, 0.3));

        assertThat(readings.of("chat-1", pauses(6, 1.5, 0.5))).containsEntry(Gauge.GC_PAUSE_MAX, 0.5);
    }

    @Test
    void of_instanceThatWasStartedAgain_saysNothingOfThePausesBefore() {
        readings.of("chat-1", pauses(3, 0.5, 0.3));

        assertThat(readings.of("chat-1", pauses(1, 0.1, 0.1)))
                .containsEntry(Gauge.GC_PAUSE, 0.1)
                .doesNotContainKey(Gauge.GC_PAUSE_MAX);
    }

    @Test
    void of_twoInstances_areKeptApart() {
        readings.of("chat-1", pauses(3, 0.5, 0.3));

        assertThat(readings.of("chat-2", pauses(4, 0.75, 0.3))).doesNotContainKey(Gauge.GC_PAUSE_MAX);
    }
}
