package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.html.ReportPage;

/** The report as one HTML file. Pure: the same report gives the same text. */
public final class HtmlReport {
    private HtmlReport() {}

    /** A whole page, well-formed as XML too; it loads nothing and runs nothing. */
    public static String render(Report report) {
        return ReportPage.of(report);
    }
}
