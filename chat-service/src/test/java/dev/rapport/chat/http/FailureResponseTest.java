package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureResponseTest {
    @Test
    void of_bug_tellsNothingOfIt() {
        FailureResponse response = FailureResponse.of(new IllegalStateException("password is hunter2"));
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.problem("req_1").encode()).doesNotContain("hunter2");
    }

    @Test
    void of_badRequest_namesTheThingItsValueAndWhatWasExpected() {
        FailureResponse response =
                FailureResponse.of(new TurnFailed(new TurnFailure.BadRequest("#/message", "empty", "a text")));
        assertThat(response.problem("req_1").encode())
                .isEqualTo("{\"type\":\"https://github.com/rapport/rapport/blob/main/docs/PROBLEMS.md#bad_request\","
                        + "\"title\":\"Bad request\",\"status\":400,\"detail\":\"#/message: empty (expected: a text)\","
                        + "\"instance\":\"req_1\",\"errors\":[{\"pointer\":\"#/message\","
                        + "\"detail\":\"#/message: empty (expected: a text)\"}],"
                        + "\"error\":{\"message\":\"#/message: empty (expected: a text)\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"message\",\"code\":\"bad_request\"}}");
    }

    @Test
    void of_overloaded_roundsTheWaitUp() {
        FailureResponse response = FailureResponse.of(
                new TurnFailed(new TurnFailure.Overloaded("the queue is full", Duration.ofMillis(1_001))));
        assertThat(response.headers()).containsExactly(Map.entry("retry-after", "2"));
        assertThat(response.problem("req_1").getLong("retry_after_ms")).isEqualTo(2_000);
        assertThat(response.problem("req_1").getJsonObject("error").getString("type"))
                .isEqualTo("server_error");
        assertThat(response.detail()).isEqualTo("The queue is full. Try again in 2 s.");
    }

    @Test
    void of_requestsUsedUp_isSaidToBothWorlds() {
        FailureResponse response = limited(LlmReply.Limit.REQUESTS, Duration.ofMillis(6_500));
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.problem("req_1").encode())
                .isEqualTo("{\"type\":\"https://github.com/rapport/rapport/blob/main/docs/PROBLEMS.md#rate_limited\","
                        + "\"title\":\"Too many requests\",\"status\":429,"
                        + "\"detail\":\"60 requests a minute used up. Try again in 6.5 s.\",\"instance\":\"req_1\","
                        + "\"retry_after_ms\":6500,\"error\":{"
                        + "\"message\":\"60 requests a minute used up. Try again in 6.5 s.\",\"type\":\"requests\","
                        + "\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
        assertThat(response.headers())
                .containsExactly(
                        Map.entry("retry-after", "7"),
                        Map.entry("retry-after-ms", "6500"),
                        Map.entry("x-ratelimit-limit-requests", "60"),
                        Map.entry("x-ratelimit-remaining-requests", "0"),
                        Map.entry("x-ratelimit-reset-requests", "6.5s"),
                        Map.entry("x-ratelimit-limit-tokens", "40000"),
                        Map.entry("x-ratelimit-remaining-tokens", "12850"),
                        Map.entry("x-ratelimit-reset-tokens", "41s"));
    }

    @ParameterizedTest
    @CsvSource({
        "TOKENS, PT59.91S, tokens, rate_limit_exceeded, '40,000 tokens a minute used up. Try again in 1 min.'",
        "BUDGET, PT5H11M1S, insufficient_quota, insufficient_quota, "
                + "The budget of your plan for today is used up. Try again in 5 h 12 min.",
        "OPEN, PT0S, requests, rate_limit_exceeded, "
                + "You have as many answers under way as your plan allows. Wait until one has ended. Try again in 0.1 s.",
        "QUEUE, PT1M4.2S, requests, rate_limit_exceeded, "
                + "'All models are busy, and the line is longer than your message can wait. Try again in 1 min 5 s.'"
    })
    void of_eachLimit_hasItsWords(LlmReply.Limit limit, Duration wait, String type, String code, String detail) {
        FailureResponse response = limited(limit, wait);
        assertThat(response.detail()).isEqualTo(detail);
        assertThat(response.problem("req_1").getJsonObject("error").getString("type"))
                .isEqualTo(type);
        assertThat(response.problem("req_1").getJsonObject("error").getString("code"))
                .isEqualTo(code);
        assertThat(response.problem("req_1").getLong("retry_after_ms")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "REQUESTS, PT60S, true",
        "REQUESTS, PT60.001S, false",
        "QUEUE, PT61S, false",
        "BUDGET, PT1S, false",
        "TOKENS, PT0S, true"
    })
    void of_waitThatClientsCannotKeep_tellsThemNotToRetry(LlmReply.Limit limit, Duration wait, boolean retry) {
        assertThat(limited(limit, wait).headers().getOrDefault("x-should-retry", "true"))
                .isEqualTo(Boolean.toString(retry));
        assertThat(Long.parseLong(limited(limit, wait).headers().getOrDefault("retry-after", "0")))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void of_longWaitOfAnyKind_tellsClientsNotToRetry() {
        TurnFailure away = new TurnFailure.Unavailable("the store", Duration.ofSeconds(61));
        TurnFailure soon = new TurnFailure.Unavailable("the store", Duration.ofSeconds(60));

        assertThat(FailureResponse.of(new TurnFailed(away)).headers()).containsEntry("x-should-retry", "false");
        assertThat(FailureResponse.of(new TurnFailed(soon)).headers()).doesNotContainKey("x-should-retry");
    }

    @Test
    void of_partDeepInTheRequest_isNamedInOpenAisWay() {
        FailureResponse response = FailureResponse.of(
                new TurnFailed(new TurnFailure.BadRequest("#/messages/12/content/0/type", "\"image\"", "text")));
        assertThat(error(response)).contains("\"param\":\"messages[12].content[0].type\"");
    }

    @Test
    void of_eachFailureOfOpenAisRoutes_hasItsWord() {
        assertThat(error(FailureResponse.of(new TurnFailed(new TurnFailure.NotAuthenticated("no")))))
                .isEqualTo("{\"message\":\"No.\",\"type\":\"invalid_request_error\",\"param\":null,"
                        + "\"code\":\"invalid_api_key\"}");
        FailureResponse unknown = FailureResponse.of(new TurnFailed(new TurnFailure.UnknownModel("gpt-x")));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(error(unknown))
                .isEqualTo("{\"message\":\"Model 'gpt-x' is not configured here (expected: one that GET /v1/models"
                        + " lists).\",\"type\":\"invalid_request_error\",\"param\":\"model\","
                        + "\"code\":\"model_not_found\"}");
        FailureResponse tooLong = FailureResponse.of(new TurnFailed(new TurnFailure.ContextTooLong(9, 8)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(error(tooLong)).contains("\"code\":\"context_length_exceeded\"");
        assertThat(error(FailureResponse.of(new IllegalStateException()))).contains("\"type\":\"server_error\"");
    }

    private static String error(FailureResponse response) {
        return response.problem("req_1").getJsonObject("error").encode();
    }

    private static FailureResponse limited(LlmReply.Limit limit, Duration wait) {
        Quota quota = new Quota(
                new Quota.Limit(60, 0, Duration.ofMillis(6_500)),
                new Quota.Limit(40_000, 12_850, Duration.ofSeconds(41)));
        return FailureResponse.of(new TurnFailed(new TurnFailure.RateLimited(limit, wait, quota)));
    }

    @Test
    void of_longValue_isCut() {
        FailureResponse response =
                FailureResponse.of(new TurnFailed(new TurnFailure.NotFound("conversation", "x".repeat(10_000))));
        assertThat(response.detail()).hasSizeLessThan(150);
    }
}
