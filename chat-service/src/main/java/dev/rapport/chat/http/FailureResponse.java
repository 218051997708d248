package dev.rapport.chat.http;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a client is told when a request fails. The only place where failures become HTTP.
 *
 * @param status HTTP status code
 * @param code stable word for programs; part of the API, and the outcome in audit and metrics
 * @param title what kind of failure it is, in a few words
 * @param detail names the thing, its value and what was expected
 * @param pointer part of the request that is wrong; empty if none is
 * @param retryAfterSeconds when to try again; 0 if trying again is no use or may be done at once
 */
record FailureResponse(int status, String code, String title, String detail, String pointer, long retryAfterSeconds) {
    private static final String TYPES = "https://github.com/rapport/rapport/blob/main/docs/PROBLEMS.md#";
    private static final int VALUE_SHOWN_MAX = 80;

    /** A cause that is no {@link TurnFailed} is a bug: the client learns no more than that. */
    static FailureResponse of(Throwable cause) {
        return cause instanceof TurnFailed failed
                ? of(failed.failure())
                : plain(
                        500,
                        "internal",
                        "Internal error",
                        "The service has a fault; it is logged under the request id.");
    }

    private static FailureResponse of(TurnFailure failure) {
        return switch (failure) {
            case TurnFailure.NotAuthenticated(var why) ->
                plain(401, "not_authenticated", "Not signed in", sentence(why));
            case TurnFailure.BadRequest(var pointer, var value, var expected) ->
                new FailureResponse(400, "bad_request", "Bad request", wrong(pointer, value, expected), pointer, 0);
            case TurnFailure.MessageTooLong(var length, var lengthMax) ->
                new FailureResponse(
                        413,
                        "message_too_long",
                        "Message too long",
                        wrong("#/message", length + " characters", "at most " + lengthMax),
                        "#/message",
                        0);
            case TurnFailure.NotFound(var what, var value) ->
                plain(404, "not_found", "Not found", wrong(what, value, "one of yours"));
            case TurnFailure.Overloaded(var what, var retryAfter) ->
                later(503, "overloaded", "Overloaded", sentence(what), retryAfter);
            case TurnFailure.Unavailable(var what, var retryAfter) ->
                later(503, "unavailable", "Unavailable", sentence(what + " cannot be reached"), retryAfter);
            case TurnFailure.ModelTimedOut(var waited) ->
                plain(
                        504,
                        "model_timed_out",
                        "The model did not answer",
                        "The model was silent for " + waited.toSeconds() + " s. Send the message again.");
            case TurnFailure.ModelRefused _ ->
                plain(422, "model_refused", "The model refused", "The model would not answer this message.");
            case TurnFailure.AnswerCut(var how) ->
                plain(
                        502,
                        "answer_cut",
                        "The answer broke off",
                        "The model broke off in the middle of its answer (" + how + "). Send the message again.");
            case TurnFailure.ClientGone _ -> plain(499, "client_gone", "The client went away", "Nobody reads this.");
        };
    }

    /** A failure that has no more to say than its texts. */
    static FailureResponse plain(int status, String code, String title, String detail) {
        return new FailureResponse(status, code, title, detail, "", 0);
    }

    /** The body (RFC 9457). */
    JsonObject problem(String requestId) {
        JsonObject problem = new JsonObject()
                .put("type", TYPES + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", requestId);
        if (!pointer.isEmpty()) {
            problem.put(
                    "errors",
                    new JsonArray().add(new JsonObject().put("pointer", pointer).put("detail", detail)));
        }
        if (retryAfterSeconds > 0) {
            problem.put("retry_after_ms", retryAfterSeconds * 1_000);
        }
        return problem;
    }

    private static FailureResponse later(int status, String code, String title, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new FailureResponse(status, code, title, detail + " Try again in " + seconds + " s.", "", seconds);
    }

    private static String wrong(String what, String value, String expected) {
        return what + ": " + shown(value) + " (expected: " + expected + ")";
    }

    private static String shown(String value) {
        return value.length() <= VALUE_SHOWN_MAX ? value : value.substring(0, VALUE_SHOWN_MAX) + "...";
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
