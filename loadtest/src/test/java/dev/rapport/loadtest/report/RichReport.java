package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.CostRow;
import dev.rapport.loadtest.report.Report.FailureRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.StageRow;
import dev.rapport.loadtest.report.Report.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report with something in each place: half an hour, latencies with two humps, some failures. Made up, and the same each
 * time.
 */
final class RichReport {
    static final long SEED = 20_251_121;

    private RichReport() {}

    static Report build() {
        return build(SEED);
    }

    static Report build(long seed) {
        return new Report(
                new Report.Profile(
                        "harmoniq-natural-500",
                        "500 users who read, think and pause, for half an hour",
                        "p95 230 ms, p99 330 ms, 99.99 % success, 44,811 chats",
                        "full",
                        "9f2c1e0b7a44d1c2a9b0",
                        "id: harmoniq-natural-500\nphases:\n  - {name: users-500, closed: {users: 500}}\n"),
                new Report.Run("r-7f3a", "2025-11-21T14:00:00Z", 1_812.4, false, "llm-sim, TTFT median 45 ms"),
                judgements(),
                gates(),
                operations(),
                phases(),
                RichCharts.build(seed),
                waterfall(),
                List.of(
                        new FailureRow("chat", "http-5xx", 7, "503: {\"error\":\"overloaded\"}"),
                        new FailureRow("chat", "timeout", 3, "no end after 30 s"),
                        new FailureRow("chat", "truncated", 2, "the stream ended after 7 of 12 tokens")),
                leaks(),
                List.of(
                        new CostRow("chat", "CPU ms", 8.412, 421_870),
                        new CostRow("provider", "tokens", 212.4, 10_652_000),
                        new CostRow("provider", "$", 0.000_217, 10.88),
                        new CostRow("nginx", "bytes", 5_812.7, 291_500_000)),
                List.of(
                        "Little: L 3.41, lambda W 3.44, residual 0.9 % (allowed: 5 %)",
                        "Sums: 50,148 + 12 + 31 + 0 = 50,191"),
                provenance(),
                List.of(
                        "The provider is simulated: no model answered.",
                        "Harness and service share 2 cores; the harness ran with nice -5."));
    }

    private static List<Judgement> judgements() {
        return List.of(
                new Judgement(
                        "seed",
                        Word.PASS,
                        List.of(
                                claim("chat.e2e.p50", "ms", "<= 120 ms", 104.2, null, null, 0, Word.PASS),
                                claim("chat.e2e.p95", "ms", "<= 230 ms", 171.7, null, null, 0, Word.PASS),
                                claim("chat.e2e.p99", "ms", "<= 330 ms", 262.3, null, null, 0, Word.PASS),
                                claim("chat.success", "%", ">= 99.9 %", 0.999_76, null, null, 0, Word.PASS))),
                new Judgement(
                        "beat",
                        Word.INCONCLUSIVE,
                        List.of(
                                claim("chat.e2e.p95", "ms", "<= 230 ms", 171.7, 169.9, 174.0, 0.95, Word.PASS),
                                claim(
                                        "chat.e2e.p99.9",
                                        "ms",
                                        "<= 580 ms",
                                        561.0,
                                        522.4,
                                        611.8,
                                        0.95,
                                        Word.INCONCLUSIVE),
                                new ClaimRow(
                                        "chat.success",
                                        "%",
                                        ">= 99.99 %",
                                        0.999_76,
                                        0.999_61,
                                        null,
                                        0.95,
                                        50_160,
                                        Word.INCONCLUSIVE,
                                        "12 of 50,160 failed: at least 99.961 % (95 %)",
                                        144_344))),
                strict());
    }

    private static Judgement strict() {
        return new Judgement(
                "strict",
                Word.FAIL,
                List.of(
                        claim("chat.e2e.p99", "ms", "<= 250 ms", 262.3, 255.1, 271.9, 0.95, Word.FAIL),
                        claim("chat.ttft.p50", "ms", "<= 80 ms", 58.61, 58.2, 59.04, 0.95, Word.PASS),
                        claim("chat.e2e.p99.99", "ms", "<= 2,000 ms", null, 1_204.0, null, 0.95, Word.INCONCLUSIVE),
                        claim("leak.heap", "MB/h", "<= 12.4 MB/h", 1.84, -0.91, 4.38, 0.99, Word.PASS),
                        claim("chat.integrity.violations", "count", "<= 0", 0.0, 0.0, 6.0, 0.95, Word.INVALID)));
    }

    private static ClaimRow claim(
            String metric,
            String unit,
            String limit,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            double confidence,
            Word word) {
        String statement = "rests on 50,160 answers of " + metric;
        return new ClaimRow(metric, unit, limit, value, low, high, confidence, 50_160, word, statement, 0);
    }

