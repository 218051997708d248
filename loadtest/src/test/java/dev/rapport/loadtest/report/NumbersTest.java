package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void of_anySize_hasThreeDigitsOrFour() {
        assertThat(java.util.stream.DoubleStream.of(
                                1_204.4, 262.34, 58.61, 4.062, 0.1399, 0.000_02, 0, -0.91, -0.000_000_1)
                        .mapToObj(Numbers::of))
                .containsExactly("1,204", "262.3", "58.6", "4.06", "0.140", "0.000020", "0", "-0.910", "0");
        assertThat(Numbers.of(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.of(Double.POSITIVE_INFINITY, "ms")).isEqualTo("∞ ms");
        assertThat(Numbers.of(3, "count")).isEqualTo("3");
    }

    @Test
    void percent_nearOne_showsTheNines_andBoundsAreRoundedDown() {
        assertThat(Numbers.percent(0.999_795_7)).isEqualTo("99.9796 %");
        assertThat(Numbers.percentAtLeast(0.999_795_7)).isEqualTo("99.9795 %");
        assertThat(Numbers.percentAtLeast(0.999_999_99)).isEqualTo("99.9999 %");
        assertThat(Numbers.percent(0.5)).isEqualTo("50.00 %");
        assertThat(Numbers.percent(1)).isEqualTo("100.00 %");
    }

    @Test
    void interval_saysTheUnitOnce() {
        assertThat(Numbers.interval(169.9, 174.0, "ms")).isEqualTo("169.9 to 174.0 ms");
        assertThat(Numbers.interval(0.5, 0.75, "%")).isEqualTo("50.00 to 75.00 %");
        /* Rounded down, as where it is said in words. */
        assertThat(Numbers.interval(0.999_940_9, 1.0, "%")).isEqualTo("99.9940 to 100.00 %");
        assertThat(Numbers.interval(-0.123_456, 0.5, "%")).isEqualTo("-12.35 to 50.00 %");
        assertThat(Numbers.interval(0.999_940_9, null, "%")).isEqualTo(">= 99.9940 %");
        assertThat(Numbers.interval(null, 5.0, "ms")).isEqualTo("<= 5.00 ms");
        assertThat(Numbers.interval(5.0, null, "ms")).isEqualTo(">= 5.00 ms");
        assertThat(Numbers.interval(null, null, "ms")).isEqualTo("–");
    }

    @Test
    void clock_andTicks() {
        assertThat(Numbers.clock(1_812.4)).isEqualTo("30:12");
        assertThat(Numbers.clock(3_661)).isEqualTo("1:01:01");
        assertThat(Numbers.clock(0.5)).isEqualTo("0.5 s");
        assertThat(Numbers.tick(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Numbers.tick(1_000)).isEqualTo("1,000");
        assertThat(Numbers.tick(250_000)).isEqualTo("250k");
        assertThat(Numbers.percentile(99.9)).isEqualTo("p99.9");
    }
}
