package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client for Node, and Vercel's AI SDK, against the service: a program works by changing its base URL. */
@Timeout(300)
class OpenAiNodeIT {
    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        NodeClients.install();
        provider = new OpenAiProvider();
        service = provider.inFront(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        provider.close();
    }

    @Test
    void plainAndStreamed_areRead() throws Exception {
        String token = service.begin(1, "ada").token;
        assertThat(client(token, "plain")).isEqualTo(new JsonObject("""
                {"text":"Ahoy, ü😀!","usage":421}"""));
        assertThat(client(token, "stream")).isEqualTo(new JsonObject("""
                {"role":"assistant","text":"Ahoy, ü😀!","finish":"stop","usage":421}"""));
    }

    @Test
    void models_areListed_andAnUnknownOneIsNotFound() throws Exception {
        String token = service.begin(1, "ada").token;
        assertThat(client(token, "models")).isEqualTo(new JsonObject("""
                {"ids":["default","fast","plain"]}"""));
        assertThat(client(token, "unknownModel")).isEqualTo(new JsonObject("""
                {"kind":"NotFoundError","status":404,"code":"model_not_found","type":"invalid_request_error",
                 "param":"model","retryAfter":null}"""));
    }

    @Test
    void tokenThatIsNone_isAnAuthenticationError() throws Exception {
        assertThat(client("a.b.c", "refused")).isEqualTo(new JsonObject("""
                {"kind":"AuthenticationError","status":401,"code":"invalid_api_key","type":"invalid_request_error",
                 "param":null,"retryAfter":null}"""));
    }

    @Test
    void overThePlansLimit_isARateLimitError_andItsWaitIsKept() throws Exception {
        String token = service.begin(1, new JsonObject().put("user", "liz").put("plan", "tight")).token;
        assertThat(client(token, "refused").getString("kind")).isEqualTo("none");

        JsonObject refused = client(token, "refused");
        assertThat(refused.getString("kind")).isEqualTo("RateLimitError");
        assertThat(refused.getString("code")).isEqualTo("rate_limit_exceeded");
        assertThat(Integer.parseInt(refused.getString("retryAfter"))).isBetween(1, 60);
        JsonObject retried = client(token, "retried");
        assertThat(retried.getString("kind")).isEqualTo("RateLimitError");
        // Its own waits are 8 s at most; this one is ours.
        assertThat(retried.getJsonArray("waits").stream().mapToDouble(ms -> ((Number) ms).doubleValue()))
                .anyMatch(ms -> ms > 8_000 && ms <= 60_000);
    }

    @Test
    void failureInMidStream_isAnError_afterTheTextBeforeIt() throws Exception {
        JsonObject broken = client(service.begin(1, "kim").token, "broken");
        assertThat(broken.getString("kind")).isEqualTo("APIError");
        assertThat(broken.getString("code")).isEqualTo("answer_cut");
        assertThat(broken.getString("text")).isEqualTo("Half of it. ");
    }

    @Test
    void cancelled_isGivenUpAtTheProvider() throws Exception {
        assertThat(client(service.begin(1, "bob").token, "cancelled").getString("text"))
                .isEqualTo("Half of it. ");
        assertThat(provider.givenUp.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void toolCall_plainAndStreamed_isRead() throws Exception {
        JsonObject call = new JsonObject()
                .putNull("content")
                .put("finish", "tool_calls")
                .put("id", "call_5")
                .put("name", "weather")
                .put("arguments", OpenAiProvider.ARGUMENTS);
        assertThat(client(service.begin(1, "tia").token, "toolCall"))
                .isEqualTo(new JsonObject().put("plain", call).put("streamed", call));
    }

    @Test
    void aiSdk_plainAndStreamed_areRead() throws Exception {
        String token = service.begin(1, "ada").token;
        assertThat(aiSdk(token, "plain")).isEqualTo(new JsonObject("""
                {"text":"Ahoy, ü😀!","usage":421,"finish":"stop"}"""));
        assertThat(aiSdk(token, "stream")).isEqualTo(new JsonObject("""
                {"pieces":["Ahoy, ","ü😀!"],"usage":421,"finish":"stop"}"""));
    }

    @Test
    void aiSdk_toolCall_isRead() throws Exception {
        JsonObject call = new JsonObject()
                .put("id", "call_5")
                .put("name", "weather")
                .put("input", new JsonObject(OpenAiProvider.ARGUMENTS));
        assertThat(aiSdk(service.begin(1, "tia").token, "toolCall"))
                .isEqualTo(new JsonObject().put("plain", call).put("streamed", call));
    }

    @Test
    void aiSdk_refusals_areErrorsOfTheirStatus() throws Exception {
        assertThat(aiSdk("a.b.c", "refused").getInteger("status")).isEqualTo(401);
        String token = service.begin(1, new JsonObject().put("user", "lou").put("plan", "tight")).token;
        assertThat(aiSdk(token, "refused").getString("kind")).isEqualTo("none");
        JsonObject refused = aiSdk(token, "refused");
        assertThat(refused.getInteger("status")).isEqualTo(429);
        assertThat(refused.getString("message")).contains("1 requests a minute used up");
        assertThat(Integer.parseInt(refused.getString("retryAfter"))).isBetween(1, 60);
    }

    @Test
    void aiSdk_failureInMidStream_isAnError_afterTheTextBeforeIt() throws Exception {
        JsonObject broken = aiSdk(service.begin(1, "kim").token, "broken");
        assertThat(broken.getString("text")).isEqualTo("Half of it. ");
        assertThat(broken.getJsonArray("errors").encode()).contains("broke off");
    }

    @Test
    void aiSdk_cancelled_isGivenUpAtTheProvider() throws Exception {
        assertThat(aiSdk(service.begin(1, "bea").token, "cancelled").getString("text"))
                .isEqualTo("Half of it. ");
        assertThat(provider.givenUp.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    private static JsonObject client(String token, String scenario) throws Exception {
        return NodeClients.run("openai.mjs", url(), token, scenario);
    }

    private static JsonObject aiSdk(String token, String scenario) throws Exception {
        return NodeClients.run("ai.mjs", url(), token, scenario);
    }

    private static String url() {
        return "http://127.0.0.1:" + service.port(1) + "/v1";
    }
}
