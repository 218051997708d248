package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How the simulated provider answers: the seed, and the distributions that delays and lengths are drawn from.
 *
 * <p>The defaults make a provider that is done after about 90 ms at the median (45 ms, then 11 gaps of 4 ms), which
 * leaves 30 ms for the whole pipeline in profiles that ask for 120 ms.
 *
 * @param seed two runs with one seed and the same nonces answer alike
 * @param ttftMedianMillis median of the lognormal time to the first token
 * @param ttftSigma standard deviation of that time's logarithm, 0 to 3
 * @param itlMeanMillis mean of the gamma-distributed gap between two tokens
 * @param itlCv its coefficient of variation, 0 (always the mean) to 3
 * @param tokensMean mean of the normally distributed number of tokens, rounded and kept within 1 to {@value #TOKENS_MAX}
 * @param tokensSd its standard deviation
 */
public record AnswerSettings(
        long seed,
        double ttftMedianMillis,
        double ttftSigma,
        double itlMeanMillis,
        double itlCv,
        double tokensMean,
        double tokensSd) {
    /** Longest answer, in tokens; at some 220 bytes for each token's frame, 3.6 MB are buffered at worst. */
    public static final int TOKENS_MAX = 16_384;

    /** A first token or a gap later than this is no delay but a fault, and faults have names of their own. */
    public static final double DELAY_MILLIS_MAX = 60_000;

    private static final double SPREAD_MAX = 3;

    public static final AnswerSettings DEFAULTS = new AnswerSettings(1, 45, 0.35, 4, 0.3, 12, 3);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its option, value and range
     */
    public AnswerSettings {
        requireInRange("ttft-median-ms", ttftMedianMillis, 0, DELAY_MILLIS_MAX);
        requireInRange("ttft-sigma", ttftSigma, 0, SPREAD_MAX);
        requireInRange("itl-mean-ms", itlMeanMillis, 0, DELAY_MILLIS_MAX);
        requireInRange("itl-cv", itlCv, 0, SPREAD_MAX);
        requireInRange("tokens-mean", tokensMean, 1, TOKENS_MAX);
        requireInRange("tokens-sd", tokensSd, 0, TOKENS_MAX);
    }

    static void requireInRange(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) { // this way round, NaN is refused too
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s: %s (expected: %s..%s)", name, plain(value), plain(min), plain(max)));
        }
    }

    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** What a report must say of the provider it was measured against. */
    public String describe() {
        return "seed " + seed + "; first token lognormal, median " + plain(ttftMedianMillis) + " ms, sigma "
                + plain(ttftSigma) + "; gaps gamma, mean " + plain(itlMeanMillis) + " ms, cv " + plain(itlCv)
                + "; tokens normal, mean " + plain(tokensMean) + ", sd " + plain(tokensSd);
    }

    /** The settings as {@code GET /sim/stats} shows them. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("seed", seed)
                .put("ttft_median_ms", ttftMedianMillis)
                .put("ttft_sigma", ttftSigma)
                .put("itl_mean_ms", itlMeanMillis)
                .put("itl_cv", itlCv)
                .put("tokens_mean", tokensMean)
                .put("tokens_sd", tokensSd);
    }

    /**
     * The settings that a simulator showed, so that a client can recompute its answers.
     *
     * @throws IllegalArgumentException if a member is missing, no number or out of its range
     */
    public static AnswerSettings fromJson(JsonNode json) {
        return new AnswerSettings(
                number(json, "seed").longValue(),
                number(json, "ttft_median_ms").doubleValue(),
                number(json, "ttft_sigma").doubleValue(),
                number(json, "itl_mean_ms").doubleValue(),
                number(json, "itl_cv").doubleValue(),
                number(json, "tokens_mean").doubleValue(),
                number(json, "tokens_sd").doubleValue());
    }

    static JsonNode number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: a number)");
        }
        return value;
    }
}
