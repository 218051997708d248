package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools and formats over OpenAI's route, as bytes: what goes to the model, and what comes back. */
@Timeout(120)
class CompletionsToolsIT {
    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiProvider();
        service = provider.inFront(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        provider.close();
    }

    @Test
    void complete_withTools_isPassedOn_andTheCallComesBackInFragments() throws Exception {
        String token = service.begin(1, "uma").token;
        JsonObject asked = tools(request(OpenAiProvider.CALL)).put("tool_choice", "required");
        HttpResponse<String> streamed = post(token, asked.copy().put("stream", true));

        assertThat(provider.lastAsked().getJsonArray("tools")).isEqualTo(asked.getJsonArray("tools"));
        assertThat(provider.lastAsked().getString("tool_choice")).isEqualTo("required");
        List<JsonObject> calls = chunks(streamed.body()).stream()
                .map(chunk -> chunk.getJsonArray("choices").getJsonObject(0))
                .filter(choice -> choice.getJsonObject("delta").containsKey("tool_calls"))
                .map(choice ->
                        choice.getJsonObject("delta").getJsonArray("tool_calls").getJsonObject(0))
                .toList();
        assertThat(calls.getFirst().encode())
                .isEqualTo("{\"index\":0,\"id\":\"call_5\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}");
        assertThat(calls).hasSize(3).allMatch(call -> call.getInteger("index") == 0);
        assertThat(arguments(calls)).isEqualTo(OpenAiProvider.ARGUMENTS);
        assertThat(streamed.body()).contains("\"finish_reason\":\"tool_calls\"").endsWith("data: [DONE]\n\n");

        JsonObject choice = new JsonObject(post(token, asked).body())
                .getJsonArray("choices")
                .getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("tool_calls");
        assertThat(choice.getJsonObject("message").getValue("content")).isNull();
        assertThat(choice.getJsonObject("message").getJsonArray("tool_calls").encode())
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("id", "call_5")
                                .put("type", "function")
                                .put(
                                        "function",
                                        new JsonObject()
                                                .put("name", "weather")
                                                .put("arguments", OpenAiProvider.ARGUMENTS)))
                        .encode());
    }

    @Test
    void complete_resultOfATool_goesToTheModel_andTeachesNothing() throws Exception {
        String token = service.begin(1, "vic").token;
        HttpResponse<String> answer = post(token, tools(request("")).put("messages", new JsonArray("""
                        [{"role":"user","content":"Hello!"},
                         {"role":"assistant","content":"My aunt lives in Oslo.","tool_calls":[{"id":"call_5","type":"function",
                            "function":{"name":"weather","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"call_5","content":"My uncle lives in Bergen."}]""")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonArray messages = provider.lastAsked().getJsonArray("messages");
        assertThat(messages.getJsonObject(messages.size() - 2)
                        .getJsonArray("tool_calls")
                        .encode())
                .contains("call_5");
        assertThat(messages.getJsonObject(messages.size() - 1).getString("tool_call_id"))
                .isEqualTo("call_5");
        post(token, request("Where do my aunt and my uncle live?"));
        assertThat(provider.lastPrompt().toString()).doesNotContain("Oslo", "Bergen");
    }

    @Test
    void complete_sameKeyAgain_andTheNativeRoute_showTheCallsThatWereKept() throws Exception {
        RunningService.Talk talk = service.begin(1, "wes");
        String body = tools(request(OpenAiProvider.CALL)).put("stream", true).encode();
        int asked = provider.asked.size();
        HttpResponse<String> first = keyed(talk.token, body);
        HttpResponse<String> again = keyed(talk.token, body);

        assertThat(provider.asked).hasSize(asked + 1);
        assertThat(timeless(again)).contains("call_5").isEqualTo(timeless(first));
        String stream = first.headers().firstValue("x-stream-id").orElseThrow();
        assertThat(talk.get(1, "/v1/streams/" + stream).body())
                .contains("event: tool_call\nid: " + stream + "-1\n"
                        + "data: {\"index\":0,\"id\":\"call_5\",\"name\":\"weather\",\"arguments\":\"\"}\n\n");
    }

    @Test
    void complete_sameKeyWithAnotherRequest_isRefused() throws Exception {
        String token = service.begin(1, "wim").token;
        JsonObject body = request("Hello!");
        HttpResponse<String> first = keyed(token, body.encode());
        int asked = provider.asked.size();

        for (JsonObject other : List.of(
                tools(body.copy()),
                body.copy().put("model", "fast"),
                body.copy().put("temperature", 0),
                body.copy().put("max_tokens", 7),
                body.copy().put("response_format", new JsonObject().put("type", "json_object")))) {
            HttpResponse<String> refused = keyed(token, other.encode());
            assertThat(refused.statusCode()).as(other.encode()).isEqualTo(409);
            assertError(refused, "invalid_request_error", null, "idempotency_key_reused");
        }
        assertThat(timeless(keyed(token, body.copy().put("stream", false).encode())))
                .isEqualTo(timeless(first));
        assertThat(provider.asked).hasSize(asked);
    }

    @Test
    void complete_brokenInACall_endsWithAnError() throws Exception {
        String body = post(
                        service.begin(1, "xia").token,
                        tools(request(OpenAiProvider.CALL_AND_BREAK_OFF)).put("stream", true))
                .body();

        assertThat(body).contains("call_5", "answer_cut").doesNotContain("[DONE]");
    }

    /* Its provider lacks tools by the gateway's file. */
    @Test
    void complete_modelWithoutTools_isRefused_andAConversationThatHadSomeIsNot() throws Exception {
        String token = service.begin(1, "yan").token;
        HttpResponse<String> refused =
                post(token, tools(request("Hello!")).put("model", "plain").put("tool_choice", "auto"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertError(refused, "invalid_request_error", "tools", "bad_request");
        HttpResponse<String> format = post(
                token,
                request("Hello!")
                        .put("model", "plain")
                        .put("response_format", new JsonObject().put("type", "json_object")));
        assertError(format, "invalid_request_error", "response_format.type", "bad_request");
    }

    @Test
    void complete_jsonFormat_isPassedOn() throws Exception {
        JsonObject format = new JsonObject("""
                {"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","minProperties":1},"strict":true}}""");
        post(service.begin(1, "zoe").token, request("Hello!").put("response_format", format));

        assertThat(provider.lastAsked().getJsonObject("response_format")).isEqualTo(format);
    }

    private static JsonObject tools(JsonObject request) {
        return request.put("tools", new JsonArray("""
                [{"type":"function","function":{"name":"weather","parameters":{"type":"object",
                  "properties":{"city":{"type":"string","pattern":"^[A-Z]"}}}}}]"""));
    }

    private static String arguments(List<JsonObject> calls) {
        return calls.stream()
                .map(call -> call.getJsonObject("function").getString("arguments"))
                .collect(Collectors.joining());
    }

    private static HttpResponse<String> keyed(String token, String body) throws Exception {
        return service.send(chat(token).header("idempotency-key", "k-call").POST(BodyPublishers.ofString(body)));
    }

    /* Without the time of the request, which is another in each. */
    private static String timeless(HttpResponse<String> response) {
        return response.body().replaceAll("\"created\":\\d+", "");
    }

    private static JsonObject request(String text) {
        return new JsonObject()
                .put("model", "default")
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", text)));
    }

    private static HttpResponse<String> post(String token, JsonObject body) throws Exception {
        return service.send(chat(token).POST(RunningService.json(body)));
    }

    private static HttpRequest.Builder chat(String token) {
        return service.request(1, "/v1/chat/completions").header("authorization", "Bearer " + token);
    }

    private static List<JsonObject> chunks(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> new JsonObject(line.substring("data: ".length())))
                .toList();
    }

    private static void assertError(
            HttpResponse<String> response, String type, @org.jspecify.annotations.Nullable String param, String code) {
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(error.getString("param")).isEqualTo(param);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message")).isNotBlank();
    }
}
