package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How many requests and tokens the simulated provider lets through.
 *
 * @param requestsPerMinute 0 for no limit
 * @param tokensPerMinute 0 for no limit
 * @param countRejected whether a refused request counts as a request too, as OpenAI says of its limits: who keeps asking
 *     is then kept out. Tokens are paid by admitted requests alone
 */
public record LimitSettings(long requestsPerMinute, long tokensPerMinute, LimitMode mode, boolean countRejected) {
    public static final LimitSettings NONE = new LimitSettings(0, 0, LimitMode.BUCKET, false);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its option, value and range
     */
    public LimitSettings {
        requireNonNull(mode, "mode");
        SimulatorSettings.requireInRange("rpm", requestsPerMinute, 0, Integer.MAX_VALUE);
        SimulatorSettings.requireInRange("tpm", tokensPerMinute, 0, Integer.MAX_VALUE);
    }

    /** A limit of this many per minute, starting now; not for 0. */
    Limit limit(long perMinute, long nowNanos) {
        return switch (mode) {
            case BUCKET -> new TokenBucket(perMinute, nowNanos);
            case FIXED_WINDOW -> WindowLimit.perMinute(perMinute, nowNanos);
            case PER_SECOND -> WindowLimit.perSecond(perMinute, nowNanos);
        };
    }

    void addTo(ObjectNode json) {
        json.put("requests_per_minute", requestsPerMinute)
                .put("tokens_per_minute", tokensPerMinute)
                .put("limit_mode", mode.word())
                .put("count_rejected", countRejected);
    }

    String describe() {
        String limits = (requestsPerMinute == 0 ? "no request limit" : requestsPerMinute + " requests/min") + ", "
                + (tokensPerMinute == 0 ? "no token limit" : tokensPerMinute + " tokens/min");
        boolean limited = requestsPerMinute + tokensPerMinute > 0;
        return limits + (limited ? " (" + mode.word() + (countRejected ? ", rejected count)" : ")") : "");
    }
}
