package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.measure.ClopperPearson;
import dev.rapport.loadtest.measure.Quantiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The report for people: one screen. Pure. */
final class ReportText {
    static final double CONFIDENCE = 0.95;

    private final SmokeResult result;
    private final StringBuilder out = new StringBuilder();

    private ReportText(SmokeResult result) {
        this.result = result;
    }

    static String of(SmokeResult result, Verdict verdict) {
        ReportText text = new ReportText(result);
        text.what();
        text.counts();
        text.latencies();
        text.failures();
        text.checks();
        text.row("verdict", verdict.word().name());
        verdict.reasons().forEach(reason -> text.row("", "- " + reason));
        return text.out.toString();
    }

    private void what() {
        SmokeSettings settings = result.settings();
        row("smoke run", settings.run() + (result.interrupted() ? ", interrupted" : ""));
        row("target", settings.target().toString());
        row("model", "none: answers come from the " + result.provider().name() + " at " + settings.simulator());
        row("", result.provider().description());
        row(
                "load",
                settings.users() + " users, closed model, think " + SmokeSettings.text(settings.thinkMin()) + " to "
                        + SmokeSettings.text(settings.thinkMax()) + ", " + SmokeSettings.text(settings.duration())
                        + " (took " + result.elapsed().toMillis() / 1_000 + "s), warm-up "
                        + SmokeSettings.text(settings.warmUp()) + ", seed " + settings.seed());
    }

    private void counts() {
        Tally.ChatCounts chats = result.talk().chats();
        row(
                "requests",
                String.format(
                        Locale.ROOT,
                        "%,d HTTP requests sent: %,d sessions, %,d chats, %,d ends",
                        result.sent().total(),
                        result.sent().sessions(),
                        result.sent().chats(),
                        result.sent().ends()));
        row(
                "chats",
                String.format(
                        Locale.ROOT,
                        "%,d started = %,d ok + %,d failed + %,d unfinished; at most %d in flight; queued %,d, replaced %,d",
                        chats.started(),
                        chats.ok(),
                        chats.failed(),
                        chats.unfinished(),
                        result.talk().inFlightPeak(),
                        result.talk().queued(),
                        result.talk().replaced()));
        double bound = ClopperPearson.lowerBound(chats.ok(), chats.started(), CONFIDENCE);
        double point = chats.started() == 0 ? 0 : (double) chats.ok() / chats.started();
        row(
                "success",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d = %.4f %%; proves at least %.4f %% (95 %%, one-sided)",
                        chats.ok(),
                        chats.started(),
                        100 * point,
                        100 * floor(bound)));
    }

    /** Rounded down, so that the printed bound does not claim more than was shown. */
    private static double floor(double bound) {
        return Math.floor(bound * 1e6) / 1e6;
    }

    private void latencies() {
        row("ms from plan", String.format(Locale.ROOT, "%10s%10s%10s%10s%10s", "p50", "p95", "p99", "max", "n"));
        SmokeResult.Timings timings = result.timings();
        quantiles("  TTFH", timings.ttfh());
        quantiles("  TTFT", timings.ttft());
        quantiles("  E2E", timings.e2e());
        List<OptionalLong> infinite = timings.e2eWithFailures();
        row(
                "  E2E, failed=inf",
                String.format(
                        Locale.ROOT,
                        "%10s%10s%10s%10s",
                        orInfinite(infinite.get(0)),
                        orInfinite(infinite.get(1)),
                        orInfinite(infinite.get(2)),
                        result.talk().chats().failedTimed() > 0
                                ? "inf"
                                : millis(timings.e2e().maxMicros())));
        result.upstream().ifPresent(upstream -> quantiles("  overhead", upstream.overhead()));
        quantiles("  dispatch delay", timings.dispatch());
    }

    private void quantiles(String name, Quantiles quantiles) {
        row(
                name,
                String.format(
                        Locale.ROOT,
                        "%10s%10s%10s%10s%,10d",
                        millis(quantiles.p50Micros()),
                        millis(quantiles.p95Micros()),
                        millis(quantiles.p99Micros()),
                        millis(quantiles.maxMicros()),
                        quantiles.count()));
    }

    private void failures() {
        row("failures", result.talk().failures().isEmpty() ? "none" : "");
        rows(result.talk().failures());
        if (!result.sessionFailures().isEmpty()) {
            row("session failures", "");
            rows(result.sessionFailures());
        }
        Integrity integrity = result.talk().integrity();
        if (!integrity.intact()) {
            row(
                    "tokens",
                    String.format(
                            Locale.ROOT,
                            "missing %,d, duplicate %,d, reordered %,d, foreign %,d, after done %,d, malformed %,d, altered %s",
                            integrity.missing(),
                            integrity.duplicate(),
                            integrity.reordered(),
                            integrity.foreign(),
                            integrity.afterDone(),
                            integrity.malformed(),
                            integrity.altered() ? "yes" : "no"));
        }
    }

    private void rows(Map<FailureClass, Long> failures) {
        failures.forEach((failure, count) -> row(
                "  " + failure.word(),
                String.format(
                        Locale.ROOT, "%,d (first: %s)", count, result.examples().get(failure))));
    }

    private void checks() {
        result.upstream()
                .ifPresent(upstream -> row(
                        "provider",
                        String.format(
                                Locale.ROOT,
                                "%,d POSTs for %,d chats sent (difference %+d), %,d not ok; answers without a record %,d, with several %,d; ambiguous references %,d; faster than the provider %,d",
                                upstream.posts(),
                                result.sent().chats(),
                                upstream.posts() - result.sent().chats(),
                                upstream.notOk(),
                                upstream.withoutRecord(),
                                upstream.severalRecords(),
                                upstream.ambiguous(),
                                upstream.negative())));
        row(
                "loops blocked",
                result.loopsBlocked()
                        .map(blocked ->
                                String.format(Locale.ROOT, "%d (%s)", Math.round(blocked), LoopsBlocked.COUNTER))
                        .orElse("not read"));
        row(
                "Little's law",
                String.format(
                        Locale.ROOT,
                        "in flight %.3f, arrivals x time %.3f, off by %.2f %%",
                        result.little().inFlightMean(),
                        result.little().arrivalsTimesMean(),
                        100 * result.little().residual()));
    }

    private void row(String name, String value) {
        out.append(String.format(Locale.ROOT, "%-18s%s", name, value).stripTrailing())
                .append('\n');
    }

    private static String orInfinite(OptionalLong micros) {
        return micros.isPresent() ? millis(micros.getAsLong()) : "inf";
    }

    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / 1e3);
    }
}
