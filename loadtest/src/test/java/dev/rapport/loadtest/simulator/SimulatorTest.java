package dev.rapport.loadtest.simulator;

import static dev.rapport.loadtest.simulator.SimulatorClient.parse;
import static dev.rapport.loadtest.simulator.SimulatorClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.simulator.SimulatorClient.End;
import dev.rapport.loadtest.simulator.SimulatorClient.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    /** Six tokens: the first after 20 ms, then one each 5 ms. */
    private static final AnswerSettings SIX = new AnswerSettings(1, 20, 0, 5, 0, 6, 0);

    /** Longer than a whole answer takes, so that silence is silence. */
    private static final long SILENT_MILLIS = 300;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private SimulatorClient client(SimulatorSettings settings) {
        return new SimulatorClient(
                vertx, Simulator.start(vertx, settings).await().address());
    }

    private SimulatorClient client() {
        return client(SimulatorSettings.ofAnswers(SIX));
    }

    private static String planned(String nonce) {
        return AnswerPlan.forNonce(SIX, nonce).text();
    }

    @Test
    void chat_streamed_isThePlanInOpenAisFrames() {
        ObjectNode body = request("any", true, "Hello [ref a1]");
        body.putObject("stream_options").put("include_usage", true);

        Reply reply = client().chat(body, 5_000);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(reply.text()).isEqualTo(planned("a1"));
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
        List<String> frames = reply.frames();
        assertThat(frames).hasSize(1 + 6 + 1 + 1 + 1).last().isEqualTo("[DONE]");
        assertThat(parse(frames.get(0)).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(parse(frames.get(7)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(parse(frames.get(8)).path("choices")).isEmpty();
        assertThat(parse(frames.get(8)).at("/usage/completion_tokens").asInt()).isEqualTo(6);
        assertThat(frames.subList(0, 8)).allSatisfy(frame -> {
            assertThat(parse(frame).path("id").asText()).isEqualTo("chatcmpl-a1");
            assertThat(parse(frame).path("usage").isNull()).isTrue();
        });
    }

    @Test
    void chat_streamedWithoutUsageAsked_hasNoUsage() {
        assertThat(client().chat("any", true, "Hello [ref a1]").body()).doesNotContain("usage");
    }

    @Test
    void chat_streamed_noTokenLeavesBeforeItsTime() {
        SimulatorClient client = client();
        client.chat("any", true, "warm [ref w]");
        long sentNanos = System.nanoTime();

        Reply reply = client.chat("any", true, "Hello [ref a1]");

        assertThat(reply.readNanos().getFirst() - sentNanos).isGreaterThanOrEqualTo(20_000_000L);
        assertThat(reply.readNanos().getLast() - sentNanos).isGreaterThanOrEqualTo(45_000_000L);
    }

    @Test
    void chat_notStreamed_isThePlanInOneBody() {
        Reply reply = client().chat("any", false, "Hello [ref a1]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("object").asText()).isEqualTo("chat.completion");
        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo(planned("a1"));
        assertThat(reply.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(reply.json().at("/usage/completion_tokens").asInt()).isEqualTo(6);
    }

    @Test
    void chat_tokenLimit_cutsTheAnswerAndSaysSo() {
        Reply reply = client().chat(request("any", false, "Hello [ref a1]").put("max_tokens", 2), 5_000);

        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo("wa1.0 wa1.1");
        assertThat(reply.json().at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void chat_contentInParts_isReadAsText() {
        ObjectNode body = request("any", false, "");
        ObjectNode user = (ObjectNode) body.at("/messages/1");
        user.putArray("content").addObject().put("type", "text").put("text", "Hello [ref p1]");

        assertThat(client().chat(body, 5_000)
                        .json()
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(planned("p1"));
    }

    @Test
    void chat_badBodies_getErrorsInOpenAisShape() {
        SimulatorClient client = client();

        Reply noJson = client.call(HttpMethod.POST, "/v1/chat/completions", "{", 5_000);
        Reply noModel = client.call(HttpMethod.POST, "/v1/chat/completions", "{}", 5_000);
        Reply noFault = client.chat("fault-x", true, "Hello");

        assertThat(noJson.status()).isEqualTo(400);
        assertThat(noModel.json().at("/error/param").asText()).isEqualTo("model");
        assertThat(noFault.status()).isEqualTo(404);
        assertThat(noFault.json().path("error").properties())
                .extracting(member -> member.getKey())
                .containsExactly("message", "type", "param", "code");
    }

    @Test
    void chat_bodyTooLarge_isRefused() {
        Reply reply = client().chat("any", true, "x".repeat(ChatRoute.BODY_SIZE_MAX));

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void chat_keyDemanded_letsOnlyItIn() {
        SimulatorClient client = client(new SimulatorSettings("127.0.0.1", 0, "secret", 1, SIX, 0, 0));

        Reply reply = client.chat("any", true, "Hello");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void chat_limitUsedUp_is429WithTheTruth() {
        SimulatorClient client = client(new SimulatorSettings("127.0.0.1", 0, "", 1, SIX, 2, 0));
        assertThat(client.chat("any", true, "[ref a]").headers().get("x-ratelimit-remaining-requests"))
                .isEqualTo("1");
        client.chat("any", true, "[ref b]");

        Reply reply = client.chat("any", true, "[ref c]");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("requests");
        long waitMillis = Long.parseLong(reply.headers().get("retry-after-ms"));
        assertThat(waitMillis).isBetween(20_000L, 30_000L);
        assertThat(reply.headers().get("retry-after")).isEqualTo(Long.toString(Math.ceilDiv(waitMillis, 1_000)));
    }

    @Test
    void chat_faultsByStatus_answerWithIt() {
        SimulatorClient client = client();

        assertThat(client.chat("fault-500", true, "Hello").status()).isEqualTo(500);
        assertThat(client.chat("fault-503", false, "Hello").status()).isEqualTo(503);
        Reply refused = client.chat("fault-429", true, "Hello");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().get("retry-after")).isEqualTo("1");
    }

    @Test
    void chat_fault429Bare_doesNotSayWhenToComeBack() {
        Reply reply = client().chat("fault-429-bare", true, "Hello");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers().names())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("retry-after"));
        assertThat(reply.json().at("/error/message").asText()).isEqualTo("Rate limit reached.");
    }

    @Test
    void chat_faultHang_neverAnswers() {
        SimulatorClient client = client();
        ObjectNode body = request("fault-hang", true, "Hello");

        assertThatThrownBy(() -> client.headersOf(body, SILENT_MILLIS)).isInstanceOf(TimeoutException.class);
        assertThat(client.get("/sim/stats").json().path("in_flight").asInt()).isEqualTo(1);
    }

    @Test
    void chat_faultHangHeadersSent_answersWithHeadersOnly() {
        Reply reply = client().chat(request("fault-hang-headers-sent", true, "Hello"), SILENT_MILLIS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.end()).isEqualTo(End.SILENT);
    }

    @Test
    void chat_faultStall_fallsSilentAfterSoManyTokens() {
        Reply reply = client().chat(request("fault-stall-3", true, "[ref a1]"), SILENT_MILLIS);

        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(reply.end()).isEqualTo(End.SILENT);
    }

    @Test
    void chat_faultCut_breaksAfterSoManyTokens() {
        Reply reply = client().chat("fault-cut-2", true, "[ref a1]");

        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1");
        assertThat(reply.body()).doesNotContain("[DONE]", "\"stop\"");
        assertThat(reply.end()).isEqualTo(End.BROKEN);
    }

    @Test
    void chat_faultCutNotStreamed_breaksTheBody() {
        assertThat(client().chat("fault-cut-2", false, "[ref a1]").end()).isEqualTo(End.BROKEN);
    }

    @Test
    void chat_faultGarbage_hasALineThatIsNoJson() {
        Reply reply = client().chat("fault-garbage", true, "[ref a1]");

        assertThat(reply.frames()).contains("{\"id\":\"chatcmpl-, this is no JSON");
        assertThat(reply.text()).isEqualTo(planned("a1"));
    }

    @Test
    void chat_faultGarbageAll_hasNothingElse_andEndsAsItShould() {
        Reply reply = client().chat("fault-garbage-all", true, "[ref a1]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).startsWith("text/event-stream");
        assertThat(reply.frames()).hasSize(6).containsOnly("{\"id\":\"chatcmpl-, this is no JSON");
        assertThat(reply.body().lines().filter(line -> !line.startsWith("data: ")))
                .containsOnly("");
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
        assertThat(client().chat("fault-garbage-all", false, "[ref a1]").body())
                .startsWith("{")
                .doesNotEndWith("}");
    }

    @Test
    void chat_faultHuge_hasOneTokenOfAMebibyteInOneLine_andThenThePlan() {
        Reply reply = client().chat("fault-huge", true, "[ref a1]");

        assertThat(reply.frames().get(1)).hasSizeGreaterThan(1 << 20);
        assertThat(reply.text()).isEqualTo("x".repeat(1 << 20) + " " + planned("a1"));
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void chat_faultHtml_isAPage() {
        Reply reply = client().chat("fault-html", true, "[ref a1]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).startsWith("text/html");
    }

    @Test
    void chat_faultInband_endsWithAnErrorFrame() {
        Reply reply = client().chat("fault-inband", true, "[ref a1]");

        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(parse(reply.frames().getLast()).at("/error/code").asText()).isEqualTo("upstream_timeout");
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void chat_faultEmpty_hasNoBody() {
        Reply reply = client().chat("fault-empty", true, "[ref a1]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void requests_afterSomeChats_tellItsOwnTimePerRequest() {
        SimulatorClient client = client();
        client.chat("any", true, "[ref a1]");
        client.chat("fault-cut-2", true, "[ref a2]");
        client.chat("fault-500", true, "[ref a3] and [ref a4]");

        List<JsonNode> records = client.get("/sim/requests")
                .body()
                .lines()
                .map(SimulatorClient::parse)
                .toList();
        JsonNode stats = client.get("/sim/stats").json();

        assertThat(records).extracting(json -> json.path("nonce").asText()).containsExactly("a1", "a2", "a4");
        assertThat(records)
                .extracting(json -> json.path("outcome").asText())
                .containsExactly("ok", "fault-cut-2", "fault-500");
        assertThat(records.get(0).path("first_token_ms").asDouble()).isBetween(20.0, 500.0);
        assertThat(records.get(0).path("total_ms").asDouble()).isBetween(45.0, 1_000.0);
        assertThat(records.get(0).path("tokens").asInt()).isEqualTo(6);
        assertThat(records.get(2).path("first_token_ms").isNull()).isTrue();
        assertThat(stats.path("requests").asInt()).isEqualTo(3);
        assertThat(stats.path("in_flight").asInt()).isZero();
        assertThat(stats.path("in_flight_peak").asInt()).isEqualTo(1);
        assertThat(stats.at("/by_status/200").asInt()).isEqualTo(2);
        assertThat(stats.at("/by_status/500").asInt()).isEqualTo(1);
        assertThat(stats.path("ambiguous_references").asInt()).isEqualTo(1);
        assertThat(stats.path("name").asText()).isEqualTo("simulated provider");
        assertThat(AnswerSettings.fromJson(stats.path("parameters"))).isEqualTo(SIX);
    }

    @Test
    void requests_drained_areHandedOutOnce_andStayCounted() {
        SimulatorClient client = client();
        client.chat("any", true, "[ref a1]");

        assertThat(client.get("/sim/requests?drain=true").body()).contains("\"a1\"");
        assertThat(client.get("/sim/requests?drain=true").body()).isEmpty();
        assertThat(client.get("/sim/stats").json().path("requests").asInt()).isEqualTo(1);
    }

    @Test
    void reset_afterAChat_forgetsIt() {
        SimulatorClient client = client();
        client.chat("any", true, "[ref a1]");

        assertThat(client.call(HttpMethod.POST, "/sim/reset", "", 5_000).status())
                .isEqualTo(204);

        assertThat(client.get("/sim/requests").body()).isEmpty();
        assertThat(client.get("/sim/stats").json().path("requests").asInt()).isZero();
    }

    @Test
    void models_listTheFaults() {
        assertThat(client().get("/v1/models").json().path("data"))
                .extracting(model -> model.path("id").asText())
                .contains("sim", "fault-500", "fault-cut-3", "fault-hang-headers-sent")
                .hasSize(24);
    }

    @Test
    void start_severalLoops_shareOnePortAndOneLog() {
        SimulatorClient client = client(new SimulatorSettings("127.0.0.1", 0, "", 3, SIX, 0, 0));
        for (int i = 0; i < 6; i++) {
            assertThat(client.chat("any", true, "[ref n" + i + "]").text()).isEqualTo(planned("n" + i));
        }

        assertThat(client.get("/sim/stats").json().path("requests").asInt()).isEqualTo(6);
    }
}
