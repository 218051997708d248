package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * How many requests the simulated provider works on at one time, and for how long.
 *
 * @param concurrency requests served at one time, 0 for any number
 * @param serviceMillis mean time that an answer takes from its start to its last token; 0 for what its plan says. The
 *     plan's delays are stretched or squeezed to fit
 * @param refuses whether a request that finds no place hears 429; otherwise it waits for its turn, first come, first served
 */
public record ServiceSettings(int concurrency, double serviceMillis, ServiceLaw law, boolean refuses) {
    /** Any number at one time, each for as long as its plan says. */
    public static final ServiceSettings NONE = new ServiceSettings(0, 0, ServiceLaw.FIXED, false);

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its option, value and range
     */
    public ServiceSettings {
        requireNonNull(law, "law");
        SimulatorSettings.requireInRange("concurrency", concurrency, 0, ChatRoute.IN_FLIGHT_MAX);
        AnswerSettings.requireInRange("service-ms", serviceMillis, 0, AnswerSettings.DELAY_MILLIS_MAX);
    }

    /** How long the answer to this nonce takes, in nanoseconds; empty if its plan says. Follows from seed and nonce. */
    OptionalLong serviceNanos(long seed, String nonce) {
        if (serviceMillis == 0) {
            return OptionalLong.empty();
        }
        double millis = switch (law) {
            case FIXED -> serviceMillis;
            case EXPONENTIAL -> new Draws(seed, nonce, "service").exponential(serviceMillis);
        };
        return OptionalLong.of(Math.round(millis * NANOS_PER_MILLI));
    }

    void addTo(ObjectNode json) {
        json.put("concurrency", concurrency)
                .put("service_ms", serviceMillis)
                .put("service_law", law.word())
                .put("over_concurrency", refuses ? "refuse" : "wait");
    }

    String describe() {
        String places = concurrency == 0
                ? "any number at one time"
                : "at most " + concurrency + " at one time, the rest " + (refuses ? "refused" : "wait");
        return serviceMillis == 0
                ? places
                : places + "; service " + law.word() + ", mean " + AnswerSettings.plain(serviceMillis) + " ms";
    }
}
