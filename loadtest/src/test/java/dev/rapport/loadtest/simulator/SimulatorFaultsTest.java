package dev.rapport.loadtest.simulator;

import static dev.rapport.loadtest.simulator.SimulatorClient.parse;
import static dev.rapport.loadtest.simulator.SimulatorClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.simulator.SimulatorClient.End;
import dev.rapport.loadtest.simulator.SimulatorClient.Reply;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rated fault at a rate of 1, over real sockets. */
class SimulatorFaultsTest {
    /** Six tokens: the first after 20 ms, then one each 5 ms. */
    private static final AnswerSettings SIX = new AnswerSettings(1, 20, 0, 5, 0, 6, 0);

    private static final long SILENT_MILLIS = 300;
    private static final AnswerPlan PLAN = AnswerPlan.forNonce(SIX, "a1");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private SimulatorClient client(FaultRates rates) {
        SimulatorSettings settings = SimulatorSettings.ofAnswers(SIX).withFaults(rates);
        return new SimulatorClient(
                vertx, Simulator.start(vertx, settings).await().address());
    }

    private SimulatorClient always(String word) {
        return client(FaultRates.of(Map.of(word, 1.0)));
    }

    private Reply streamed(String word) {
        ObjectNode body = request("any", true, "[ref a1]");
        body.putObject("stream_options").put("include_usage", true);
        return always(word).chat(body, SILENT_MILLIS);
    }

    private Reply whole(String word) {
        return always(word).chat(request("any", false, "[ref a1]"), SILENT_MILLIS);
    }

    private static String content(Reply reply) {
        return reply.json().at("/choices/0/message/content").asText();
    }

    private static Integrity check(String text) {
        return Integrity.check(PLAN, text, 0, 0);
    }

    @Test
    void cut_endsTheBodyProperlyAfterHalf() {
        Reply reply = streamed("cut");

        assertThat(reply.end()).isEqualTo(End.COMPLETE);
        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(reply.body()).doesNotContain("[DONE]", "\"stop\"", "\"usage\":{");
        Reply unstreamed = whole("cut");
        assertThat(unstreamed.end()).isEqualTo(End.COMPLETE);
        assertThat(unstreamed.body()).startsWith("{\"id\"").doesNotEndWith("}");
    }

    @Test
    void reset_tearsTheConnectionAfterHalf() {
        Reply reply = streamed("reset");

        assertThat(reply.end()).isEqualTo(End.BROKEN);
        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(whole("reset").end()).isEqualTo(End.BROKEN);
    }

    @Test
    void duplicate_sendsATokenTwice() {
        assertThat(check(streamed("duplicate").text())).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));
        assertThat(check(content(whole("duplicate")))).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));
    }

    @Test
    void reorder_swapsTwoTokens() {
        assertThat(check(streamed("reorder").text())).isEqualTo(new Integrity(0, 0, 1, 0, 0, 0, false));
        assertThat(check(content(whole("reorder")))).isEqualTo(new Integrity(0, 0, 1, 0, 0, 0, false));
    }

    @Test
    void foreign_insertsATokenOfAnotherNonce() {
        assertThat(check(streamed("foreign").text())).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
        assertThat(check(content(whole("foreign")))).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
    }

    @Test
    void statuses_answerWithThem() {
        assertThat(streamed("500").status()).isEqualTo(500);
        assertThat(streamed("503").status()).isEqualTo(503);
        assertThat(whole("429").headers().get("retry-after")).isEqualTo("1");
    }

    @Test
    void stall_fallsSilentAfterHalf() {
        Reply reply = streamed("stall");

        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(reply.end()).isEqualTo(End.SILENT);
        assertThat(whole("stall").end()).isEqualTo(End.SILENT);
    }

    @Test
    void slowDrip_isWholeButSlow() {
        SimulatorClient client = always("slow-drip");
        long sentNanos = System.nanoTime();

        Reply reply = client.chat("any", true, "[ref a1]");

        assertThat(reply.text()).isEqualTo(PLAN.text());
        assertThat(reply.readNanos().getLast() - sentNanos).isGreaterThanOrEqualTo((20 + 5 * 5 * 20) * 1_000_000L);
    }

    @Test
    void delayedHeaders_comeLate_andThenTheWholeAnswer() {
        SimulatorClient client = client(new FaultRates(Map.of(RatedFault.DELAYED_HEADERS, 1.0), 400));
        long sentNanos = System.nanoTime();

        Reply reply = client.chat("any", true, "[ref a1]");

        assertThat(reply.headersNanos() - sentNanos).isGreaterThanOrEqualTo(420 * 1_000_000L);
        assertThat(reply.text()).isEqualTo(PLAN.text());
    }

    @Test
    void noUsage_isWholeWithoutUsage() {
        Reply reply = streamed("no-usage");

        assertThat(reply.text()).isEqualTo(PLAN.text());
        assertThat(reply.frames()).last().isEqualTo("[DONE]");
        assertThat(reply.body()).doesNotContain("usage");
        assertThat(whole("no-usage").json().has("usage")).isFalse();
        assertThat(content(whole("no-usage"))).isEqualTo(PLAN.text());
    }

    /** What a client that knows the rates works out is what the records and counters say. */
    @Test
    void records_ofMixedFaults_sayWhatAClientRecomputes() {
        SimulatorClient client = client(FaultRates.of(Map.of("500", 0.2, "foreign", 0.2, "cut", 0.2)));
        for (int i = 0; i < 20; i++) {
            client.chat("any", i % 2 == 0, "[ref n" + i + "]");
        }
        client.chat("fault-503", true, "[ref n0]");
        var stats = client.get("/sim/stats").json();
        FaultRates shown = FaultRates.fromJson(stats.path("parameters"));
        long seed = AnswerSettings.fromJson(stats.path("parameters")).seed();

        List<String> outcomes = client.get("/sim/requests")
                .body()
                .lines()
                .map(line -> parse(line).path("outcome").asText())
                .toList();

        List<String> expected = IntStream.range(0, 20)
                .mapToObj(i -> shown.faultOf(seed, "n" + i))
                .toList();
        assertThat(expected).contains("ok", "500", "foreign", "cut");
        assertThat(outcomes.subList(0, 20)).isEqualTo(expected);
        assertThat(outcomes.getLast()).isEqualTo("fault-503");
        assertThat(stats.at("/by_fault/foreign").asLong())
                .isEqualTo(expected.stream().filter("foreign"::equals).count());
        long arrivals = 0;
        for (var second : stats.path("arrivals_per_second")) {
            arrivals += second.asLong();
        }
        assertThat(arrivals).isEqualTo(21);
    }
}
