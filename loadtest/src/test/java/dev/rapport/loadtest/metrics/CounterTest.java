package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.metrics.Counter.Span;
import dev.rapport.loadtest.record.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CounterTest {
    private static final double EXACT = 1e-9;

    /** Pairs of seconds and values. */
    private static Counter counter(double... readings) {
        List<Gauge> gauges = new ArrayList<>();
        for (int i = 0; i < readings.length; i += 2) {
            gauges.add(new Gauge((long) (readings[i] * 1e9), "chat-1", Gauge.CPU, readings[i + 1]));
        }
        return new Counter(gauges);
    }

    private static Span span(double from, double to) {
        return new Span((long) (from * 1e9), (long) (to * 1e9));
    }

    private static void assertIncrease(OptionalDouble increase, double expected) {
        assertThat(increase).isPresent();
        assertThat(increase.getAsDouble()).isCloseTo(expected, within(EXACT));
    }

    @Test
    void increase_ofAPhaseBetweenTwoReadings_isItsShareOfTheirs() {
        assertIncrease(counter(0, 5, 1, 7).increase(List.of(span(0.25, 0.75))), 1);
    }

    @Test
    void increase_atItsEdges_isInterpolated() {
        /* Half of the second before 1, all from 1 to 3, a quarter of the second behind 3. */
        assertIncrease(counter(0, 0, 1, 2, 2, 3, 3, 4, 4, 8).increase(List.of(span(0.5, 3.25))), 1 + 2 + 1);
    }

    @Test
    void increase_ofOverlappingPhases_countsOnce() {
        Counter counter = counter(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
        assertIncrease(counter.increase(List.of(span(2, 4), span(0, 3))), 4);
        assertIncrease(counter.increase(List.of(span(0, 1), span(2, 3))), 2);
    }

    @Test
    void increase_ofAProcessStartedAnew_countsFromZero() {
        assertIncrease(counter(0, 100, 1, 101, 2, 0.5, 3, 1.5).increase(List.of(span(0, 3))), 2.5);
    }

    @Test
    void increase_atTheEndOfThePartsLife_isByItsLastReadings() {
        assertIncrease(counter(0, 0, 1, 1, 2, 2).increase(List.of(span(0, 2.5))), 2.5);
        assertIncrease(counter(1, 0, 2, 1, 3, 2).increase(List.of(span(0.5, 3))), 2.5);
    }

    @Test
    void increase_withoutReadingsNearAnEdge_isUnknown() {
        assertThat(counter(0, 0, 1, 1, 2, 2).increase(List.of(span(0, 6)))).isEmpty();
        assertThat(counter(0, 0, 10, 10).increase(List.of(span(5, 10)))).isEmpty();
        assertThat(counter(0, 0).increase(List.of(span(0, 1)))).isEmpty();
        assertThat(counter().increase(List.of(span(0, 1)))).isEmpty();
    }

    /** As an instance that only some levels have. */
    @Test
    void increase_ofAPhaseWithoutThePart_isNothing() {
        Counter counter = counter(20, 0, 21, 1, 22, 2);
        assertIncrease(counter.increase(List.of(span(0, 10), span(20, 22))), 2);
        assertThat(counter.increase(List.of(span(0, 10)))).isEmpty();
    }
}
