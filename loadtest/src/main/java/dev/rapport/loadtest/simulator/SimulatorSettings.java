package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where the simulated provider listens, whom it lets in, and how it answers.
 *
 * @param port 0 for any free one
 * @param key what clients must send as bearer token, empty to let everyone in
 * @param loops event loops, 1 to {@value #LOOPS_MAX}
 */
public record SimulatorSettings(
        String host,
        int port,
        String key,
        int loops,
        AnswerSettings answers,
        LimitSettings limits,
        FaultRates faults,
        ServiceSettings service) {
    /** One loop carries some thousands of tokens a second; more loops than this is a typing error. */
    public static final int LOOPS_MAX = 64;

    private static final int PORT_MAX = 65_535;

    /** The name that every report measured against it must show. */
    public static final String NAME = "simulated provider";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its option, value and range
     */
    public SimulatorSettings {
        requireNonNull(host, "host");
        requireNonNull(key, "key");
        requireNonNull(answers, "answers");
        requireInRange("port", port, 0, PORT_MAX);
        requireInRange("loops", loops, 1, LOOPS_MAX);
        requireNonNull(limits, "limits");
        requireNonNull(faults, "faults");
        requireNonNull(service, "service");
    }

    /** With limits kept as buckets, 0 for none, no faults and no bound on what is served at one time. */
    public SimulatorSettings(
            String host,
            int port,
            String key,
            int loops,
            AnswerSettings answers,
            long requestsPerMinute,
            long tokensPerMinute) {
        this(
                host,
                port,
                key,
                loops,
                answers,
                new LimitSettings(requestsPerMinute, tokensPerMinute, LimitMode.BUCKET, false),
                FaultRates.NONE,
                ServiceSettings.NONE);
    }

    static void requireInRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }

    /** On loopback, any port, everyone let in, no limits. */
    public static SimulatorSettings ofAnswers(AnswerSettings answers) {
        return new SimulatorSettings("127.0.0.1", 0, "", 1, answers, 0, 0);
    }

    public SimulatorSettings withLimits(LimitSettings changed) {
        return new SimulatorSettings(host, port, key, loops, answers, changed, faults, service);
    }

    public SimulatorSettings withFaults(FaultRates changed) {
        return new SimulatorSettings(host, port, key, loops, answers, limits, changed, service);
    }

    public SimulatorSettings withService(ServiceSettings changed) {
        return new SimulatorSettings(host, port, key, loops, answers, limits, faults, changed);
    }

    /** 0 for no limit. */
    public long requestsPerMinute() {
        return limits.requestsPerMinute();
    }

    /** 0 for no limit. */
    public long tokensPerMinute() {
        return limits.tokensPerMinute();
    }

    /** All parameters, as {@code GET /sim/stats} shows them. */
    ObjectNode toJson() {
        ObjectNode json = answers.toJson().put("loops", loops);
        limits.addTo(json);
        faults.addTo(json);
        service.addTo(json);
        return json;
    }

    String describe() {
        return answers.describe() + "; " + limits.describe() + "; " + faults.describe() + "; " + service.describe();
    }
}
