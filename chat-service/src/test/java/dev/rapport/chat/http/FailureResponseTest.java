package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
                        + "\"detail\":\"#/message: empty (expected: a text)\"}]}");
    }

    @Test
    void of_overloaded_roundsTheWaitUp() {
        FailureResponse response = FailureResponse.of(
                new TurnFailed(new TurnFailure.Overloaded("the queue is full", Duration.ofMillis(1_001))));
        assertThat(response.retryAfterSeconds()).isEqualTo(2);
        assertThat(response.detail()).isEqualTo("The queue is full. Try again in 2 s.");
    }

    @Test
    void of_longValue_isCut() {
        FailureResponse response =
                FailureResponse.of(new TurnFailed(new TurnFailure.NotFound("conversation", "x".repeat(10_000))));
        assertThat(response.detail()).hasSizeLessThan(150);
    }
}
