package dev.rapport.loadtest.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report says. All forms of a report are drawn from this record, and {@code report.json} is this record.
 *
 * @param gates what must hold for the run to say anything about the service
 * @param provenance versions, commit, machine, command line, seeds, hash of the profile
 * @param notes sentences a reader must not miss, such as that the provider is simulated
 * @param answers how the chats of each phase ended
 */
public record Report(
        Profile profile,
        Run run,
        List<Judgement> judgements,
        List<Gate> gates,
        List<OperationRow> operations,
        List<PhaseRow> phases,
        Charts charts,
        List<StageRow> waterfall,
        List<FailureRow> failures,
        List<LeakRow> leaks,
        List<CostRow> costs,
        List<String> laws,
        Map<String, String> provenance,
        List<String> notes,
        @Nullable List<AnswerRow> answers) {

    /** A report that does not say how requests ended. */
    public Report(
            Profile profile,
            Run run,
            List<Judgement> judgements,
            List<Gate> gates,
            List<OperationRow> operations,
            List<PhaseRow> phases,
            Charts charts,
            List<StageRow> waterfall,
            List<FailureRow> failures,
            List<LeakRow> leaks,
            List<CostRow> costs,
            List<String> laws,
            Map<String, String> provenance,
            List<String> notes) {
        this(
                profile,
                run,
                judgements,
                gates,
                operations,
                phases,
                charts,
                waterfall,
                failures,
                leaks,
                costs,
                laws,
                provenance,
                notes,
                List.of());
    }

    public Report {
        answers = answers == null ? List.of() : answers; // reports of before do not have it
    }

    /** The same with other gates, judgements and laws. */
    public Report with(List<Gate> otherGates, List<Judgement> otherJudgements, List<String> otherLaws) {
        return new Report(
                profile,
                run,
                otherJudgements,
                otherGates,
                operations,
                phases,
                charts,
                waterfall,
                failures,
                leaks,
                costs,
                otherLaws,
                provenance,
                notes,
                answers);
    }

    /** What was to be shown. {@code claim} is the published report's own words in short. */
    public record Profile(String id, String summary, String claim, String tier, String hash, String yaml) {}

    /**
     * One run.
     *
     * @param seconds from the first request's plan to the last one's end
     */
    public record Run(String id, String startedAt, double seconds, boolean interrupted, String provider) {}

    /** The four verdicts. */
    public enum Word {
        PASS,
        FAIL,
        /** The interval straddles the limit, or there are too few requests. */
        INCONCLUSIVE,
        /** The harness, not the service, was the limit; or a part is not there. */
        INVALID;

        /** A failure is known to be one; what could not be judged may have been a pass, so it must not hide a failure. */
        private static final List<Word> WORST_FIRST = List.of(FAIL, INVALID, INCONCLUSIVE, PASS);

        /** The worst of them; {@link #INVALID} of none, as nothing was judged. */
        public static Word worst(Collection<Word> words) {
            return WORST_FIRST.stream().filter(words::contains).findFirst().orElse(INVALID);
        }

        /** How bad it is, from 0 for the best; the larger one is the worse. */
        public int badness() {
            return WORST_FIRST.size() - 1 - WORST_FIRST.indexOf(this);
        }
    }

    /**
     * One of the three ways to judge.
     *
     * @param judge {@code seed} (the report's own criterion, point estimate), {@code beat} (better than the report's value,
     *     with confidence) or {@code strict} (our limit, with confidence)
     */
    public record Judgement(String judge, Word word, List<ClaimRow> claims) {}

    /**
     * One limit held against one metric.
     *
     * @param metric such as {@code chat.e2e.p99}
     * @param limit for people, such as {@code <= 330 ms}
     * @param value point estimate in {@code unit}; null if it is infinite or does not exist
     * @param low lower end of its interval, null if unbounded
     * @param high upper end of its interval, null if unbounded
     * @param confidence of the interval, 0 where there is none
     * @param n how many observations it rests on
     * @param statement what the numbers show, such as {@code 0 of 2,512 failed: at least 99.88 % (95 %)}
     * @param needsMore how many more requests would decide it, 0 if it is decided
     */
    public record ClaimRow(
            String metric,
            String unit,
            String limit,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            double confidence,
            long n,
            Word word,
            String statement,
            long needsMore) {}

    /**
     * A condition for the run to say anything.
     *
     * @param expected for people, such as {@code <= 5 ms}
     */
    public record Gate(String name, boolean met, String measured, String expected) {}

    /**
     * One operation over the measured phases. Latencies are milliseconds from the intended start. {@code
     * withFailures} counts each failure as a latency without end; null where a percentile falls on one.
     *
     * @param achievedPerSecond completed, good or not, by the measured seconds
     */
    public record OperationRow(
            String operation,
            long started,
            long ok,
            long failed,
            long cancelled,
            double achievedPerSecond,
            double goodPerSecond,
            double successLow,
            List<Quantiles> latencies) {}

    /**
     * A distribution.
     *
     * @param name {@code e2e}, {@code ttft}, {@code ttfh}, {@code itl}, {@code tpot}, {@code overhead}, {@code dispatch},
     *     {@code wait}, {@code admit}, {@code provider}
     */
    public record Quantiles(
            String name,
            long n,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Double p999,
            @Nullable Double max,
            @Nullable Double p50WithFailures,
            @Nullable Double p95WithFailures,
            @Nullable Double p99WithFailures) {}

    /**
     * One phase: chats only. Milliseconds.
     *
     * @param inFlight time-weighted, counted without looking at any latency
     * @param flow what that count can be checked against; null if it is not known
     * @param from seconds after the run's start; null if it is not known
     */
    public record PhaseRow(
            String name,
            String kind,
            double level,
            String load,
            double seconds,
            double offeredPerSecond,
            double achievedPerSecond,
            double goodPerSecond,
            double inFlight,
            double successRatio,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Flow flow,
            @Nullable Double from) {

        /** A phase whose flow and begin are not known. */
        public PhaseRow(
                String name,
                String kind,
                double level,
                String load,
                double seconds,
                double offeredPerSecond,
                double achievedPerSecond,
                double goodPerSecond,
                double inFlight,
                double successRatio,
                @Nullable Double p50,
                @Nullable Double p95,
                @Nullable Double p99) {
            this(
                    name,
                    kind,
                    level,
                    load,
                    seconds,
                    offeredPerSecond,
                    achievedPerSecond,
                    goodPerSecond,
                    inFlight,
                    successRatio,
                    p50,
                    p95,
                    p99,
                    null,
                    null);
        }
    }

    /**
     * What Little's law and the law of the closed loop need of a phase.
     *
     * @param arrivals chats that were started in it, whatever came of them
     * @param residenceMillis mean time that each of them was in flight, measured the same way
     * @param users of a closed load, alive on average; 0 for an open one
     * @param thinkMillis realised mean time of a user between the end of a chat and the start of the next; null if the load
     *     is open
     */
    public record Flow(
            long arrivals,
            double residenceMillis,
            double users,
            @Nullable Double thinkMillis) {}

    /** Part of the waterfall: where the time of answers about one quantile went, as conditional means. */
    public record StageRow(String quantile, double e2eMillis, List<Stage> stages) {
        /**
         * A part of the way.
         *
         * @param stage in order of the path; {@code rest} is network and NGINX */
        public record Stage(String stage, double millis) {}
    }

    /**
     * Failures of one kind.
     *
     * @param example what the server or the network said once */
    public record FailureRow(String operation, String failure, long count, String example) {}

    /** What a good answer cost. {@code unit} is such as {@code CPU ms}, {@code bytes}, {@code tokens}, {@code $}. */
    public record CostRow(String source, String unit, double perGoodRequest, double total) {}

    /** The drawings. Empty lists and nulls are not drawn. */
    public record Charts(
            List<Curve> percentiles,
            @Nullable HeatMap heatMap,
            Timeline timeline,
            List<Bar> gaps,
            List<Stream> worstStreams,
            List<FailureSeries> failures,
            List<ResourceSeries> resources,
            @Nullable Scaling scaling,
            @Nullable Recovery recovery,
            @Nullable Staircase staircase) {}

    /**
     * A percentile curve: milliseconds at ascending percentiles below 100.
     *
     * @param published true for points of the original report
     */
    public record Curve(String name, boolean published, List<Double> percentiles, List<Double> millis) {}

    /**
     * Latencies by time.
     *
     * @param secondsEach width of a column
     * @param millisEdges ascending lower edges of the rows; the last row is open
     * @param counts by column, then by row
     * @param marks what else happened
     */
    public record HeatMap(double secondsEach, List<Double> millisEdges, List<List<Long>> counts, List<Mark> marks) {}

    /**
     * What else happened.
     *
     * @param kind {@code failure}, {@code gc}, {@code stall}, {@code restart} or {@code phase} */
    public record Mark(double atSeconds, String kind, String what) {}

    /** Figures of each window; a null is a window without a figure. All lists are of one length. */
    public record Timeline(
            double secondsEach,
            List<Double> offered,
            List<Double> achieved,
            List<Double> good,
            List<Double> failed,
            List<Double> inFlight,
            List<@Nullable Double> p50,
            List<@Nullable Double> p99,
            List<@Nullable Double> littleResidual) {}

    /**
     * A bar of a histogram.
     *
     * @param from in milliseconds
     */
    public record Bar(double from, double to, long count) {}

    /** When the tokens of one answer came, in milliseconds after its intended start. */
    public record Stream(String nonce, double e2eMillis, List<Double> tokensAtMillis) {}

    public record FailureSeries(String failure, double secondsEach, List<Long> counts) {}

    /**
     * A resource by time.
     *
     * @param fit the line of a leak's fit as two points, empty if there is none */
    public record ResourceSeries(
            String source,
            String resource,
            String unit,
            List<Double> atSeconds,
            List<Double> values,
            List<Point> fit) {}

    public record Point(double x, double y) {}

    /**
     * Throughput by level, with the fit of the Universal Scalability Law (Gunther 1993). The fit and its band are empty if
     * it could not be fitted.
     *
     * @param level what the levels are, such as {@code users}
     * @param statement what the fit says, with intervals
     */
    public record Scaling(
            String level,
            List<Point> measured,
            List<Point> fitted,
            List<Point> bandLow,
            List<Point> bandHigh,
            List<Point> ideal,
            String statement) {}

    /**
     * How soon things were as before.
     *
     * @param times by what recovered, in seconds; null if it did not */
    public record Recovery(double disturbanceEndsAtSeconds, List<RecoveryTime> times) {
        /**
         * How soon one thing was.
         *
         * @param limitSeconds 0 if there is none */
        public record RecoveryTime(String what, @Nullable Double seconds, double limitSeconds) {}
    }

    /** Requests that the provider served by time, against what its limit allows. */
    public record Staircase(List<Point> served, List<Point> allowed, List<Point> refused) {}
}
