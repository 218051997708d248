package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.html.ComparePage;

/** A comparison as one HTML file, like {@link HtmlReport}. */
public final class CompareHtml {
    private CompareHtml() {}

    public static String render(Comparison comparison) {
        return ComparePage.of(comparison);
    }
}
