package dev.rapport.loadtest.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoopsBlockedTest {

    @Test
    void sum_severalLoops_addsThem() {
        assertThat(LoopsBlocked.sum("""
                # HELP rapport_loop_blocked_total times a loop was blocked
                # TYPE rapport_loop_blocked_total counter
                rapport_loop_blocked_total{loop="0"} 2.0
                rapport_loop_blocked_total{loop="a } b \\" }",x="y"} 1.5e1 1795255484516
                rapport_loop_blocked_total_more 100
                rapport_loop_blocked_total 1
                """)).hasValue(18.0);
    }

    @Test
    void sum_counterIsZero_isNotMissing() {
        assertThat(LoopsBlocked.sum("rapport_loop_blocked_total 0.0\n")).hasValue(0.0);
    }

    @Test
    void sum_counterMissing_isEmpty() {
        assertThat(LoopsBlocked.sum("# TYPE rapport_loop_blocked_total counter\nother_total 3\n"))
                .isEmpty();
    }

    @Test
    void sum_valueIsNoNumber_throws() {
        assertThatThrownBy(() -> LoopsBlocked.sum("rapport_loop_blocked_total{loop=\"0\"} many"))
                .isInstanceOf(NumberFormatException.class);
    }
}
