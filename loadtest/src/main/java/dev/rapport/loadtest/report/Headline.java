package dev.rapport.loadtest.report;

import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reader wants to know before anything else: what each judge says, if not yes why, and the five figures. Pure. */
public final class Headline {
    private static final String CHAT = "chat";

    private static final String SEED = "seed";

    /** The tier that is as long as the claim asks. */
    private static final String FULL = Tier.FULL.word();

    /** Of the limits that a judge names in the answer, which fits on the first screen; the table has all. */
    private static final int NAMED_MAX = 2;

    private Headline() {}

    /**
     * One figure of the measured phases.
     *
     * @param name such as {@code E2E p50 · p95 · p99}
     * @param value with its unit
     * @param note what it is, or how sure
     */
    public record Figure(String name, String value, String note) {}

    /** What all judges say of the run, in a sentence or two. */
    public static String answer(Report report) {
        if (report.judgements().isEmpty()) {
            return "Nothing was judged.";
        }
        List<Gate> unmet = unmet(report);
        if (!unmet.isEmpty()) {
            return "The run proves nothing about the service, for or against: " + unmet.size() + " of "
                    + report.gates().size() + " validity gates " + (unmet.size() == 1 ? "was" : "were")
                    + " not met. By the limits alone: "
                    + String.join(
                            ", ",
                            report.judgements().stream()
                                    .map(j -> j.judge() + " " + Claims.alone(j.claims()))
                                    .toList())
                    + ".";
        }
        String all = report.judgements().stream()
                        .map(judgement -> said(judgement, report.run().interrupted()))
                        .collect(Collectors.joining("; "))
                + ".";
        if (holds(report)) {
            return "The claim holds: " + all;
        }
        String tier = report.profile().tier();
        return all.substring(0, 1).toUpperCase(Locale.ROOT)
                + all.substring(1)
                + (tier.equals(FULL)
                        ? ""
                        : " A run of tier " + tier + " screens the claim; only a full one can show it.");
    }

    /** Only if the run was as long as the claim asks, and judged by more than point estimates. */
    private static boolean holds(Report report) {
        return report.profile().tier().equals(FULL)
                && !report.gates().isEmpty()
                && report.judgements().stream().allMatch(judgement -> judgement.word() == Word.PASS)
                && report.judgements().stream()
                        .anyMatch(judgement -> !judgement.judge().equals(SEED));
    }

    /** One judge, as a part of a sentence. */
    private static String said(Judgement judgement, boolean interrupted) {
        String why = switch (judgement.word()) {
            case PASS -> "";
            case FAIL -> " (" + broken(judgement.claims()) + ")";
            case INCONCLUSIVE -> " (" + undecided(judgement.claims(), interrupted) + ")";
            case INVALID -> " (" + reason(judgement.claims()) + ")";
        };
        return switch (judgement.judge()) {
                    case SEED ->
                        "the report's own criterion "
                                + one(judgement, "is met", "is not met", "is not decided", "could not be judged")
                                + " by the point estimates";
                    case "beat" ->
                        "better than it with confidence: "
                                + one(judgement, "yes", "no", "not decided", "could not be judged");
                    case "strict" ->
                        "our strict limits: "
                                + one(judgement, "kept", "not kept", "not decided", "could not be judged");
                    default -> judgement.judge() + ": " + judgement.word();
                }
                + why;
    }

    private static String one(Judgement judgement, String pass, String fail, String inconclusive, String invalid) {
        return switch (judgement.word()) {
            case PASS -> pass;
            case FAIL -> fail;
            case INCONCLUSIVE -> inconclusive;
            case INVALID -> invalid;
        };
    }

    /** The gates that make a run invalid. */
    public static List<Gate> unmet(Report report) {
        return report.gates().stream().filter(gate -> !gate.met()).toList();
    }

    private static String broken(List<ClaimRow> claims) {
        List<ClaimRow> broken =
                claims.stream().filter(claim -> claim.word() == Word.FAIL).toList();
        List<String> named = new ArrayList<>(broken.stream()
                .limit(NAMED_MAX)
                .map(claim -> claim.metric() + " is " + Claims.value(claim) + " (limit " + claim.limit() + ")")
                .toList());
        if (broken.size() > NAMED_MAX) {
            named.add("and " + (broken.size() - NAMED_MAX) + " more");
        }
        return String.join(", ", named);
    }

    private static String undecided(List<ClaimRow> claims, boolean interrupted) {
        List<String> open = claims.stream()
                .filter(claim -> claim.word() == Word.INCONCLUSIVE)
                .map(ClaimRow::metric)
                .distinct()
                .toList();
        if (open.isEmpty() && interrupted) {
            return "the run was ended early";
        }
        String named = open.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        return open.size() <= NAMED_MAX ? named : named + ", and " + (open.size() - NAMED_MAX) + " more";
    }

    private static String reason(List<ClaimRow> claims) {
        return claims.stream()
                .filter(claim -> claim.word() == Word.INVALID)
                .findFirst()
                .map(claim -> claim.metric() + ": " + claim.statement())
                .orElse("it has no claims");
    }

    /** Of chats; of nothing if there were none. */
    public static List<Figure> figures(Report report) {
        Optional<OperationRow> chats = report.operations().stream()
                .filter(row -> row.operation().equals(CHAT))
                .findFirst();
        List<Figure> figures = new ArrayList<>();
        chats.ifPresent(row -> {
            latency(row, "e2e")
                    .ifPresent(q -> figures.add(new Figure(
                            "E2E p50 · p95 · p99",
                            millis(row, q, true),
                            "from the intended start; a failure counts as endless")));
            latency(row, "overhead")
                    .ifPresent(q -> figures.add(new Figure(
                            "Overhead p50 · p99", millis(row, q, false), "E2E less the provider's own time")));
            latency(row, "ttft")
                    .ifPresent(q -> figures.add(
                            new Figure("First token p50 · p99", millis(row, q, false), "from the intended start")));
            long tried = row.ok() + row.failed();
            figures.add(new Figure(
                    "Success",
                    tried == 0 ? Numbers.NONE : Numbers.percent((double) row.ok() / tried),
                    tried == 0
                            ? "nothing was tried"
                            : "at least " + Numbers.percentAtLeast(row.successLow()) + " (95 %), "
                                    + Numbers.count(row.failed()) + " of " + Numbers.count(tried) + " failed"));
            figures.add(new Figure(
                    "Throughput",
                    Numbers.of(row.achievedPerSecond()) + " chats/s",
                    Numbers.of(row.goodPerSecond()) + " of them good"));
        });
        return figures;
    }

    private static Optional<Quantiles> latency(OperationRow row, String name) {
        return row.latencies().stream().filter(q -> q.name().equals(name)).findFirst();
    }

    private static String millis(OperationRow row, Quantiles q, boolean middle) {
        /* Some latencies exist only of successes; if most tries failed, nulls stand for them. */
        boolean endless = q.p50WithFailures() != null || 2 * row.failed() >= row.started();
        boolean failures = row.failed() > 0 && endless;
        List<String> values = new ArrayList<>();
        values.add(one(failures, q.p50(), q.p50WithFailures()));
        if (middle) {
            values.add(one(failures, q.p95(), q.p95WithFailures()));
        }
        values.add(one(failures, q.p99(), q.p99WithFailures()));
        return String.join(" · ", values) + " ms";
    }

    private static String one(boolean failures, @Nullable Double plain, @Nullable Double withFailures) {
        return failures && withFailures == null ? Numbers.INFINITE : Numbers.orNone(failures ? withFailures : plain);
    }
}
