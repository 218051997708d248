package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What records and counters say of the limits, over real sockets. */
class SimulatorLimitsTest {
    private static final AnswerSettings SIX = new AnswerSettings(1, 20, 0, 5, 0, 6, 0);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private SimulatorClient client(long requestsPerMinute, long tokensPerMinute) {
        var settings = new SimulatorSettings("127.0.0.1", 0, "", 1, SIX, requestsPerMinute, tokensPerMinute);
        return new SimulatorClient(
                vertx, Simulator.start(vertx, settings).await().address());
    }

    @Test
    void requests_withLimits_tellWhatWasChargedAndLeft() {
        SimulatorClient client = client(2, 1_000);
        client.chat("any", true, "[ref a1]");
        client.chat("any", true, "[ref a2]");
        client.chat("any", true, "[ref a3]");
        client.chat("any", true, "x".repeat(4_000));

        List<JsonNode> records = client.get("/sim/requests")
                .body()
                .lines()
                .map(SimulatorClient::parse)
                .toList();

        /* 22 and 8 characters are 8 tokens, and 6 are answered; what refills meanwhile is below a token and a request. */
        assertThat(records)
                .extracting(json -> json.path("charged_tokens").asInt(-1))
                .containsExactly(14, 14, 0, 0);
        assertThat(records.get(0).path("requests_left").asDouble()).isEqualTo(1);
        assertThat(records.get(0).path("tokens_left").asDouble()).isEqualTo(986);
        assertThat(records.get(1).path("requests_left").asDouble()).isBetween(0.0, 0.9);
        assertThat(records.get(1).path("tokens_left").asDouble()).isBetween(972.0, 986.0);
        assertThat(records.get(2).path("requests_left").asDouble()).isBetween(0.0, 0.99);
        JsonNode rejected = client.get("/sim/stats").json().path("rejected");
        assertThat(rejected.path("requests").asInt()).isEqualTo(1);
        assertThat(rejected.path("tokens").asInt()).isEqualTo(1);
        client.call(HttpMethod.POST, "/sim/reset", "", 5_000);
        assertThat(client.get("/sim/stats").json().at("/rejected/requests").asInt(-1))
                .isZero();
    }

    @Test
    void requests_withoutLimits_haveNullForThem() {
        SimulatorClient client = client(0, 0);
        client.chat("any", true, "[ref a1]");

        JsonNode ended = client.firstRecord();

        assertThat(List.of("charged_tokens", "requests_left", "tokens_left"))
                .allSatisfy(name -> assertThat(ended.get(name)).isEqualTo(NullNode.getInstance()));
    }
}