    private static List<Gate> gates() {
        return List.of(
                new Gate("dispatch delay p99", true, "1.9 ms", "<= 5 ms"),
                new Gate("achieved of offered", true, "99.9 %", ">= 99 %"),
                new Gate("harness GC pause, longest", false, "31 ms", "<= 20 ms"),
                new Gate("Little's law", true, "0.9 %", "<= 5 %"),
                new Gate("posts seen = posts sent", true, "50,191 = 50,191", "equal"));
    }

    private static List<OperationRow> operations() {
        return List.of(
                new OperationRow(
                        "chat",
                        50_191,
                        50_148,
                        12,
                        31,
                        27.86,
                        27.71,
                        0.999_613_4,
                        List.of(
                                new Quantiles(
                                        "e2e", 50_148, 112.4, 104.2, 171.7, 262.3, 561.0, 1_204.0, 104.2, 171.8, 262.9),
                                new Quantiles(
                                        "ttft", 50_148, 62.3, 58.61, 98.4, 141.2, 402.0, 880.1, 58.6, 98.5, 141.6),
                                new Quantiles("ttfh", 50_148, 9.1, 6.42, 21.8, 60.3, 210.7, 512.6, 6.4, 21.9, 61.0),
                                new Quantiles("tpot", 50_102, 4.06, 4.02, 5.2, 6.9, 21.4, 80.2, null, null, null),
                                new Quantiles(
                                        "overhead", 50_148, 14.2, 12.9, 31.7, 58.8, 140.3, 402.2, null, null, null),
                                new Quantiles("dispatch", 50_191, 0.21, 0.14, 0.71, 1.9, 4.4, 9.7, null, null, null))),
                new OperationRow(
                        "session",
                        2_711,
                        2_711,
                        0,
                        0,
                        1.506,
                        1.506,
                        0.998_895,
                        List.of(new Quantiles("e2e", 2_711, 3.1, 2.7, 6.1, 9.8, 22.4, 30.2, 2.7, 6.1, 9.8))),
                new OperationRow("health", 2_498, 2_498, 0, 0, 1.388, 1.388, 0.998_8, List.of()));
    }

    private static List<PhaseRow> phases() {
        return List.of(
                new PhaseRow(
                        "warm-up",
                        "warm-up",
                        500,
                        "closed, 500 users",
                        60,
                        25.1,
                        25.0,
                        24.8,
                        3.6,
                        1,
                        108.2,
                        190.1,
                        310.5),
                new PhaseRow(
                        "users-500",
                        "measure",
                        500,
                        "closed, 500 users",
                        1_800,
                        27.9,
                        27.86,
                        27.71,
                        3.41,
                        0.999_76,
                        104.2,
                        171.7,
                        262.3));
    }

    private static List<StageRow> waterfall() {
        return List.of(
                stages("p50", 104.2, 0.4, 1.1, 2.6, 0.9, 0.3, 46.2, 44.1, 8.6),
                stages("p95", 171.7, 0.6, 2.9, 9.8, 1.7, 0.5, 84.0, 58.4, 13.8),
                stages("p99", 262.3, 0.9, 6.4, 41.2, 3.0, 0.6, 131.7, 61.0, 17.5));
    }

    private static StageRow stages(String quantile, double e2e, double... millis) {
        String[] names = {"authenticate", "traits", "recall", "compress", "prompt", "call LLM", "stream", "rest"};
        List<StageRow.Stage> stages = new java.util.ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            stages.add(new StageRow.Stage(names[i], millis[i]));
        }
        return new StageRow(quantile, e2e, stages);
    }

    private static List<LeakRow> leaks() {
        return List.of(
                new LeakRow("chat-1", "heap after GC", "MB/h", 1.84, -0.91, 4.38, 12.4, 2.65, 0.21, 30, "NO LEAK"),
                new LeakRow("chat-2", "heap after GC", "MB/h", 18.2, 14.9, 21.6, 12.4, 3.35, 0.000_02, 30, "LEAK"),
                new LeakRow("nginx", "open files", "/h", 3.1, -9.8, 16.0, 12.0, 12.9, 0.6, 361, "INCONCLUSIVE"));
    }

    private static Map<String, String> provenance() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("commit", "4000be3, clean");
        entries.put("java", "25.0.3+9 Temurin");
        entries.put("machine", "2 cores, 8 GB, Linux 6.1");
        entries.put("command", "./rapport load run harmoniq-natural-500 --tier full");
        entries.put("seed", "42");
        return entries;
    }
}
