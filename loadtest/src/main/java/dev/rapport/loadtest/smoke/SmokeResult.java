package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.client.SentCounts;
import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.measure.Quantiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a run found out, before anyone judges it.
 *
 * @param provider who answered: every report must name it
 * @param elapsed from the first session to the last user's leaving
 * @param examples what was said at the first failure of each class
 * @param upstream empty if the provider could not be asked at the end
 * @param loopsBlocked how often event loops were blocked during the run; empty if no page of metrics was named or one
 *     could not be read at the end
 * @param probeErrors what could not be read at the end
 */
record SmokeResult(
        SmokeSettings settings,
        Provider.Stats provider,
        boolean interrupted,
        Duration elapsed,
        Talk talk,
        Map<FailureClass, Long> sessionFailures,
        Map<FailureClass, String> examples,
        SentCounts sent,
        Timings timings,
        Little little,
        Optional<Upstream> upstream,
        Optional<Double> loopsBlocked,
        List<String> probeErrors) {

    /**
     * What was said and how it ended.
     *
     * @param inFlight chats still under way at the end, by the users' own count
     */
    record Talk(
            Tally.ChatCounts chats,
            Map<FailureClass, Long> failures,
            Integrity integrity,
            int inFlight,
            int inFlightPeak,
            long queued,
            long replaced) {}

    /**
     * Latencies from the plan, of complete answers after the warm-up.
     *
     * @param dispatch of every message that left
     * @param e2eWithFailures p50, p95 and p99 of E2E where each failure is without end; empty means just that
     */
    record Timings(
            Quantiles dispatch, Quantiles ttfh, Quantiles ttft, Quantiles e2e, List<OptionalLong> e2eWithFailures) {}

    /**
     * The run as the provider saw it.
     *
     * @param posts chat requests during the run
     * @param notOk those that did not end in a complete answer
     * @param ambiguous those whose message had more than one reference
     * @param overhead E2E less the provider's own time
     */
    record Upstream(
            long posts,
            long notOk,
            long ambiguous,
            Quantiles overhead,
            long withoutRecord,
            long severalRecords,
            long negative) {}
}
