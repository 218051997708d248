package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/**
 * {@code cost.(cpu_ms|bytes|tokens|dollars)}, by good chat over the measured phases, and {@code cost.cpu_ms.SOURCE} for one
 * part. CPU is that of all parts of the service, neither the harness's nor the simulated provider's.
 */
public final class CostMetrics implements Family {
    /** An example only: prices of providers change. Dollars for a million tokens. */
    public static final double DOLLARS_PER_MILLION_TOKENS_IN = 0.15;

    /** An example only, as above. */
    public static final double DOLLARS_PER_MILLION_TOKENS_OUT = 0.60;

    /** Tokens in are not counted by the client; English text has about four bytes to one. */
    private static final double BYTES_PER_TOKEN = 4;

    private static final double MILLION = 1e6;

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
            return run.gauges(source, Gauge.CPU).size() < 2
                    ? Optional.empty()
                    : Optional.of(metric(new Total(source, "CPU ms", cpuMillis(source))));
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
        List<String> read = run.serviceSources().stream()
                .filter(source -> run.gauges(source, Gauge.CPU).size() >= 2)
                .toList();
        double sum = read.stream().mapToDouble(this::cpuMillis).sum();
        return read.isEmpty() ? Optional.empty() : Optional.of(metric(new Total("service", "CPU ms", sum)));
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

    public double cpuMillis(String source) {
        return 1e3 * run.measuredIncrease(source, Gauge.CPU);
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

    public Total tokensOut() {
        return new Total(
                "provider",
                "tokens",
                chats().stream().mapToDouble(chat -> chat.answer().tokens()).sum());
    }

    /** By the example prices; the messages alone, without what the service adds to the prompt. */
    public Total dollars() {
        double in = chats().stream().mapToDouble(Sample::bytesSent).sum() / BYTES_PER_TOKEN;
        return new Total(
                "provider (example prices)",
                "$",
                (in * DOLLARS_PER_MILLION_TOKENS_IN + tokensOut().total() * DOLLARS_PER_MILLION_TOKENS_OUT) / MILLION);
    }
}
