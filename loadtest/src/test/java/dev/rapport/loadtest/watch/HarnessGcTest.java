package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarnessGcTest {
    private final HarnessGc gc = new HarnessGc();

    @Test
    void note_pauses_addUpAndTheLongestIsToldOnce() {
        gc.note("end of minor GC", 0.25, 10);
        gc.note("end of minor GC", 0.5, 20);

        assertThat(gc.totalSeconds()).isEqualTo(0.75);
        assertThat(gc.takeLongestSeconds()).isEqualTo(0.5);
        assertThat(gc.takeLongestSeconds()).isZero();
    }

    @Test
    void note_fullCollection_showsTheHeapOnce() {
        gc.note("end of minor GC", 0.25, 10);
        assertThat(gc.takeHeapAfterFull()).isEmpty();

        gc.note("end of major GC", 0.25, 7);
        assertThat(gc.takeHeapAfterFull()).hasValue(7);
        assertThat(gc.takeHeapAfterFull()).isEmpty();
    }

    @Test
    void note_cycleOfAConcurrentCollector_isNoPause() {
        gc.note("end of GC cycle", 3, 10);

        assertThat(gc.totalSeconds()).isZero();
    }
}
