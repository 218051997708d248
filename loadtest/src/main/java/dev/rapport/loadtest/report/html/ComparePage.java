package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Claims;
import dev.rapport.loadtest.report.Comparison;
import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Quantiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two runs as one page: the shift function, then the tables of both beside each other. */
public final class ComparePage {
    private final Report a;
    private final Report b;

    private ComparePage(Report a, Report b) {
        this.a = a;
        this.b = b;
    }

    public static String of(Comparison comparison) {
        ComparePage tables = new ComparePage(comparison.a(), comparison.b());
        return new Page(comparison.title())
                .sectionIf(!comparison.shifts().isEmpty(), "shifts", "Shift", m -> ShiftChart.write(m, comparison))
                .section("latencies", "Latencies", tables::latencies)
                .section("requests", "Requests", tables::requests)
                .section("claims-of-both", "Claims", tables::claims)
                .section("provenance", "Provenance", tables::provenance)
                .html(m -> header(m, comparison), "All figures are from the report.json of both runs.");
    }

    private static void header(Markup markup, Comparison comparison) {
        markup.element("h1", comparison.title());
        markup.element("p", comparison.verdict(), "class", "lead");
        if (comparison.twins()) {
            markup.element(
                    "p",
                    "The same load in both models: users who wait for their answer (A, closed), and arrivals that do not (B,"
                            + " open). What the closed loop does not see is the difference.",
                    "class",
                    "meta");
        }
        markup.open("div", "class", "notes", "role", "note", "aria-label", "Notes")
                .open("ul");
        markup.element("li", "A: " + run(comparison.a())).element("li", "B: " + run(comparison.b()));
        comparison.a().notes().forEach(note -> markup.element("li", "A: " + note));
        comparison.b().notes().forEach(note -> markup.element("li", "B: " + note));
        markup.close().close();
    }

    private static String run(Report report) {
        return "run " + report.run().id() + " of " + report.profile().id() + " ("
                + report.profile().tier() + "), started "
                + report.run().startedAt() + ", took "
                + Numbers.clock(report.run().seconds()) + "; "
                + Claims.words(report.judgements());
    }

    private void latencies(Markup markup) {
        Table table = Table.open(
                markup,
                "Milliseconds, E2E, TTFT and TTFH from the intended start; of successes only, which n counts",
                "Latency",
                "#A p50",
                "#B p50",
                "#A p95",
                "#B p95",
                "#A p99",
                "#B p99",
                "#A n",
                "#B n");
        Map<String, Quantiles> left = quantiles(a);
        Map<String, Quantiles> right = quantiles(b);
        for (String name : names(left, right)) {
            Quantiles x = left.get(name);
            Quantiles y = right.get(name);
            table.row(
                    name,
                    millis(x, Quantiles::p50),
                    millis(y, Quantiles::p50),
                    millis(x, Quantiles::p95),
                    millis(y, Quantiles::p95),
                    millis(x, Quantiles::p99),
                    millis(y, Quantiles::p99),
                    x == null ? Numbers.NONE : Numbers.count(x.n()),
                    y == null ? Numbers.NONE : Numbers.count(y.n()));
        }
        table.close();
    }

    private static String millis(@Nullable Quantiles quantiles, Function<Quantiles, @Nullable Double> figure) {
        return quantiles == null ? Numbers.NONE : Numbers.orNone(figure.apply(quantiles));
    }

    private static Map<String, Quantiles> quantiles(Report report) {
        Map<String, Quantiles> all = new LinkedHashMap<>();
        report.operations().forEach(row -> row.latencies().forEach(q -> all.put(row.operation() + " " + q.name(), q)));
        return all;
    }

    /** By alphabet, so that both runs have one order. */
    private static SortedSet<String> names(Map<String, ?> left, Map<String, ?> right) {
        SortedSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        return names;
    }

    private void requests(Markup markup) {
        Table table = Table.open(
                markup,
                "Requests over the measured phases",
                "Operation",
                "Run",
                "#Started",
                "#OK",
                "#Failed",
                "#Achieved /s",
                "#Good /s",
                "#Success at least");
        TreeSet<String> names = new TreeSet<>();
        a.operations().forEach(row -> names.add(row.operation()));
        b.operations().forEach(row -> names.add(row.operation()));
        for (String name : names) {
            requests(table, "A", a, name);
            requests(table, "B", b, name);
        }
        table.close();
    }

    private static void requests(Table table, String run, Report report, String operation) {
        report.operations().stream()
                .filter(row -> row.operation().equals(operation))
                .forEach(row -> table.row(
                        operation,
                        run,
                        Numbers.count(row.started()),
                        Numbers.count(row.ok()),
                        Numbers.count(row.failed()),
                        Numbers.of(row.achievedPerSecond()),
                        Numbers.of(row.goodPerSecond()),
                        row.started() == 0 ? Numbers.NONE : Numbers.percentAtLeast(row.successLow())));
    }

    private void claims(Markup markup) {
        Map<String, ClaimRow> left = claims(a);
        Map<String, ClaimRow> right = claims(b);
        Table table = Table.open(markup, "Claims of both", "Claim", "A", "#A value", "B", "#B value");
        for (String name : names(left, right)) {
            table.begin("").cell(name);
            claim(table, left.get(name));
            claim(table, right.get(name));
            table.end();
        }
        table.close();
    }

    private static void claim(Table table, @Nullable ClaimRow claim) {
        if (claim == null) {
            table.cell(Numbers.NONE).cell(Numbers.NONE);
        } else {
            table.cells(m -> Badge.of(m, claim.word())).cell(Claims.value(claim));
        }
    }

    private static Map<String, ClaimRow> claims(Report report) {
        Map<String, ClaimRow> all = new LinkedHashMap<>();
        for (Judgement judgement : report.judgements()) {
            judgement.claims().forEach(c -> all.put(judgement.judge() + ": " + c.metric() + " " + c.limit(), c));
        }
        return all;
    }

    private void provenance(Markup markup) {
        Table table = Table.open(markup, "Where they differ is marked", "What", "A", "B", "Same");
        Map<String, String> left = entries(a);
        Map<String, String> right = entries(b);
        for (String name : names(left, right)) {
            String x = left.getOrDefault(name, Numbers.NONE);
            String y = right.getOrDefault(name, Numbers.NONE);
            table.row(name, x, y, x.equals(y) ? "same" : "DIFFERENT");
        }
        table.close();
    }

    private static Map<String, String> entries(Report report) {
        Map<String, String> entries = new LinkedHashMap<>(report.provenance());
        entries.put(
                "profile", report.profile().id() + ", tier " + report.profile().tier());
        entries.put("profile hash", report.profile().hash());
        entries.put("provider", report.run().provider());
        return entries;
    }
}
