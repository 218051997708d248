package dev.rapport.loadtest.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests and tokens per minute, shared by all event loops. The lock is held for some arithmetic only.
 *
 * <p>A request pays its tokens on admission: what its prompt and its planned answer come to, which the usage of the
 * answer will show. A refused request pays nothing.
 */
final class RateLimits {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final @Nullable TokenBucket requests;
    private final @Nullable TokenBucket tokens;

    /** A limit of 0 is none. */
    RateLimits(long requestsPerMinute, long tokensPerMinute, long nowNanos) {
        this.requests = requestsPerMinute == 0 ? null : new TokenBucket(requestsPerMinute, nowNanos);
        this.tokens = tokensPerMinute == 0 ? null : new TokenBucket(tokensPerMinute, nowNanos);
    }

    /** Whether a request may pass, and the headers that every answer carries either way. */
    sealed interface Admission {
        Map<String, String> headers();

        record Granted(Map<String, String> headers) implements Admission {}

        /**
         * No room.
         *
         * @param type {@code requests} or {@code tokens}, whichever is missing longer
         * @param message what the error says
         */
        record Refused(String type, String message, Map<String, String> headers) implements Admission {}
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
            return new Admission.Granted(limitHeaders(nowNanos));
        }
        return requests != null && requestWait >= tokenWait
                ? refused("requests", requests.capacity(), requestWait, nowNanos)
                : refused("tokens", tokens == null ? 0 : tokens.capacity(), tokenWait, nowNanos);
    }

    private Admission refused(String type, long capacity, long waitNanos, long nowNanos) {
        Map<String, String> headers = new LinkedHashMap<>(limitHeaders(nowNanos));
        if (waitNanos == Long.MAX_VALUE) {
            headers.put("x-should-retry", "false");
            return new Admission.Refused(
                    type, "Request too large: it needs more than " + capacity + " " + type + " per minute.", headers);
        }
        headers.putAll(retryHeaders(waitNanos));
        return new Admission.Refused(
                type,
                capacity + " " + type + " per minute used up. Try again in " + goDuration(waitNanos) + ".",
                headers);
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

    private static void addLimit(
            Map<String, String> headers, String type, @Nullable TokenBucket bucket, long nowNanos) {
        if (bucket != null) {
            headers.put("x-ratelimit-limit-" + type, Long.toString(bucket.capacity()));
            headers.put("x-ratelimit-remaining-" + type, Long.toString(bucket.remaining(nowNanos)));
            headers.put("x-ratelimit-reset-" + type, goDuration(bucket.nanosToFull(nowNanos)));
        }
    }

    /** The time as Go writes durations, which is what OpenAI's clients parse: {@code 12ms}, {@code 6.5s}, {@code 6m0s}.
     * A bucket is full again within a minute, so there are no hours. */
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
