package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.Timeline;
import java.util.List;
import java.util.Map;

/** A report of a run in which nothing was measured. */
final class EmptyReport {
    private EmptyReport() {}

    static Report build() {
        return new Report(
                new Report.Profile("", "", "", "", "", ""),
                new Report.Run("", "", 0, true, ""),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                charts(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    static Charts charts() {
        Timeline timeline =
                new Timeline(1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        return new Charts(List.of(), null, timeline, List.of(), List.of(), List.of(), List.of(), null, null, null);
    }
}
