package dev.rapport.loadtest.lint;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a published report says its numbers show. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "claim")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Claim.Success.class, name = "success"),
    @JsonSubTypes.Type(value = Claim.Improvement.class, name = "improvement"),
    @JsonSubTypes.Type(value = Claim.AtOnce.class, name = "at-once"),
    @JsonSubTypes.Type(value = Claim.ShareOfUsers.class, name = "share-of-users"),
    @JsonSubTypes.Type(value = Claim.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = Claim.SpeedUp.class, name = "speed-up"),
    @JsonSubTypes.Type(value = Claim.PerUnit.class, name = "per-unit"),
    @JsonSubTypes.Type(value = Claim.NoLeak.class, name = "no-leak"),
    @JsonSubTypes.Type(value = Claim.Criterion.class, name = "criterion"),
    @JsonSubTypes.Type(value = Claim.Twice.class, name = "twice"),
    @JsonSubTypes.Type(value = Claim.Total.class, name = "total"),
    @JsonSubTypes.Type(value = Claim.Schedule.class, name = "schedule"),
    @JsonSubTypes.Type(value = Claim.Queue.class, name = "queue")
})
public sealed interface Claim {
    /** Where in the report. */
    String source();

    /** At least so many percent of a run's requests succeed. {@code operation} is empty for all of them. */
    record Success(String source, String run, String operation, Figure percent) implements Claim {}

    /** One run's success, or that of one of its operations, is so many times better than another run's. */
    record Improvement(String source, String before, String after, String operation, Figure factor) implements Claim {}

    /** So many requests are served at the same time. */
    record AtOnce(String source, String run, long requests, String words) implements Claim {}

    /** So many percent of the <em>users</em> are below the percentile. */
    record ShareOfUsers(String source, String run, Figure percent) implements Claim {}

    /** Throughput grows in proportion, up to a level. */
    record Linear(String source, String series, double upTo, String words) implements Claim {}

    /** Throughput at a level is so many times that of the lowest one. */
    record SpeedUp(String source, String series, double level, Figure factor) implements Claim {}

    /** Each unit of a series' level gives so much, or all of them together, at a level. */
    record PerUnit(
            String source,
            String series,
            double level,
            @Nullable Figure each,
            @Nullable Figure together) implements Claim {}

    /** Memory does not leak. */
    record NoLeak(String source, String words, Figure startMb, Figure growthMbPerHour) implements Claim {}

    /**
     * A condition of success that the report sets itself, and then calls met.
     *
     * @param metric {@code error_percent}, {@code success_percent}, {@code mean_ms}, or a percentile such as {@code p95_ms}
     * @param limit such as {@code < 500}
     */
    record Criterion(String source, String run, String metric, String limit, String words) implements Claim {}

    /** The same thing, said at two places. */
    record Twice(String source, String what, String value, String other, String otherSource) implements Claim {}

    /** A sum of counts, such as sessions of both runs. */
    record Total(String source, String what, long total, String each, List<String> runs) implements Claim {}

    /** How long a test took and what it consists of. */
    record Schedule(String source, String what, double totalSeconds, List<Part> parts) implements Claim {}

    /** So many times, so many seconds each, with a pause after each. */
    record Part(String what, int times, double seconds, double pauseSeconds, long requests) {}

    /** Requests that wait for one of several servers. */
    record Queue(
            String source,
            String what,
            int arrivals,
            double spacingMs,
            int servers,
            Figure serviceLowMs,
            Figure serviceHighMs,
            Figure meanWaitMs,
            Figure peakWaiting)
            implements Claim {}
}
