package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * {@code cost.(cpu_ms|bytes|tokens|dollars)}, by good chat over the measured phases, and {@code cost.cpu_ms.SOURCE} for one
 * part. CPU is that of all parts of the service, neither the harness's nor the simulated provider's. Tokens are those that the
 * provider made for these chats, also in attempts that failed and answers that were left: it bills them all.
 */
public final class CostMetrics implements Family {
    /** An example only: prices of providers change. Dollars for a million tokens. */
    public static final double DOLLARS_PER_MILLION_TOKENS_IN = 0.15;

    /** An example only, as above. */
    public static final double DOLLARS_PER_MILLION_TOKENS_OUT = 0.60;

    /** Where the provider does not say how long a prompt was: English text has about four bytes to a token. */
    private static final double BYTES_PER_TOKEN = 4;

    private static final double MILLION = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int HTTP_OK = 200;

    private final RunData run;

    public CostMetrics(RunData run) {
        this.run = run;
    }

    /** What was used, in {@code unit}. */
    public record Total(String source, String unit, double total) {}

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("cost") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        String cpu = "cpu_ms.";
        if (name.rest().startsWith(cpu)) {
            String source = name.rest().substring(cpu.length());
            return cpu(source).map(this::metric);
        }
        return switch (name.rest()) {
            case "cpu_ms" -> allCpu();
            case "bytes" -> Optional.of(metric(bytes()));
            case "tokens" -> Optional.of(metric(tokensOut()));
            case "dollars" -> Optional.of(metric(dollars()));
            default -> Optional.empty();
        };
    }

    private Optional<Metric> allCpu() {
        OptionalDouble seconds = run.growth(run.serviceSources(), Gauge.CPU, run.measured());
        return seconds.isEmpty()
                ? Optional.empty()
                : Optional.of(metric(new Total("service", "CPU ms", MILLIS_PER_SECOND * seconds.getAsDouble())));
    }

    private Metric metric(Total total) {
        long good = good();
        return new Metric.Exact(
                total.unit(),
                good == 0 ? Double.POSITIVE_INFINITY : total.total() / good,
                good,
                Texts.number(total.total()) + " " + total.unit() + " for " + Texts.count(good) + " good chats");
    }

    /** How many chats the costs are shared by. */
    public long good() {
        return chats().stream().filter(run::good).count();
    }

    private List<Sample> chats() {
        return run.samples(RunData.Scope.CHATS);
    }

    /** Empty if its readings do not say how much it was over the measured phases. */
    public Optional<Total> cpu(String source) {
        OptionalDouble seconds = run.measuredGrowth(source, Gauge.CPU);
        return seconds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Total(source, "CPU ms", MILLIS_PER_SECOND * seconds.getAsDouble()));
    }

    /** Bodies both ways, without headers. */
    public Total bytes() {
        return new Total(
                "client",
                "bytes",
                chats().stream()
                        .mapToDouble(chat -> chat.bytesSent() + chat.bytesReceived())
                        .sum());
    }

    /** What the provider made; where it keeps no records, what the client received. */
    public Total tokensOut() {
        return run.provider().isEmpty()
                ? new Total(
                        "client",
                        "tokens",
                        chats().stream()
                                .mapToDouble(chat -> chat.answer().tokens())
                                .sum())
                : new Total(
                        "provider",
                        "tokens",
                        attempts().mapToDouble(ProviderRecord::tokens).sum());
    }

    /** By the example prices, of what the provider read and made; it reads no prompt that it refuses. */
    public Total dollars() {
        double in = attempts()
                .filter(record -> record.status() == HTTP_OK)
                .mapToDouble(ProviderRecord::promptTokens)
                .sum();
        String source = "provider (example prices)";
        if (in == 0) {
            /* The messages alone, without what the service adds to them: too little, and better than nothing. */
            in = chats().stream().mapToDouble(Sample::bytesSent).sum() / BYTES_PER_TOKEN;
            source = "provider (example prices, prompts by the length of users' messages)";
        }
        return new Total(
                source,
                "$",
                (in * DOLLARS_PER_MILLION_TOKENS_IN + tokensOut().total() * DOLLARS_PER_MILLION_TOKENS_OUT) / MILLION);
    }

    /** All that the provider had of the measured chats. */
    private Stream<ProviderRecord> attempts() {
        return chats().stream().flatMap(chat -> run.attemptsOf(chat).stream());
    }
}
