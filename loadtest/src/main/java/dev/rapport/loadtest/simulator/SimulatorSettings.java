package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where the simulated provider listens, whom it lets in, and how it answers.
 *
 * @param port 0 for any free one
 * @param key what clients must send as bearer token, empty to let everyone in
 * @param loops event loops, 1 to {@value #LOOPS_MAX}
 * @param requestsPerMinute 0 for no limit
 * @param tokensPerMinute 0 for no limit
 */
public record SimulatorSettings(
        String host,
        int port,
        String key,
        int loops,
        AnswerSettings answers,
        long requestsPerMinute,
        long tokensPerMinute) {
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
        requireInRange("rpm", requestsPerMinute, 0, Integer.MAX_VALUE);
        requireInRange("tpm", tokensPerMinute, 0, Integer.MAX_VALUE);
    }

    private static void requireInRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }

    /** On loopback, any port, everyone let in, no limits. */
    public static SimulatorSettings ofAnswers(AnswerSettings answers) {
        return new SimulatorSettings("127.0.0.1", 0, "", 1, answers, 0, 0);
    }

    ObjectNode toJson() {
        return answers.toJson()
                .put("requests_per_minute", requestsPerMinute)
                .put("tokens_per_minute", tokensPerMinute)
                .put("loops", loops);
    }

    String describe() {
        return answers.describe() + "; "
                + (requestsPerMinute == 0 ? "no request limit" : requestsPerMinute + " requests/min") + ", "
                + (tokensPerMinute == 0 ? "no token limit" : tokensPerMinute + " tokens/min");
    }
}
