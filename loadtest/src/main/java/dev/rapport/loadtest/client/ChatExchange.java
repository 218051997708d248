package dev.rapport.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One message on its way: sends it, times it, reads the stream and judges it. Runs on one event loop. */
final class ChatExchange {
    /** Most text of one answer; the longest planned answer has a third of that. */
    private static final int ANSWER_CHARS_MAX = 1 << 20;

    private static final int ERROR_BODY_SIZE_MAX = 2_048;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChatCall call;
    private final LoopTimer timer;
    private final Duration timeMax;
    private final Promise<ChatResult> result = Promise.promise();
    private final SseParser parser = new SseParser(this::event);
    private final StringBuilder answer = new StringBuilder();

    private @Nullable HttpClientRequest request;
    private LoopTimer.@Nullable Pending timeout;
    private long begunNanos;
    private long readNanos;
    private long sentNanos = ChatResult.UNREACHED;
    private long headersNanos = ChatResult.UNREACHED;
    private long firstTokenNanos = ChatResult.UNREACHED;
    private long doneNanos = ChatResult.UNREACHED;
    private String provider = "";
    private @Nullable String streamError;
    private int queued;
    private int replaced;
    private int afterDone;
    private int malformed;
    private boolean settled;

    ChatExchange(ChatCall call, LoopTimer timer, Duration timeMax) {
        this.call = call;
        this.timer = timer;
        this.timeMax = timeMax;
    }

    Future<ChatResult> run(HttpClient http, RequestOptions options, Runnable onSent) {
        begunNanos = sincePlanned();
        timeout = timer.at(call.plannedNanos() + timeMax.toNanos(), this::timedOut);
        http.request(options).onComplete((opened, failure) -> {
            if (failure != null) {
                settle(FailureClass.ofConnect(failure), ShortCall.brief(failure));
            } else if (settled) {
                opened.reset();
            } else {
                onSent.run();
                send(opened);
            }
        });
        return result.future();
    }

    private void send(HttpClientRequest opened) {
        request = opened;
        sentNanos = sincePlanned();
        String body = JSON.createObjectNode().put("message", call.message()).toString();
        opened.send(Buffer.buffer(body)).onComplete((response, failure) -> {
            if (failure != null) {
                settle(FailureClass.RESET_BEFORE_HEADERS, ShortCall.brief(failure));
            } else {
                headers(response);
            }
        });
    }

    private void headers(HttpClientResponse response) {
        headersNanos = sincePlanned();
        String contentType = String.valueOf(response.getHeader("content-type"));
        if (response.statusCode() != 200) {
            FailureClass failure = FailureClass.ofStatus(response.statusCode());
            ShortCall.read(response, ERROR_BODY_SIZE_MAX)
                    .onComplete((body, lost) ->
                            settle(failure, response.statusCode() + (lost == null ? " " + ChatApi.cut(body) : "")));
        } else if (!contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            settle(FailureClass.WRONG_CONTENT_TYPE, "content-type: " + contentType);
            giveUp();
        } else {
            response.handler(this::read);
            response.exceptionHandler(cause -> closed(ShortCall.brief(cause)));
            response.endHandler(end -> closed("the body ended"));
        }
    }

    private void read(Buffer bytes) {
        readNanos = sincePlanned(); // before parsing: that is our time, not the server's
        try {
            parser.feed(bytes.getBytes());
        } catch (SseParser.EventTooLargeException e) {
            malformed++;
            closed(String.valueOf(e.getMessage()));
            giveUp();
        }
    }

    private void event(SseEvent event) {
        switch (event.name()) {
            case "token" -> token(json(event));
            case "done" -> {
                afterDone += doneNanos == ChatResult.UNREACHED ? 0 : 1;
                doneNanos = readNanos;
                provider = json(event).path("provider").asText("");
            }
            case "error" -> streamError = ChatApi.cut(event.data());
            case "queued" -> queued++;
            case "replaced" -> replaced++;
            default -> {} // recalled, and events that do not exist yet
        }
    }

    private void token(JsonNode data) {
        if (data.isMissingNode()) {
            return; // no JSON, and counted as that
        }
        JsonNode text = data.path("text");
        if (!text.isTextual() || answer.length() + text.asText().length() > ANSWER_CHARS_MAX) {
            malformed++;
            return;
        }
        afterDone += doneNanos == ChatResult.UNREACHED ? 0 : 1;
        if (firstTokenNanos == ChatResult.UNREACHED && !text.asText().isEmpty()) {
            firstTokenNanos = readNanos;
        }
        answer.append(text.asText());
    }

    private JsonNode json(SseEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            malformed++;
            return MissingNode.getInstance();
        }
    }

    private void closed(String how) {
        if (streamError != null) {
            settle(FailureClass.IN_BAND_ERROR, streamError);
        } else if (malformed > 0) {
            settle(FailureClass.INTEGRITY, how);
        } else if (doneNanos != ChatResult.UNREACHED && provider.equals("local")) {
            settle(FailureClass.LOCAL_ANSWER, "done names the provider: local");
        } else if (firstTokenNanos == ChatResult.UNREACHED) {
            settle(FailureClass.NO_FIRST_TOKEN, how);
        } else if (doneNanos == ChatResult.UNREACHED) {
            settle(FailureClass.TRUNCATED, how + " after " + answer.length() + " characters");
        } else {
            settle(null, "");
        }
    }

    private void timedOut() {
        settle(FailureClass.TIMEOUT, "after " + timeMax.toMillis() + " ms");
        giveUp();
    }

    /** Closes the connection: what still comes is not wanted, and must not be taken for the next answer. */
    private void giveUp() {
        if (request != null) {
            request.reset();
        }
    }

    private void settle(@Nullable FailureClass failure, String detail) {
        if (settled) {
            return;
        }
        settled = true;
        if (timeout != null) {
            timeout.cancel();
        }
        boolean judged = failure == null || failure == FailureClass.INTEGRITY;
        Integrity integrity =
                judged ? Integrity.check(call.plan(), answer.toString(), afterDone, malformed) : Integrity.INTACT;
        FailureClass verdict = failure == null && !integrity.intact() ? FailureClass.INTEGRITY : failure;
        result.complete(new ChatResult(
                call.plan().nonce(),
                begunNanos,
                sentNanos,
                headersNanos,
                firstTokenNanos,
                doneNanos,
                sincePlanned(),
                verdict,
                verdict == FailureClass.INTEGRITY && detail.isEmpty() ? integrity.toString() : detail,
                integrity,
                queued,
                replaced));
    }

    private long sincePlanned() {
        return System.nanoTime() - call.plannedNanos();
    }
}
