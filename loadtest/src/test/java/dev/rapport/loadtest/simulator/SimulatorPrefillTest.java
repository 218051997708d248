package dev.rapport.loadtest.simulator;

import static dev.rapport.loadtest.simulator.SimulatorClient.parse;
import static dev.rapport.loadtest.simulator.SimulatorClient.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.simulator.SimulatorClient.End;
import dev.rapport.loadtest.simulator.SimulatorClient.Reply;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that go on from a beginning, cuts that the message asks for, and canaries, over real sockets. */
class SimulatorPrefillTest {
    /** Six tokens: the first after 5 ms, then one each millisecond. */
    private static final AnswerSettings SIX = new AnswerSettings(1, 5, 0, 1, 0, 6, 0);

    private static final int TOKENS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final SimulatorClient client = new SimulatorClient(
            vertx,
            Simulator.start(vertx, SimulatorSettings.ofAnswers(SIX)).await().address());

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private static ObjectNode going(ObjectNode body, String prefix) {
        ((ArrayNode) body.path("messages"))
                .addObject()
                .put("role", "assistant")
                .put("content", prefix)
                .put("prefix", true);
        body.put("continue_final_message", true).put("add_generation_prompt", false);
        body.putObject("stream_options").put("include_usage", true);
        return body;
    }

    private Reply goOn(String model, String message, String prefix) {
        return client.chat(going(request(model, true, message), prefix), 5_000);
    }

    @Test
    void prefill_beginningOfTheAnswer_isFollowedByTheRest() {
        Reply reply = goOn("any", "[ref a1]", "wa1.0 wa1.1 wa1.2");

        assertThat(reply.text()).isEqualTo(" wa1.3 wa1.4 wa1.5");
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
        assertThat(reply.frames()).hasSize(1 + 3 + 1 + 1 + 1).last().isEqualTo("[DONE]");
        assertThat(parse(reply.frames().get(5)).at("/usage/completion_tokens").asInt())
                .isEqualTo(3);
        /* The system's 22 characters, the user's 8 and the assistant's 17. */
        assertThat(parse(reply.frames().get(5)).at("/usage/prompt_tokens").asInt())
                .isEqualTo(12);
    }

    @Test
    void prefill_inTheMiddleOfAToken_isFollowedByItsRest() {
        Reply reply = goOn("any", "[ref a1]", "wa1.0 wa");

        assertThat(reply.text()).isEqualTo("1.1 wa1.2 wa1.3 wa1.4 wa1.5");
    }

