package dev.rapport.chat.http;

import dev.rapport.chat.stream.RateLimitHeaders;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Quota;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when a request fails. The only place where failures become HTTP.
 *
 * @param status HTTP status code
 * @param code stable word for programs; part of the API, and the outcome in audit and metrics
 * @param title what kind of failure it is, in a few words
 * @param detail names the thing, its value and what was expected
 * @param pointer part of the request that is wrong; empty if none is
 * @param retryAfter when to try again; zero if trying again is no use or may be done at once
 * @param limited what only a limit has to say
 */
record FailureResponse(
        int status,
        String code,
        String title,
        String detail,
        String pointer,
        Duration retryAfter,
        Optional<Limited> limited) {
    private static final String TYPES = "https://github.com/rapport/rapport/blob/main/docs/PROBLEMS.md#";
    private static final int VALUE_SHOWN_MAX = 80;
    private static final String INSUFFICIENT_QUOTA = "insufficient_quota";
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    /** Above this OpenAI's client for Node takes no notice of the wait and is back after 8 s at most. */
    private static final Duration RETRIED_MAX = Duration.ofSeconds(60);

    /**
     * A limit as OpenAI's clients know it.
     *
     * @param type {@code requests}, {@code tokens} or {@code insufficient_quota}
     * @param code the clients' word for it
     * @param quota what is left of the user's limits
     */
    record Limited(String type, String code, Quota quota) {}

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
                new FailureResponse(400, "bad_request", "Bad request", wrong(pointer, value, expected), pointer);
            case TurnFailure.MessageTooLong(var pointer, var length, var lengthMax) ->
                new FailureResponse(
                        413,
                        "message_too_long",
                        "Message too long",
                        wrong(pointer, length + " characters", "at most " + lengthMax),
                        pointer);
            case TurnFailure.ContextTooLong(var length, var lengthMax) ->
                new FailureResponse(
                        400,
                        "context_length_exceeded",
                        "Conversation too long",
                        wrong("#/messages", length + " characters", "at most " + lengthMax),
                        "#/messages");
            case TurnFailure.UnknownModel(var name) -> unknownModel(name);
            case TurnFailure.NotFound(var what, var value) ->
                plain(404, "not_found", "Not found", wrong(what, value, "one of yours"));
            case TurnFailure.Conflict(var what, var value, var expected) ->
                plain(409, "conflict", "Conflict", wrong(what, value, expected));
            case TurnFailure.RateLimited limited -> limited(limited);
            case TurnFailure.Overloaded(var what, var retryAfter) ->
                later(503, "overloaded", "Overloaded", sentence(what), retryAfter);
            case TurnFailure.Unavailable(var what, var retryAfter) ->
                later(503, "unavailable", "Unavailable", sentence(what + " cannot be reached"), retryAfter);
            case TurnFailure.KeyReused(var key) ->
                plain(
                        409,
                        "idempotency_key_reused",
                        "Idempotency key reused",
                        wrong("Idempotency-Key", key, "a new one: this one was used for another request"));
            case TurnFailure.OfAnswer answer -> ofAnswer(answer);
        };
    }

    private static FailureResponse ofAnswer(TurnFailure.OfAnswer failure) {
        return switch (failure) {
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
            case TurnFailure.Made made ->
                plain(
                        409,
                        "answer_exists",
                        "Already answered",
                        "This request is answered by the stream " + made.streamId() + ".");
            case TurnFailure.Stopped _ -> plain(409, "stopped", "Stopped", "The answer was stopped before it began.");
            case TurnFailure.ClientGone _ -> plain(499, "client_gone", "The client went away", "Nobody reads this.");
        };
    }

    private static FailureResponse unknownModel(String name) {
        return new FailureResponse(
                404,
                "model_not_found",
                "No such model",
                "Model '" + shown(name) + "' is not configured here (expected: one that GET /v1/models lists).",
                "#/model");
    }

    /** A failure that has no more to say than its texts. */
    static FailureResponse plain(int status, String code, String title, String detail) {
        return new FailureResponse(status, code, title, detail, "");
    }

    private FailureResponse(int status, String code, String title, String detail, String pointer) {
        this(status, code, title, detail, pointer, Duration.ZERO, Optional.empty());
    }

    /** The headers that go with it, besides those of every problem. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (status == 401) {
            headers.put("www-authenticate", "Bearer");
        }
        if (status == 409
                || retryAfter.compareTo(RETRIED_MAX) > 0) { // OpenAI's clients would try again, to the same end
            headers.put("x-should-retry", "false");
        }
        if (retryAfter.isPositive()) {
            headers.put("retry-after", Long.toString(seconds(retryAfter)));
        }
        limited.ifPresent(limit -> {
            headers.put("retry-after-ms", Long.toString(millis(retryAfter)));
            if (limit.type().equals(INSUFFICIENT_QUOTA)) {
                headers.put("x-should-retry", "false");
            }
            headers.putAll(RateLimitHeaders.of(limit.quota()));
        });
        return headers;
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
        if (retryAfter.isPositive()) {
            problem.put("retry_after_ms", millis(retryAfter));
        }
        return problem.put("error", error());
    }

    /* What OpenAI's clients read, and nothing else. */
    private JsonObject error() {
        String type = limited.map(Limited::type).orElse(status < 500 ? "invalid_request_error" : "server_error");
        String word = status == 401 ? "invalid_api_key" : code;
        return new JsonObject()
                .put("message", detail)
                .put("type", type)
                .put("param", param())
                .put("code", limited.map(Limited::code).orElse(word));
    }

    /* As OpenAI writes it: "messages[0].content"; null if it is no part of the request. */
    private @Nullable String param() {
        String path = pointer.startsWith("#") ? pointer.substring(1) : pointer;
        return path.isEmpty()
                ? null
                : path.replaceAll("/([0-9]+)", "[$1]").replaceFirst("^/", "").replace('/', '.');
    }

    private static FailureResponse later(int status, String code, String title, String detail, Duration retryAfter) {
        long seconds = seconds(retryAfter);
        return new FailureResponse(
                status,
                code,
                title,
                detail + " Try again in " + seconds + " s.",
                "",
                Duration.ofSeconds(seconds),
                Optional.empty());
    }

    private static FailureResponse limited(TurnFailure.RateLimited failure) {
        Duration wait = failure.retryAfter().compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : failure.retryAfter();
        String again = " Try again in " + words(wait) + ".";
        Quota quota = failure.quota();
        return switch (failure.limit()) {
            case REQUESTS ->
                limited(wait, quota, "requests", count(quota.requests().max()) + " requests a minute used up." + again);
            case TOKENS ->
                limited(wait, quota, "tokens", count(quota.tokens().max()) + " tokens a minute used up." + again);
            case BUDGET ->
                limited(wait, quota, INSUFFICIENT_QUOTA, "The budget of your plan for today is used up." + again);
            case OPEN ->
                limited(
                        wait,
                        quota,
                        "requests",
                        "You have as many answers under way as your plan allows. Wait until one has ended." + again);
            case QUEUE ->
                limited(
                        wait,
                        quota,
                        "requests",
                        "All models are busy, and the line is longer than your message can wait." + again);
        };
    }

    private static FailureResponse limited(Duration wait, Quota quota, String type, String detail) {
        String code = type.equals(INSUFFICIENT_QUOTA) ? INSUFFICIENT_QUOTA : "rate_limit_exceeded";
        return new FailureResponse(
                429,
                "rate_limited",
                "Too many requests",
                detail,
                "",
                wait,
                Optional.of(new Limited(type, code, quota)));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, Math.ceilDiv(millis(wait), 1_000));
    }

    private static long millis(Duration wait) {
        return Math.ceilDiv(wait.toNanos(), 1_000_000L);
    }

    /* Rounded up, and no finer than a reader needs: 6.5 s, 2 min 5 s, 5 h 12 min. */
    private static String words(Duration wait) {
        long tenths = Math.ceilDiv(millis(wait), 100L);
        if (tenths < 600) {
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = seconds(wait);
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = Math.ceilDiv(seconds, 60L);
        return two(minutes / 60, "h", minutes % 60, "min");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
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
