package dev.rapport.loadtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void linear_ticks_areRound() {
        Scale scale = Scale.linear(3, 97, 0, 100);

        assertThat(scale.ticks(5)).containsExactly(20.0, 40.0, 60.0, 80.0);
        assertThat(scale.at(50)).isCloseTo(50, EXACT);
        assertThat(scale.at(1_000)).isEqualTo(100);
        assertThat(Scale.linear(33.2, 34.9, 0, 1).ticks(1)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void log_eachDecade_hasTheSameRoom() {
        Scale scale = Scale.log(1, 1_000, 0, 300);

        assertThat(scale.at(10)).isCloseTo(100, EXACT);
        assertThat(scale.at(100)).isCloseTo(200, EXACT);
        assertThat(scale.ticks(4)).containsExactly(1.0, 10.0, 100.0, 1_000.0);
    }

    @Test
    void percentiles_eachNine_hasTheSameRoom() {
        Scale x = PercentileAxis.scale(99.9, new Plot(0, 0, 300, 100));

        assertThat(x.at(PercentileAxis.inverse(0))).isCloseTo(0, EXACT);
        assertThat(x.at(PercentileAxis.inverse(90))).isCloseTo(100, Offset.offset(1e-6));
        assertThat(x.at(PercentileAxis.inverse(99))).isCloseTo(200, Offset.offset(1e-6));
    }

    @Test
    void time_ticks_areThoseOfAClock() {
        assertThat(Scale.linear(0, 1_860, 0, 1).timeTicks(8))
                .containsExactly(0.0, 300.0, 600.0, 900.0, 1_200.0, 1_500.0, 1_800.0);
    }

    @Test
    void anyRange_makesAScale() {
        for (double low : List.of(0.0, -1.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, 1e-300)) {
            for (double high : List.of(0.0, -1.0, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300)) {
                for (Scale scale : List.of(
                        Scale.linear(low, high, 0, 10), Scale.log(low, high, 0, 10), Scale.fromZero(high, 0, 10))) {
                    assertThat(scale.ticks(5)).as("%s to %s", low, high).hasSizeBetween(1, 40);
                    assertThat(scale.timeTicks(5)).hasSizeLessThan(40);
                    assertThat(scale.at(3)).isBetween(0.0, 10.0);
                }
            }
        }
    }

    @Test
    void ticks_rangeBetweenTwoRoundValues_areFewButAtLeastTwo() {
        assertThat(Scale.linear(11.9, 19.8, 100, 0).ticks(3)).hasSizeBetween(2, 4);
        assertThat(Scale.linear(-180, 180, 56, 0).ticks(2)).hasSizeBetween(2, 4);
        assertThat(Scale.linear(322, 394, 100, 0).ticks(3)).hasSizeBetween(2, 4);
    }
}