    @Test
    void prefill_notStreamed_isTheRest() {
        Reply reply = client.chat(going(request("any", false, "[ref a1]"), "wa1.0 wa1.1 wa1.2 wa1.3"), 5_000);

        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo(" wa1.4 wa1.5");
        assertThat(reply.json().at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void prefill_wholeAnswer_isFollowedByItsEndAlone() {
        Reply reply = goOn("any", "[ref a1]", AnswerPlan.forNonce(SIX, "a1").text());

        assertThat(reply.frames()).hasSize(4).last().isEqualTo("[DONE]");
        assertThat(parse(reply.frames().get(0)).at("/choices/0/delta/role").asText())
                .isEqualTo("assistant");
        assertThat(parse(reply.frames().get(1)).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        assertThat(parse(reply.frames().get(2)).at("/usage/completion_tokens").asInt())
                .isZero();
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void prefill_wrongBeginning_is400ThatNamesTheFirstDifference() {
        Reply differs = goOn("any", "[ref a1]", "wa1.0 wa1.2");
        Reply tooLong = goOn("any", "[ref a1 tokens 1]", "wa1.0 ");

        assertThat(differs.status()).isEqualTo(400);
        assertThat(differs.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(differs.json().at("/error/code").asText()).isEqualTo("invalid_prefix");
        assertThat(differs.json().at("/error/message").asText()).contains("at character 10 of 11");
        assertThat(tooLong.json().at("/error/message").asText()).contains("at character 5 of 6");
        assertThat(client.firstRecord().path("nonce").asText()).isEqualTo("a1");
    }

    /** What an assistant said before is no beginning of this answer. */
    @Test
    void assistantMessage_notTheLast_isNoPrefix() {
        ObjectNode body = request("any", true, "before [ref old]");
        ArrayNode messages = (ArrayNode) body.path("messages");
        messages.addObject().put("role", "assistant").put("content", "anything");
        messages.addObject().put("role", "user").put("content", "[ref a1]");

        assertThat(client.chat(body, 5_000).text())
                .isEqualTo(AnswerPlan.forNonce(SIX, "a1").text());
    }

    @Test
    void prefill_countedFault_countsTheTokensOfThisAnswer() {
        Reply reply = goOn("fault-cut-2", "[ref a1]", "wa1.0 wa1.1 wa1.2");

        assertThat(reply.text()).isEqualTo(" wa1.3 wa1.4");
        assertThat(reply.end()).isEqualTo(End.BROKEN);
    }

    /** All kinds of faults go on from a whole answer without a bug; none sends a planned token. */
    @Test
    void prefill_wholeAnswerOfAnyFault_sendsNoPlannedToken() {
        String text = AnswerPlan.forNonce(SIX, "a1").text();
        for (String model : Fault.models()) {
            for (boolean stream : new boolean[] {true, false}) {
                ObjectNode body = going(request(model, stream, "[ref a1]"), text);
                Fault fault = requireNonNull(Fault.ofModel(model), model);
                AnswerPlan rest = AnswerPlan.forNonce(SIX, "a1").after(text);
                ChatRequest parsed = ((ChatRequest.Parsed.Valid)
                                ChatRequest.parse(body.toString().getBytes(StandardCharsets.UTF_8)))
                        .request();
                Script script = new ScriptWriter(
                                rest, parsed, new ScriptWriter.Terms(fault, Map.of(), OptionalLong.of(7_000_000), 0, 0))
                        .write();
                assertThat(script.steps())
                        .as(model)
                        .allSatisfy(step -> assertThat(step.text()).doesNotContain("wa1."));
            }
        }
    }

    /** For each place of the cut: broken off there, and whole once it goes on from what came. */
    @Test
    void cutRef_eachPlace_isCutThereAndGoesOn() {
        for (int cut = 0; cut <= TOKENS; cut++) {
            String message = "[ref k" + cut + " tokens " + TOKENS + " cut " + cut + "]";
            AnswerPlan plan = AnswerPlan.forMessage(SIX, message);

            Reply first = client.chat("fault-cut-ref", true, message);

            assertThat(first.end()).as(message).isEqualTo(End.BROKEN);
            assertThat(first.text())
                    .as(message)
                    .isEqualTo(String.join("", plan.tokens().subList(0, cut)));
            if (cut > 0) {
                Reply rest = goOn("fault-cut-ref", message, first.text());
                assertThat(rest.end()).as(message).isEqualTo(End.COMPLETE);
                assertThat(first.text() + rest.text()).as(message).isEqualTo(plan.text());
            }
        }
    }

    @Test
    void cutRef_prefixShorterThanTheCut_isCutAtTheSamePlace() {
        Reply reply = goOn("fault-cut-ref", "[ref a1 cut 4]", "wa1.0 wa1.1");

        assertThat(reply.text()).isEqualTo(" wa1.2 wa1.3");
        assertThat(reply.end()).isEqualTo(End.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ref a1]", "[ref a1 tokens 6]"})
    void cutRef_referenceWithoutCut_isWhole(String message) {
        Reply reply = client.chat("fault-cut-ref", true, message);

        assertThat(reply.text()).isEqualTo(AnswerPlan.forNonce(SIX, "a1").text());
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void cutRef_otherModel_isWhole() {
        assertThat(client.chat("any", true, "[ref a1 tokens 6 cut 2]").text())
                .isEqualTo(AnswerPlan.forNonce(SIX, "a1").text());
    }

    @Test
    void cutRef_tokenLimitBeforeTheCut_endsThereAsItShould() {
        Reply reply =
                client.chat(request("fault-cut-ref", true, "[ref a1 cut 4]").put("max_tokens", 3), 5_000);

        assertThat(reply.text()).isEqualTo("wa1.0 wa1.1 wa1.2");
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void cutRef_notStreamed_breaksTheBody() {
        assertThat(client.chat("fault-cut-ref", false, "[ref a1 cut 2]").end()).isEqualTo(End.BROKEN);
        assertThat(client.chat("fault-cut-ref", false, "[ref a1]")
                        .json()
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(AnswerPlan.forNonce(SIX, "a1").text());
    }

    @Test
    void canary_anywhereInThePrompt_comesFirstSortedAndOnce() {
        ObjectNode body = request("any", true, "[canary me-2] [ref a1] [canary me-2]");
        ArrayNode messages = (ArrayNode) body.path("messages");
        messages.insertObject(0).put("role", "system").put("content", "The user said: [canary a-1], [canary NO]");
        body.putObject("stream_options").put("include_usage", true);

        Reply reply = client.chat(body, 5_000);

        assertThat(reply.text())
                .isEqualTo("canary-a-1 canary-me-2 "
                        + AnswerPlan.forNonce(SIX, "a1").text());
        assertThat(parse(reply.frames().get(1 + 8 + 1))
                        .at("/usage/completion_tokens")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void canary_withPrefix_isPartOfTheAnswer() {
        Reply reply = goOn("any", "[canary x] [ref a1]", "canary-x wa1.0");

        assertThat(reply.text()).isEqualTo(" wa1.1 wa1.2 wa1.3 wa1.4 wa1.5");
    }

    @Test
    void parse_moreCanariesThanCount_keepsTheFirst() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i <= ChatRequest.CANARIES_MAX; i++) {
            message.append("[canary c").append(i).append(']');
        }
        String body = request("any", true, message.toString()).toString();

        assertThat(ChatRequest.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ChatRequest.Parsed.Valid.class,
                        valid -> assertThat(valid.request().canaries())
                                .hasSize(ChatRequest.CANARIES_MAX)
                                .doesNotContain("c" + ChatRequest.CANARIES_MAX));
    }
}
