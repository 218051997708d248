package dev.rapport.loadtest.report;

/** A comparison for the console. Pure. */
public final class CompareText {
    private CompareText() {}

    public static String render(Comparison comparison) {
        TextLines out = new TextLines(TextReport.WIDTH);
        out.wrapped("", comparison.title());
        out.wrapped("A: ", run(comparison.a()));
        out.wrapped("B: ", run(comparison.b()));
        out.blank();
        out.columns("  ", "percentile", "", "A, ms", "B - A, ms", "band", "B - A");
        for (Comparison.Shift shift : comparison.shifts()) {
            out.columns(
                    "  ",
                    Numbers.percentile(shift.percent()),
                    shift.finding().words(),
                    Numbers.of(shift.base()),
                    Numbers.of(shift.difference()),
                    Numbers.interval(shift.low(), shift.high(), "ms"),
                    relative(shift));
        }
        out.blank();
        out.wrapped("verdict (" + comparison.metric() + "): ", comparison.verdict());
        return out.toString();
    }

    private static String run(Report report) {
        return report.run().id() + ", " + report.profile().id() + " ("
                + report.profile().tier() + "), " + report.run().startedAt() + "; " + Claims.words(report.judgements());
    }

    /** Of A's value. */
    public static String relative(Comparison.Shift shift) {
        return shift.base() == 0 ? Numbers.NONE : Numbers.percent(shift.difference() / shift.base());
    }
}
