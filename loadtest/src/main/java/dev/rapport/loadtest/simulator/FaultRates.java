package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often answers go wrong, and in which way. Which nonce is struck follows from the seed and the nonce alone, so a
 * client that knows the rates knows which answers must be wrong. A nonce has at most one fault, and has it each time it
 * is asked for.
 *
 * @param rates shares of all nonces, each 0 to 1 and together at most 1; a fault that is not in it never strikes
 * @param delayedHeadersMillis how late {@link RatedFault#DELAYED_HEADERS} is, 0 to {@value #DELAYED_HEADERS_MILLIS_MAX}
 */
public record FaultRates(Map<RatedFault, Double> rates, long delayedHeadersMillis) {
    /** What {@link #faultOf} says of a nonce that is spared. */
    public static final String OK = "ok";

    /** A client that waits longer than this for headers has no timeout at all. */
    public static final long DELAYED_HEADERS_MILLIS_MAX = 120_000;

    public static final long DELAYED_HEADERS_MILLIS_DEFAULT = 3_000;

    /** Nothing goes wrong. */
    public static final FaultRates NONE = new FaultRates(Map.of(), DELAYED_HEADERS_MILLIS_DEFAULT);

    /** Twelve rates of 1/12 may add up to a little more than 1. */
    private static final double ROUNDING = 1e-9;

    private static final String PREFIX = "fault-";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its option, value and range
     */
    public FaultRates {
        EnumMap<RatedFault, Double> checked = new EnumMap<>(RatedFault.class);
        rates.forEach((fault, rate) -> {
            if (!(rate >= 0 && rate <= 1)) { // this way round, NaN is refused too
                throw new IllegalArgumentException(PREFIX + fault.word() + ": " + rate + " (expected: 0..1)");
            }
            if (rate > 0) { // a rate of 0 and none are the same, and equal
                checked.put(fault, rate);
            }
        });
        double sum = checked.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 1 + ROUNDING) {
            throw new IllegalArgumentException(PREFIX + "*: " + sum + " together (expected: 0..1)");
        }
        if (delayedHeadersMillis < 0 || delayedHeadersMillis > DELAYED_HEADERS_MILLIS_MAX) {
            throw new IllegalArgumentException("delayed-headers-ms: " + delayedHeadersMillis + " (expected: 0.."
                    + DELAYED_HEADERS_MILLIS_MAX + ")");
        }
        rates = Collections.unmodifiableMap(checked);
    }

    /** The rates by the faults' words, with the usual delay of headers. */
    public static FaultRates of(Map<String, Double> ratesByWord) {
        EnumMap<RatedFault, Double> rates = new EnumMap<>(RatedFault.class);
        ratesByWord.forEach((word, rate) -> rates.put(RatedFault.ofWord(word), rate));
        return new FaultRates(rates, DELAYED_HEADERS_MILLIS_DEFAULT);
    }

    public double rate(RatedFault fault) {
        return rates.getOrDefault(fault, 0.0);
    }

    /** The word of the fault that strikes this nonce, or {@link #OK}. */
    public String faultOf(long seed, String nonce) {
        RatedFault fault = strikes(seed, nonce);
        return fault == null ? OK : fault.word();
    }

    /** The fault that strikes this nonce, or null: one draw against the rates laid end to end. */
    @Nullable
    RatedFault strikes(long seed, String nonce) {
        double drawn = new Draws(seed, nonce, "fault").uniform();
        double upTo = 0;
        for (Map.Entry<RatedFault, Double> rate : rates.entrySet()) { // in the order of the enum
            upTo += rate.getValue();
            if (drawn < upTo) {
                return rate.getKey();
            }
        }
        return null;
    }

    /** Such as {@code faults: cut 0.01, reset 0.02}. */
    String describe() {
        return rates.isEmpty()
                ? "no faults"
                : "faults: "
                        + rates.entrySet().stream()
                                .map(rate -> rate.getKey().word() + " " + rate.getValue())
                                .collect(Collectors.joining(", "));
    }

    /** Adds the rates as {@code GET /sim/stats} shows them: {@code fault_cut} and so on. */
    void addTo(ObjectNode json) {
        for (RatedFault fault : RatedFault.values()) {
            json.put(member(fault), rate(fault));
        }
        json.put("delayed_headers_ms", delayedHeadersMillis);
    }

    /**
     * The rates that a simulator showed among its {@code parameters}, so that a client can recompute the faults.
     *
     * @throws IllegalArgumentException if a member is missing, no number or out of its range
     */
    public static FaultRates fromJson(JsonNode parameters) {
        EnumMap<RatedFault, Double> rates = new EnumMap<>(RatedFault.class);
        for (RatedFault fault : RatedFault.values()) {
            rates.put(fault, AnswerSettings.number(parameters, member(fault)).doubleValue());
        }
        return new FaultRates(
                rates, AnswerSettings.number(parameters, "delayed_headers_ms").longValue());
    }

    private static String member(RatedFault fault) {
        return (PREFIX + fault.word()).replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
