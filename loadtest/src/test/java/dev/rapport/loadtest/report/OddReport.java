package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.Bar;
import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Curve;
import dev.rapport.loadtest.report.Report.HeatMap;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Mark;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.Timeline;
import dev.rapport.loadtest.report.Report.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A report with the one text everywhere, all nulls, single points, and numbers that are none. */
final class OddReport {
    private static final double NAN = Double.NaN;
    private static final double ENDLESS = Double.POSITIVE_INFINITY;

    private OddReport() {}

    /** @param text put wherever a text can come from outside */
    static Report build(String text) {
        ClaimRow claim = new ClaimRow(text, text, text, null, null, null, 0, 0, Word.INCONCLUSIVE, text, 7);
        Report.Quantiles nothing = new Report.Quantiles(text, 0, null, null, null, null, null, null, null, null, null);
        return new Report(
                new Report.Profile(text, text, text, text, text, text),
                new Report.Run(text, text, NAN, false, text),
                List.of(new Judgement(text, Word.INVALID, List.of(claim))),
                List.of(new Report.Gate(text, false, text, text)),
                List.of(new Report.OperationRow(text, 0, 0, 0, 0, NAN, ENDLESS, 0, List.of(nothing))),
                List.of(new Report.PhaseRow(text, text, 0, text, 0, 0, 0, 0, 0, NAN, null, null, null)),
                charts(text),
                List.of(new Report.StageRow(text, 0, List.of(new Report.StageRow.Stage(text, NAN)))),
                List.of(new Report.FailureRow(text, text, 1, text)),
                List.of(new LeakRow(text, text, text, NAN, -ENDLESS, ENDLESS, 0, ENDLESS, NAN, 0, text)),
                List.of(new Report.CostRow(text, text, NAN, 0)),
                List.of(text),
                Map.of(text, text),
                List.of(text));
    }

    private static Charts charts(String text) {
        return new Charts(
                List.of(
                        new Curve(text, false, List.of(50.0), List.of(5.0)),
                        new Curve(text, true, List.of(99.0), List.of(ENDLESS)),
                        new Curve(text, false, List.of(), List.of())),
                new HeatMap(
                        1,
                        List.of(0.0),
                        List.of(List.of(1L)),
                        List.of(new Mark(0, text, text), new Mark(NAN, "phase", text))),
                new Timeline(
                        1,
                        List.of(1.0),
                        List.of(1.0),
                        List.of(ENDLESS),
                        List.of(NAN),
                        List.of(0.0),
                        Arrays.asList((Double) null),
                        Arrays.asList((Double) null),
                        Arrays.asList((Double) null)),
                List.of(new Bar(0, ENDLESS, 3)),
                List.of(new Report.Stream(text, NAN, List.of())),
                List.of(new Report.FailureSeries(text, 1, List.of(1L))),
                List.of(
                        new Report.ResourceSeries(text, text, text, List.of(), List.of(), List.of()),
                        new Report.ResourceSeries(text, text, text, List.of(3.0), List.of(0.0), List.of())),
                new Report.Scaling(text, List.of(new Point(1, 1)), List.of(), List.of(), List.of(), List.of(), text),
                new Report.Recovery(NAN, List.of(new Report.Recovery.RecoveryTime(text, null, 0))),
                new Report.Staircase(List.of(new Point(0, 0)), List.of(), List.of(new Point(NAN, ENDLESS))));
    }
}
