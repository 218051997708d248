package dev.rapport.loadtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinTest {
    @Test
    void of_longSeries_fitsTheDrawing() {
        assertThat(Thin.of(300)).isEqualTo(new Thin(1, 300));
        assertThat(Thin.of(301)).isEqualTo(new Thin(2, 151));
        assertThat(Thin.of(0).columns()).isZero();
        assertThat(Thin.of(7).said(1)).isEmpty();
    }

    @Test
    void groups_keepMeanAndExtremes_andLeaveOutWhatIsNone() {
        List<Thin.Group> groups = new Thin(3, 2).groups(Arrays.asList(1.0, null, -5.0, null, Double.NaN, null));

        assertThat(groups).containsExactly(new Thin.Group(-2, -5, 1, -5), Thin.Group.NONE);
    }

    @Test
    void spread_labels_doNotOverlapAndKeepTheirOrder() {
        assertThat(new Plot(0, 0, 10, 100).spread(List.of(50.0, 52.0, 99.0, 99.0), 15))
                .containsExactly(50.0, 65.0, 85.0, 100.0);
    }
}
