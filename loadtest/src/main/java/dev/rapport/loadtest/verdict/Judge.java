package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.Metric;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a profile's limits against a run's metrics. */
public final class Judge {
    private final Measurements measurements;
    private final Statistics statistics;

    /**
     * Judges by these measurements.
     *
     * @param seed of the resampling, so that the same data give the same verdict
     */
    public Judge(Measurements measurements, long seed) {
        this.measurements = measurements;
        this.statistics = new Statistics(seed);
    }

    /**
     * The judgements that the profile asks for.
     *
     * @param valid whether all gates are met; if not, each judgement is invalid, and its claims show what they would say
     * @param interrupted a run that was ended by hand proves nothing, though it may contradict
     */
    public List<Judgement> judge(Limits limits, boolean valid, boolean interrupted) {
        List<Judgement> judgements = new ArrayList<>();
        add(judgements, "seed", limits.seed(), valid, interrupted);
        add(judgements, "beat", limits.beat(), valid, interrupted);
        add(judgements, "strict", limits.strict(), valid, interrupted);
        return List.copyOf(judgements);
    }

    private void add(List<Judgement> judgements, String judge, List<Limit> limits, boolean valid, boolean interrupted) {
        if (limits.isEmpty()) {
            return;
        }
        List<ClaimRow> claims = limits.stream().map(this::claim).toList();
        Word word = Words.worst(claims.stream().map(ClaimRow::word).toList());
        if (!valid) {
            word = Word.INVALID;
        } else if (interrupted && word == Word.PASS) {
            word = Word.INCONCLUSIVE;
        }
        judgements.add(new Judgement(judge, word, claims));
    }

    /** One limit. */
    public ClaimRow claim(Limit limit) {
        Optional<Metric> found = measurements.find(metricFor(limit));
        if (found.isEmpty()) {
            return invalid(limit, "this run has no metric " + limit.metric());
        }
        return found.get() instanceof Metric.EachPart each ? worst(limit, each) : claim(limit, found.get());
    }

    /**
     * Each part is held against the limit, and the worst word counts: a part that is proven to break it must not hide behind
     * one that is too noisy to tell. The row's figures are that part's.
     */
    private ClaimRow worst(Limit limit, Metric.EachPart each) {
        record Judged(Metric.Bounded part, ClaimRow row) {}
        List<Judged> judged = new ArrayList<>(each.parts().stream()
                .map(part -> new Judged(part, claim(limit, part)))
                .toList());
        Judged worst = Collections.max(
                judged,
                Comparator.comparingInt((Judged one) -> one.row().word().badness())
                        .thenComparingDouble(one -> one.part().value()));
        judged.remove(worst);
        ClaimRow row = worst.row();
        String others =
                judged.stream().map(one -> figures(one.row().statement())).collect(Collectors.joining("; "));
        return new ClaimRow(
                row.metric(),
                row.unit(),
                row.limit(),
                row.value(),
                row.low(),
                row.high(),
                row.confidence(),
                row.n(),
                row.word(),
                others.isEmpty()
                        ? row.statement()
                        : "the worst of " + each.parts().size() + " parts: " + row.statement() + "; the others: "
                                + others,
                row.needsMore());
    }

    /** A statement up to its first remark. */
    private static String figures(String statement) {
        int remark = statement.indexOf("; ");
        return remark < 0 ? statement : statement.substring(0, remark);
    }

    private ClaimRow claim(Limit limit, Metric metric) {
        boolean needNotBe = metric instanceof Metric.Vacuous;
        if (!needNotBe && (metric.n() == 0 || Double.isNaN(metric.value()))) {
            return invalid(limit, "nothing was measured");
        }
        Bound bound = Bound.of(limit, metric);
        Finding finding = statistics.find(metric, bound);
        return new ClaimRow(
                limit.metric(),
                metric.unit(),
                bound.text(),
                finite(metric.value()),
                finite(finding.interval().low()),
                finite(finding.interval().high()),
                finding.confidence(),
                metric.n(),
                finding.word(),
                finding.statement(),
                finding.needsMore());
    }

    /** A leak's limit may be in percent an hour, or in what leaks. */
    private static String metricFor(Limit limit) {
        Quantity quantity = limit.max() != null ? limit.max() : limit.min();
        boolean absolute = quantity != null
                && quantity.unit().endsWith("/h")
                && !quantity.unit().startsWith("%");
        return limit.metric().startsWith("leak.") && absolute ? limit.metric() + ".absolute" : limit.metric();
    }

    private static ClaimRow invalid(Limit limit, String reason) {
        return new ClaimRow(limit.metric(), "", Bound.text(limit), null, null, null, 0, 0, Word.INVALID, reason, 0);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** For people: an interval with its confidence. */
    static String range(Interval interval, String unit, double confidence) {
        return Texts.valued(interval.low(), unit) + " to " + Texts.valued(interval.high(), unit) + " (each end "
                + Texts.percent(confidence) + ")";
    }
}
