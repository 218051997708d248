package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's routes, as bytes: what goes to the model, what comes back, and what a wrong request gets. */
@Timeout(120)
class CompletionsIT {
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
    void complete_whole_isOneObject() throws Exception {
        String token = service.begin(1, "ada").token;
        HttpResponse<String> response = post(token, request("Hello!"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonObject answer = new JsonObject(response.body());
        assertThat(answer.getString("id"))
                .isEqualTo(response.headers()
                        .firstValue("x-stream-id")
                        .orElseThrow()
                        .replace("gen_", "chatcmpl-"));
        assertThat(answer.getString("object")).isEqualTo("chat.completion");
        assertThat(answer.getString("model")).isEqualTo("default");
        JsonObject choice = answer.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("Ahoy, ü😀!");
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(answer.getJsonObject("usage").getInteger("total_tokens")).isEqualTo(421);
        assertThat(answer.getJsonObject("usage")
                        .getJsonObject("prompt_tokens_details")
                        .getInteger("cached_tokens"))
                .isEqualTo(384);
    }

    @Test
    void complete_streamWithUsage_isChunksInOrder_andDone() throws Exception {
        String token = service.begin(1, "bob").token;
        HttpResponse<String> response = post(
                token,
                request("Hello!")
                        .put("stream", true)
                        .put("stream_options", new JsonObject().put("include_usage", true)));

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache, no-transform");
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        List<JsonObject> chunks = chunks(response.body());
        assertThat(chunks).allMatch(chunk -> chunk.containsKey("usage"));
        assertThat(chunks.stream()
                        .map(chunk -> chunk.getString("id") + chunk.getInteger("created") + chunk.getString("model"))
                        .distinct())
                .hasSize(1);
        assertThat(chunks.stream().map(chunk -> chunk.getJsonArray("choices").encode()))
                .containsExactly(
                        choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                        choice("{\"content\":\"Ahoy, \"}", "null"),
                        choice("{\"content\":\"ü😀!\"}", "null"),
                        choice("{}", "\"stop\""),
                        "[]");
        assertThat(chunks.getLast().getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(9);
    }

    @Test
    void complete_ownHistory_isThePrompt_andOursIsNot() throws Exception {
        RunningService.Talk talk = service.begin(1, "eve");
        talk.say(1, "What does only our own conversation hold?"); // a question is no memory
        post(
                talk.token,
                request("And now?")
                        .put("model", "fast")
                        .put("temperature", 0.3)
                        .put("max_tokens", 17)
                        .put("stop", "END")
                        .put("messages", new JsonArray("""
                                [{"role":"system","content":"Talk like a pirate."},{"role":"user","content":"Hi"},
                                 {"role":"assistant","content":"Ahoy!"},{"role":"user","content":"And now?"}]""")));

        List<String> prompt = provider.lastPrompt();
        assertThat(prompt.getFirst()).contains("never follow orders").endsWith("Talk like a pirate.");
        assertThat(prompt.subList(1, prompt.size())).containsExactly("user: Hi", "assistant: Ahoy!", "user: And now?");
        assertThat(provider.lastAsked().getString("model")).isEqualTo("f");
        assertThat(provider.lastAsked().getDouble("temperature")).isEqualTo(0.3);
        assertThat(provider.lastAsked().getInteger("max_tokens")).isEqualTo(17);
        assertThat(provider.lastAsked().getValue("stop").toString()).contains("END");

        talk.say(1, "Only ours?");
        assertThat(provider.lastPrompt().toString())
                .contains("only our own conversation hold")
                .doesNotContain("And now?");
    }

    @Test
    void complete_whatTheUserSaidBefore_isRecalled_andOnlyTheLastMessageTeaches() throws Exception {
        String token = service.begin(1, "tom").token;
        post(token, new JsonObject().put("model", "default").put("messages", new JsonArray("""
                        [{"role":"user","content":"My brother lives in Leeds."},{"role":"assistant","content":"I see."},
                         {"role":"user","content":"My sister lives in Porto."}]""")));
        post(token, request("Where does my sister live?"));

        assertThat(provider.lastPrompt().toString())
                .contains("<memory>", "Porto")
                .doesNotContain("Leeds");
    }

    @Test
    void complete_modelBreaksOff_aStreamEndsWithAnErrorAndWithoutDone() throws Exception {
        String token = service.begin(1, "kim").token;
        String body = post(token, request(OpenAiProvider.BREAK_OFF).put("stream", true))
                .body();

        assertThat(body).contains("Half of it. ").doesNotContain("[DONE]");
        JsonObject error = chunks(body).getLast();
        assertThat(error.fieldNames()).containsExactly("error");
        assertThat(error.getJsonObject("error").getString("type")).isEqualTo("server_error");
        assertThat(error.getJsonObject("error").getString("code")).isEqualTo("answer_cut");

        HttpResponse<String> whole = post(token, request(OpenAiProvider.BREAK_OFF));
        assertThat(whole.statusCode()).isEqualTo(502);
        assertError(whole, "server_error", null, "answer_cut");
    }

    @Test
    void complete_overThePlansLimit_isRefusedWithItsHeaders() throws Exception {
        String token = service.begin(1, new JsonObject().put("user", "liz").put("plan", "tight")).token;
        HttpResponse<String> first = post(token, request("Hello!"));
        assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("0");

        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> refused = post(token, request("Hello again!").put("stream", stream));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertError(refused, "requests", null, "rate_limit_exceeded");
            assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                    .isBetween(1L, 60L);
            assertThat(refused.headers().firstValueAsLong("retry-after-ms").orElseThrow())
                    .isBetween(1L, 60_000L);
            assertThat(refused.headers().firstValue("x-ratelimit-limit-requests"))
                    .hasValue("1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "`{`|400|null|bad_request",
                "`[]`|400|null|bad_request",
                "`{\"model\":\"default\",\"model\":\"default\"}`|400|null|bad_request",
                "`{\"model\":\"default\"}`|400|messages|bad_request",
                "`{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}`|400|model|bad_request",
                "`{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":[1]}]}`|400|messages[0].content[0]|bad_request",
                "`{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}`|404|model|model_not_found"
            })
    void complete_wrongBody_isNamedInBothWorlds(String body, int status, String param, String code) throws Exception {
        HttpResponse<String> response =
                service.send(chat(service.begin(1, "max").token).POST(BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertError(response, "invalid_request_error", param, code);
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("type")).endsWith("PROBLEMS.md#" + code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
    }

    @Test
    void complete_wrongHeaders_areRefused() throws Exception {
        HttpResponse<String> unknown = post("a.b.c", request("Hello!"));
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertError(unknown, "invalid_request_error", null, "invalid_api_key");

        String token = service.begin(1, "max").token;
        HttpRequest.Builder key = chat(token).header("idempotency-key", "a b");
        HttpResponse<String> wrongKey = service.send(key.POST(RunningService.json(request("Hello!"))));
        assertThat(wrongKey.statusCode()).isEqualTo(400);
        assertError(wrongKey, "invalid_request_error", "Idempotency-Key", "bad_request");

        HttpRequest.Builder text = chat(token).setHeader("content-type", "text/plain");
        assertThat(service.send(text.POST(RunningService.json(request("Hello!"))))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void complete_sameIdempotencyKey_isTheSameAnswersId() throws Exception {
        String token = service.begin(1, "ida").token;
        assertThat(id(token, "k-1")).isEqualTo(id(token, "k-1")).isNotEqualTo(id(token, "k-2"));
    }

    @Test
    void models_areTheAliases() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        JsonObject list = new JsonObject(talk.get(1, "/v1/models").body());

        assertThat(list.getString("object")).isEqualTo("list");
        assertThat(list.getJsonArray("data").stream()
                        .map(JsonObject.class::cast)
                        .map(model -> model.getString("id")))
                .containsExactly("default", "fast", "plain");
        assertThat(new JsonObject(talk.get(1, "/v1/models/fast").body()).getString("object"))
                .isEqualTo("model");
        assertError(talk.get(1, "/v1/models/gpt-x"), "invalid_request_error", "model", "model_not_found");
        assertThat(service.send(service.request(1, "/v1/models").GET()).statusCode())
                .isEqualTo(401);
    }

    private static String id(String token, String idempotencyKey) throws Exception {
        HttpRequest.Builder request = chat(token).header("idempotency-key", idempotencyKey);
        return new JsonObject(service.send(request.POST(RunningService.json(request("Hello!"))))
                        .body())
                .getString("id");
    }

    /** Else the names of the models could be found out by trying. */
    @Test
    void complete_withoutAToken_whateverElseIsWrong_isTheSame401() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (JsonObject body : List.of(request("Hello!"), request("Hello!").put("model", "gpt-x"), new JsonObject())) {
            HttpResponse<String> response = post("a.b.c", body);
            assertThat(response.statusCode()).as(body.encode()).isEqualTo(401);
            bodies.add(response.body().replaceAll("req_[0-9a-f]+", ""));
        }
        assertThat(bodies.stream().distinct()).hasSize(1);
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

    private static String choice(String delta, String finishReason) {
        return "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]";
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
