package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Claims;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.HeatMap;
import dev.rapport.loadtest.report.Report.Mark;
import java.util.ArrayList;
import java.util.List;

/** A report as one page that needs nothing else: no script, no font, no network. */
public final class ReportPage {
    private final Report report;
    private final Charts charts;
    private final List<Mark> marks;

    private ReportPage(Report report) {
        this.report = report;
        this.charts = report.charts();
        HeatMap map = charts.heatMap();
        this.marks = map == null ? List.of() : map.marks();
    }

    public static String of(Report report) {
        return new ReportPage(report).html();
    }

    private String html() {
        Page page = new Page(report.profile().id() + ": " + Claims.words(report.judgements()));
        page.section("claims", "Claims", m -> Verdicts.claims(m, report.judgements()));
        page.sectionIf(!report.gates().isEmpty(), "gates", "Gates", m -> Verdicts.gates(m, report.gates()));
        page.sectionIf(!report.laws().isEmpty(), "laws", "Laws", m -> Sections.list(m, report.laws()));
        requests(page);
        latency(page);
        page.section("failures", "Failures", this::failures);
        resources(page);
        page.section("provenance", "Provenance", m -> Sections.provenance(m, report));
        return page.html(m -> Sections.header(m, report), foot());
    }

    private void requests(Page page) {
        page.sectionIf(
                !report.operations().isEmpty(),
                "requests",
                "Requests",
                m -> Sections.operations(m, report.operations()));
        page.sectionIf(!report.phases().isEmpty(), "phases", "Phases", m -> {
            PhaseTables.write(m, report.phases());
            PhaseTables.answers(m, report.answers());
        });
        page.sectionIf(
                TimelineChart.windows(charts.timeline()) > 0,
                "load",
                "Load",
                m -> TimelineChart.write(m, charts.timeline(), marks));
    }

    private void latency(Page page) {
        HeatMap map = charts.heatMap();
        boolean there = !charts.percentiles().isEmpty() || map != null;
        page.sectionIf(there, "latency", "Latency", m -> {
            if (!charts.percentiles().isEmpty()) {
                PercentileChart.write(m, charts.percentiles());
            }
            if (map != null) {
                HeatMapChart.write(m, map);
            }
        });
        page.sectionIf(
                !report.waterfall().isEmpty(), "stages", "Stages", m -> WaterfallChart.write(m, report.waterfall()));
        page.sectionIf(!charts.gaps().isEmpty() || !charts.worstStreams().isEmpty(), "tokens", "Tokens", m -> {
            if (!charts.gaps().isEmpty()) {
                GapChart.write(m, charts.gaps());
            }
            if (!charts.worstStreams().isEmpty()) {
                StreamChart.write(m, charts.worstStreams());
            }
        });
        shapes(page);
    }

    /** What only some profiles have. */
    private void shapes(Page page) {
        Report.Scaling scaling = charts.scaling();
        if (scaling != null) {
            page.section("scale", "Scaling", m -> ScalingChart.write(m, scaling));
        }
        Report.Recovery recovery = charts.recovery();
        if (recovery != null) {
            page.section("spike", "Spike", m -> RecoveryChart.write(m, recovery));
        }
        Report.Staircase staircase = charts.staircase();
        if (staircase != null) {
            page.section("rate-limit", "Rate limit", m -> StaircaseChart.write(m, staircase));
        }
    }

    private void failures(Markup markup) {
        Sections.failures(markup, report.failures(), !charts.failures().isEmpty());
        if (!charts.failures().isEmpty()) {
            FailureChart.write(markup, charts.failures(), marks);
        }
    }

    private void resources(Page page) {
        page.sectionIf(
                !report.leaks().isEmpty(), "leaks", "Leaks", m -> Sections.leaks(m, report.leaks(), measuredSeconds()));
        page.sectionIf(
                !charts.resources().isEmpty(),
                "resources",
                "Resources",
                m -> ResourceCharts.write(m, charts.resources()));
        page.sectionIf(!report.costs().isEmpty(), "costs", "Costs", m -> Sections.costs(m, report.costs()));
    }

    private double measuredSeconds() {
        return report.phases().stream()
                .filter(phase -> phase.kind().equals("measured"))
                .mapToDouble(Report.PhaseRow::seconds)
                .sum();
    }

    private String foot() {
        List<String> absent = new ArrayList<>();
        note(absent, charts.heatMap() == null && charts.percentiles().isEmpty(), "latencies");
        note(absent, report.waterfall().isEmpty(), "stages");
        note(absent, charts.gaps().isEmpty(), "gaps between tokens");
        note(absent, report.leaks().isEmpty(), "leaks");
        note(absent, charts.scaling() == null, "scaling");
        note(absent, charts.recovery() == null, "recovery");
        note(absent, charts.staircase() == null, "rate limit");
        return "All figures of this page are in report.json, and can be computed again from the raw data of the run."
                + (absent.isEmpty() ? "" : " Not part of this run: " + String.join(", ", absent) + ".");
    }

    private static void note(List<String> absent, boolean missing, String what) {
        if (missing) {
            absent.add(what);
        }
    }
}
