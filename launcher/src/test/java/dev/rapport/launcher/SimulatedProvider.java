package dev.rapport.launcher;

import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.simulator.Simulator;
import dev.rapport.loadtest.simulator.SimulatorSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The load suite's simulated provider, in this process. */
final class SimulatedProvider implements AutoCloseable {
    private static final long WAIT_SECONDS_MAX = 20;
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final AnswerSettings answers;
    private final Simulator simulator;

    private SimulatedProvider(int port, AnswerSettings answers) {
        this.answers = answers;
        this.simulator = Simulator.start(vertx, new SimulatorSettings("127.0.0.1", port, "", 1, answers, 0, 0))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }

    static SimulatedProvider start(int port, AnswerSettings answers) {
        return new SimulatedProvider(port, answers);
    }

    /** What makes a topology ask the simulated provider on this port, and no other. */
    static Map<String, String> settings(int port) {
        return Map.of("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1", "RAPPORT_MODEL", "sim");
    }

    /** Everything that a message's answer says. */
    String answerTo(String message) {
        return AnswerPlan.forMessage(answers, message).text();
    }

    AnswerPlan planFor(String message) {
        return AnswerPlan.forMessage(answers, message);
    }

    int inFlight() {
        return stats().getInteger("in_flight");
    }

    /** Requests that came, whatever became of them. */
    int requests() {
        return stats().getInteger("requests");
    }

    /** Requests whose client went away before their end. */
    int abandoned() {
        return stats().getJsonObject("by_outcome").getInteger("client-gone", 0);
    }

    private JsonObject stats() {
        try {
            return new JsonObject(
                    Http.get(simulator.address() + "/sim/stats", ASK_TIMEOUT).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away at once, with every open answer. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }
}
