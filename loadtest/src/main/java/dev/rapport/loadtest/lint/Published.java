package dev.rapport.loadtest.lint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published load report as data: what was measured under which load, and what was claimed. Only what the report prints
 * is in it; what it does not print is 0, empty or null.
 *
 * @param about one line for people
 */
public record Published(String report, String about, List<Run> runs, List<Claim> claims) {

    /**
     * One row of a table, or one test.
     *
     * @param name unique in the report
     * @param series rows of one table have the same one
     * @param source where in the report
     * @param level what the table varies, such as users or instances
     * @param users simulated users that were alive
     * @param requests all of them, the failed ones too
     * @param failures of them
     * @param perSecond completed requests a second
     * @param percentilesMs by percent, such as {@code "99.9"}
     * @param latency what the latency ends with: {@code headers}, {@code first-token}, {@code end}; empty if not said
     * @param streamed whether answers are streamed
     * @param once each user sends one request, all at once
     * @param work names what is done, the same for runs that do the same
     * @param highestLevel the highest level that the configured test goes to
     */
    public record Run(
            String name,
            String series,
            String source,
            double level,
            long users,
            double seconds,
            long requests,
            @Nullable Long failures,
            @Nullable Figure perSecond,
            @Nullable Figure meanMs,
            @Nullable Figure successPercent,
            @Nullable Figure dropPercent,
            @Nullable Figure efficiencyPercent,
            Map<String, Figure> percentilesMs,
            String latency,
            boolean streamed,
            boolean once,
            String work,
            double highestLevel,
            List<Operation> operations,
            @Nullable Pacing pacing,
            List<Share> shares,
            @Nullable Cpu cpu,
            @Nullable Memory memory,
            @Nullable RateLimit rateLimit) {

        /** The mean latency in milliseconds; empty if the report prints neither it nor percentiles. */
        Optional<Range> mean() {
            Figure printed = meanMs;
            if (printed != null) {
                return Optional.of(Range.of(printed));
            }
            return percentilesMs.isEmpty() ? Optional.empty() : Optional.of(Range.meanOf(percentilesMs));
        }

        /** Requests a second, as printed or counted; 0 if there is neither. */
        double rate() {
            Figure printed = perSecond;
            if (printed != null) {
                return printed.value();
            }
            return seconds > 0 ? requests / seconds : 0;
        }

        Optional<Operation> doing(String what) {
            return operations.stream()
                    .filter(operation -> operation.does().equals(what))
                    .findFirst();
        }
    }

    /** Requests to one endpoint. {@code does} is {@code chat}, {@code open}, {@code health}. */
    public record Operation(String name, String does, long requests, long failures) {}

    /**
     * What users are configured to do.
     *
     * @param pauseSeconds least and greatest pause after each task
     * @param tasks one is drawn by weight each time
     * @param perMinute operations that one user begins in a minute, instead of tasks; 0 if there are tasks
     */
    public record Pacing(List<Double> pauseSeconds, List<Task> tasks, double perMinute) {}

    /**
     * One thing a user does.
     *
     * @param does {@code chat}, {@code health}, {@code end} or {@code pause}
     * @param thenSeconds least and greatest further pause; of a pause, its length
     */
    public record Task(String name, String does, double weight, List<Double> thenSeconds) {}

    /** A printed share of all requests. {@code does} as in {@link Task}. */
    public record Share(String name, String does, Figure percent) {}

    /** CPU of the whole machine under load. */
    public record Cpu(double cores, Figure lowPercent, Figure highPercent) {}

    /** Memory of the machine, and how it grew. */
    public record Memory(double totalGb, double lowGb, double highGb, double growthPercentPerMinute) {}

    /** What the provider behind the service allows: a bucket. */
    public record RateLimit(double burst, double perMinute) {}

    Optional<Run> run(String name) {
        return runs.stream().filter(run -> run.name().equals(name)).findFirst();
    }

    List<Run> series(String name) {
        return runs.stream().filter(run -> run.series().equals(name)).toList();
    }
}
