package dev.rapport.loadtest.record;

import dev.rapport.loadtest.client.Integrity;
import java.util.List;
import java.util.Map;

/**
 * One request and what became of it. A failed one is a sample like any other; nothing that was started is left out.
 *
 * @param number counts from 0 in the order of the plan, over all operations of the run
 * @param phase the {@link PhaseRecord#name} in which it was planned
 * @param operation what was asked for
 * @param user the simulated user, from 0
 * @param nonce names the planned answer; empty where there is none
 * @param plannedNanos t*, the intended start, in nanoseconds after the run's start
 * @param times when the rest happened
 * @param answer what came back; {@link Answer#NONE} for operations that do not stream
 * @param outcome {@link #OK}, {@link #CANCELLED}, {@link #UNFINISHED}, or the word of a {@link
 *     dev.rapport.loadtest.client.FailureClass}
 * @param detail for people; empty for a success
 * @param status of the HTTP answer, 0 if there was none
 * @param retryAfterSeconds what a refusal said, -1 if it said nothing
 * @param bytesSent of the request's body
 * @param bytesReceived of the answer's body
 * @param server what the service said of itself
 */
public record Sample(
        long number,
        String phase,
        Operation operation,
        int user,
        String nonce,
        long plannedNanos,
        Times times,
        Answer answer,
        String outcome,
        String detail,
        int status,
        double retryAfterSeconds,
        long bytesSent,
        long bytesReceived,
        Server server) {
    public static final String OK = "ok";

    /** The client left on purpose; neither success nor failure. */
    public static final String CANCELLED = "cancelled";

    /** Under way when the run ended; counts as a failure. */
    public static final String UNFINISHED = "unfinished";

    /** What a sample's time says when it did not come to that. */
    public static final long UNREACHED = -1;

    /** What a user can ask of the service. */
    public enum Operation {
        CHAT,
        SESSION,
        END,
        HEALTH
    }

    /**
     * Nanoseconds after {@link Sample#plannedNanos}, {@link #UNREACHED} where it did not come to that. Read before the
     * bytes are parsed.
     *
     * @param begun the harness turned to it
     * @param sent dispatch delay: the request was handed to an open connection
     * @param headers TTFH
     * @param firstToken TTFT: the first event with text in it
     * @param lastToken the last such event
     * @param done E2E: the terminal event; for operations that do not stream, the end of the answer
     * @param settled the outcome was known
     */
    public record Times(
            long begun, long sent, long headers, long firstToken, long lastToken, long done, long settled) {}

    /**
     * A streamed answer against its plan.
     *
     * @param tokensPlanned N of the plan, which the provider's usage must say too
     * @param tokens distinct planned tokens that came
     * @param usageTokens what the terminal event's usage says, -1 if it says nothing
     * @param events n, events with text
     * @param reads reads from the socket that brought such events
     * @param gapsMicros times between consecutive events with text, in microseconds
     * @param integrity how the text differs from the plan
     * @param learned memories that the service says it wrote
     * @param recalled memories that the service says it recalled
     * @param provider whom the terminal event names
     * @param queued {@code queued} events
     * @param replaced {@code replaced} events
     */
    public record Answer(
            int tokensPlanned,
            int tokens,
            int usageTokens,
            int events,
            int reads,
            List<Integer> gapsMicros,
            Integrity integrity,
            int learned,
            int recalled,
            String provider,
            int queued,
            int replaced) {
        public static final Answer NONE = new Answer(0, 0, -1, 0, 0, List.of(), Integrity.INTACT, 0, 0, "", 0, 0);
    }

    /**
     * The service's own account.
     *
     * @param requestId {@code x-request-id}, empty if there was none
     * @param instance {@code x-served-by}, empty if there was none
     * @param stageMillis {@code timing_ms} of the terminal event: milliseconds by stage, and {@code first_token} and {@code
     *     total} from the request's arrival
     */
    public record Server(String requestId, String instance, Map<String, Double> stageMillis) {
        public static final Server SILENT = new Server("", "", Map.of());
    }

    public boolean ok() {
        return outcome.equals(OK);
    }

    /** Neither a success nor left on purpose. */
    public boolean failed() {
        return !ok() && !outcome.equals(CANCELLED);
    }

    /** When it settled, in nanoseconds after the run's start. */
    public long settledAtNanos() {
        return plannedNanos + times.settled();
    }
}
