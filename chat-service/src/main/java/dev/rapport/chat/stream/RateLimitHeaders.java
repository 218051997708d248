package dev.rapport.chat.stream;

import dev.rapport.llm.Quota;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is left of a user's limits, as the headers that OpenAI's clients know; none for a limit that is not set. */
public final class RateLimitHeaders {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final long MS_PER_MINUTE = 60_000;
    private static final long MS_PER_HOUR = 3_600_000;

    private RateLimitHeaders() {}

    /** Names and values, in the usual order. */
    public static Map<String, String> of(Quota quota) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "requests", quota.requests());
        put(headers, "tokens", quota.tokens());
        return headers;
    }

    private static void put(Map<String, String> headers, String what, Quota.Limit limit) {
        if (limit.max() > 0) {
            headers.put("x-ratelimit-limit-" + what, Integer.toString(limit.max()));
            headers.put("x-ratelimit-remaining-" + what, Integer.toString(Math.max(0, limit.left())));
            headers.put("x-ratelimit-reset-" + what, goDuration(limit.full()));
        }
    }

    /** As Go's {@code time.Duration} writes it, in whole milliseconds, rounded up; clients parse it as that. */
    static String goDuration(Duration duration) {
        long ms = Math.max(0, Math.ceilDiv(duration.toNanos(), NANOS_PER_MS));
        if (ms == 0) {
            return "0s";
        }
        if (ms < MS_PER_SECOND) {
            return ms + "ms";
        }
        String seconds =
                BigDecimal.valueOf(ms % MS_PER_MINUTE, 3).stripTrailingZeros().toPlainString() + "s";
        if (ms < MS_PER_MINUTE) {
            return seconds;
        }
        String minutes = ms / MS_PER_MINUTE % 60 + "m" + seconds;
        return ms < MS_PER_HOUR ? minutes : ms / MS_PER_HOUR + "h" + minutes;
    }
}
