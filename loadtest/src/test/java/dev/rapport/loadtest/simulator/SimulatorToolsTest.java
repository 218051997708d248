package dev.rapport.loadtest.simulator;

import static dev.rapport.loadtest.simulator.SimulatorClient.parse;
import static dev.rapport.loadtest.simulator.SimulatorClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the simulated provider calls a tool, and how. */
class SimulatorToolsTest {
    private static final long SILENT_MILLIS = 5_000;
    private static final String ARGUMENTS = "{\"text\":\"wt.0 wt.1\"}";

    private final Vertx vertx = Vertx.vertx();
    private final SimulatorClient client = new SimulatorClient(
            vertx,
            Simulator.start(vertx, SimulatorSettings.ofAnswers(new AnswerSettings(1, 20, 0, 5, 0, 6, 0)))
                    .await()
                    .address());

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void chat_tagOfATool_isACallInFragments() {
        List<JsonNode> choices =
                client.chat(asked(true, "[call other] [call weather]"), SILENT_MILLIS).frames().stream()
                        .filter(frame -> frame.startsWith("{"))
                        .map(frame -> parse(frame).at("/choices/0"))
                        .toList();

        assertThat(choices.get(1).at("/delta/tool_calls/0").toString())
                .isEqualTo("{\"index\":0,\"id\":\"call_t\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}");
        assertThat(choices.stream()
                        .map(choice -> choice.at("/delta/tool_calls/0/function/arguments")
                                .asText(""))
                        .collect(Collectors.joining()))
                .isEqualTo(ARGUMENTS);
        assertThat(choices.getLast().path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void chat_tagOfATool_whole_isOneCallWithoutContent() {
        JsonNode message = client.chat(asked(false, "[call weather]"), SILENT_MILLIS)
                .json()
                .at("/choices/0/message");

        assertThat(message.path("content").isNull()).isTrue();
        assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo(ARGUMENTS);
    }

    @Test
    void chat_choiceThatDemandsACall_needsNoTag() {
        ObjectNode required = asked(false, "").put("tool_choice", "required");
        ObjectNode named = asked(false, "");
        named.putObject("tool_choice")
                .put("type", "function")
                .putObject("function")
                .put("name", "weather");

        assertThat(called(required)).isEqualTo("now");
        assertThat(called(named)).isEqualTo("weather");
    }

    @Test
    void chat_noToolOfThatName_orForbidden_orItsResultIsThere_isText() {
        ObjectNode result = asked(true, "[call weather]");
        result.withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", "call_t")
                .put("content", "sunny");

        for (ObjectNode body : List.of(
                asked(true, "[call snow]"), asked(true, "[call weather]").put("tool_choice", "none"), result)) {
            assertThat(client.chat(body, SILENT_MILLIS).text()).isEqualTo("wt.0 wt.1");
        }
    }

    private String called(ObjectNode body) {
        return client.chat(body, SILENT_MILLIS)
                .json()
                .at("/choices/0/message/tool_calls/0/function/name")
                .asText();
    }

    private static ObjectNode asked(boolean stream, String tag) {
        ObjectNode body = request("sim", stream, "Say. [ref t tokens 2] " + tag);
        for (String name : List.of("now", "weather")) {
            body.withArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", name);
        }
        return body;
    }
}
