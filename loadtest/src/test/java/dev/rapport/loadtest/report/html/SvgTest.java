package dev.rapport.loadtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SvgTest {
    private static final double[] GAP = {2, Double.NaN};

    @Test
    void joined_pointsAndAGap_areTwoLines() {
        assertThat(Svg.joined(List.of(at(0, 1), at(1, 2), GAP, at(3, 4), at(4, 5))))
                .isEqualTo("M0 1L1 2M3 4L4 5");
    }

    @Test
    void joined_pointWithoutNeighbours_isACircle() {
        assertThat(Svg.joined(List.of(at(10, 10)))).isEqualTo(Marks.circle(10, 10, 2.5));
        assertThat(Svg.joined(List.of(at(0, 1), at(1, 2), GAP, at(3, 4), GAP)))
                .isEqualTo("M0 1L1 2" + Marks.circle(3, 4, 2.5));
    }

    private static double[] at(double x, double y) {
        return new double[] {x, y};
    }
}
