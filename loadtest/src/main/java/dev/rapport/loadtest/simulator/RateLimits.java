package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests and tokens per minute, shared by all event loops. The lock is held for some arithmetic only.
 *
 * <p>A request pays its tokens on admission: what its prompt and its planned answer come to, which the usage of the
 * answer will show. A refused request pays nothing, unless rejected ones count: then it pays one request, as far as there
 * is one left.
 */
final class RateLimits {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final @Nullable Limit requests;
    private final @Nullable Limit tokens;

    private final boolean countRejected;
    private long rejectedForRequests;
    private long rejectedForTokens;

    RateLimits(LimitSettings settings, long nowNanos) {
        this.requests =
                settings.requestsPerMinute() == 0 ? null : settings.limit(settings.requestsPerMinute(), nowNanos);
        this.tokens = settings.tokensPerMinute() == 0 ? null : settings.limit(settings.tokensPerMinute(), nowNanos);
        this.countRejected = settings.countRejected();
    }

    /** Whether a request may pass, and the headers that every answer carries either way. */
    sealed interface Admission {
        Map<String, String> headers();

        Charge charge();

        record Granted(Map<String, String> headers, Charge charge) implements Admission {}

        /**
         * No room.
         *
         * @param type {@code requests} or {@code tokens}, whichever is missing longer
         * @param message what the error says
         */
        record Refused(String type, String message, Map<String, String> headers, Charge charge) implements Admission {}
    }

    /**
     * What a request was charged, and what was left then; null where there is no such limit.
     *
     * @param tokens charged; 0 if it was refused
     * @param requestsLeft level of the limit of requests, behind this one
     * @param tokensLeft level of the limit of tokens, behind this request
     */
    record Charge(
            @Nullable Long tokens,
            @Nullable Double requestsLeft,
            @Nullable Double tokensLeft) {
        /** No limit was asked. */
        static final Charge NONE = new Charge(null, null, null);
    }

    /** Admits a request that costs so many tokens, or says when there is room. */
    synchronized Admission admit(long tokenCost, long nowNanos) {
        long requestWait = requests == null ? 0 : requests.waitNanos(1, nowNanos);
        long tokenWait = tokens == null ? 0 : tokens.waitNanos(tokenCost, nowNanos);
        if (requestWait == 0 && tokenWait == 0) {
            if (requests != null) {
                requests.take(1, nowNanos);
            }
            if (tokens != null) {
                tokens.take(tokenCost, nowNanos);
            }
            return new Admission.Granted(limitHeaders(nowNanos), charge(tokenCost, nowNanos));
        }
        if (requests != null && countRejected) {
            requests.takeUpTo(1, nowNanos);
            requestWait = requests.waitNanos(1, nowNanos); // this request itself has put the time off
        }
        return requests != null && requestWait >= tokenWait
                ? refused("requests", requests.allowance("requests"), requestWait, nowNanos)
                : refused("tokens", tokens == null ? "no tokens" : tokens.allowance("tokens"), tokenWait, nowNanos);
    }

    private Charge charge(long cost, long nowNanos) {
        return new Charge(
                tokens == null ? null : cost,
                requests == null ? null : requests.level(nowNanos),
                tokens == null ? null : tokens.level(nowNanos));
    }

    /** Adds how many were refused, by what was missing. */
    synchronized void addTo(ObjectNode json) {
        json.putObject("rejected").put("requests", rejectedForRequests).put("tokens", rejectedForTokens);
    }

    /** Counts refusals anew; what was taken stays taken. */
    synchronized void reset() {
        rejectedForRequests = 0;
        rejectedForTokens = 0;
    }

    private Admission refused(String type, String allowance, long waitNanos, long nowNanos) {
        if (type.equals("requests")) {
            rejectedForRequests++;
        } else {
            rejectedForTokens++;
        }
        Charge nothing = charge(0, nowNanos);
        Map<String, String> headers = new LinkedHashMap<>(limitHeaders(nowNanos));
        if (waitNanos == Long.MAX_VALUE) {
            headers.put("x-should-retry", "false");
            return new Admission.Refused(
                    type, "Request too large: it needs more than " + allowance + ".", headers, nothing);
        }
        headers.putAll(retryHeaders(waitNanos));
        return new Admission.Refused(
                type, allowance + " used up. Try again in " + goDuration(waitNanos) + ".", headers, nothing);
    }

    /** When to try again: whole seconds rounded up, at least 1, and exact milliseconds beside them. */
    static Map<String, String> retryHeaders(long waitNanos) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("retry-after", Long.toString(Math.max(1, (long) Math.ceil(waitNanos / NANOS_PER_SECOND))));
        headers.put("retry-after-ms", Long.toString(Math.max(1, Math.ceilDiv(waitNanos, NANOS_PER_MILLI))));
        return headers;
    }

    private Map<String, String> limitHeaders(long nowNanos) {
        Map<String, String> headers = new LinkedHashMap<>();
        addLimit(headers, "requests", requests, nowNanos);
        addLimit(headers, "tokens", tokens, nowNanos);
        return headers;
    }

    private static void addLimit(Map<String, String> headers, String type, @Nullable Limit bucket, long nowNanos) {
        if (bucket != null) {
            headers.put("x-ratelimit-limit-" + type, Long.toString(bucket.capacity()));
            headers.put("x-ratelimit-remaining-" + type, Long.toString(bucket.remaining(nowNanos)));
            headers.put("x-ratelimit-reset-" + type, goDuration(bucket.nanosToFull(nowNanos)));
        }
    }

    /** The time as Go writes durations, which is what OpenAI's clients parse: {@code 12ms}, {@code 6.5s}, {@code 6m0s}.
     * A limit is full again within a minute, so there are no hours. */
    static String goDuration(long nanos) {
        long millis = Math.ceilDiv(nanos, NANOS_PER_MILLI);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        String seconds =
                String.format(Locale.ROOT, "%.3f", millis % 60_000 / 1_000.0).replaceFirst("\\.?0+$", "");
        return (minutes == 0 ? "" : minutes + "m") + seconds + "s";
    }
}
