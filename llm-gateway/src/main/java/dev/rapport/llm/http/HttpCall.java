package dev.rapport.llm.http;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import dev.rapport.llm.http.StreamFailure.Kind;
import dev.rapport.llm.loop.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider, from the wait for a connection to the last event.
 *
 * <p>The listener hears {@code onOpen} at most once, then events, then exactly one of {@code onClose} and
 * {@code onError}; after {@link #cancel} nothing. Runs on one event loop.
 */
public final class HttpCall {
    /** Longest reply, in bytes on the wire. An answer of 4,096 tokens is about 1 MB of events. */
    public static final int REPLY_BYTES_MAX = 2 * 1024 * 1024;

    /** So many unreadable events are skipped, for the sake of the good ones around them. */
    public static final int BAD_EVENTS_MAX = 3;

    /** After the last event the response should end at once; if it does not, the connection is of no more use. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(1);

    private static final int ERROR_TEXT_LENGTH_MAX = 500;

    /** RFC 9113, section 7: "the endpoint no longer needs the stream". HTTP/1.1 has no words for it and closes. */
    private static final long HTTP2_CANCEL = 0x8;

    private final HttpClientAgent agent; // kept, because Vert.x closes an agent that nobody knows any more
    private final Live live;
    private final HttpTimeouts timeouts;
    private final Dialect dialect;
    private final ServerSentEventListener listener;
    private final Watchdog watchdog;
    private final SseDecoder decoder = new SseDecoder(this::event);
    private final Promise<Integer> arrived = Promise.promise();
    private final ServerSentEventContext context = new ServerSentEventContext(new ParsingHandle());

    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean cancelled;
    private boolean ended; // the listener hears nothing more
    private boolean responseEnded;
    private boolean complete; // the answer is, by its own words
    private boolean paused;
    private int goodEvents;
    private int badEvents;
    private long replyBytes;

    HttpCall(
            HttpClientAgent agent,
            Live live,
            HttpTimeouts timeouts,
            Dialect dialect,
            ServerSentEventListener listener) {
        this.agent = agent;
        this.live = live;
        this.timeouts = timeouts;
        this.dialect = dialect;
        this.listener = listener;
        this.watchdog = new Watchdog(live, System::nanoTime, this::tooLate);
    }

    void start(RequestOptions options, Buffer body) {
        live.callBegan();
        watchdog.allow(timeouts.firstEvent());
        agent.request(options).onComplete((newRequest, failure) -> {
            if (newRequest == null) {
                fail(Failures.noConnection(failure));
            } else if (ended) {
                newRequest.reset(HTTP2_CANCEL);
            } else {
                send(newRequest, body);
            }
        });
    }

    /**
     * The status of the response, whatever it is, as soon as its head is there and before the listener hears of it: from
     * then on the provider has taken the request. Fails if the call ends before there is one: with what the listener
     * hears, or with a {@link CancellationException}.
     */
    public Future<Integer> arrived() {
        return arrived.future();
    }

    /** Holds the answer back; what the loop is just reading still comes, which is at most one network buffer. */
    public void pause() {
        if (!paused && !ended && response != null) {
            paused = true;
            response.pause();
            watchdog.allow(timeouts.reader());
        }
    }

    /** Lets the answer flow again. */
    public void resume() {
        if (paused && response != null) {
            paused = false;
            if (!ended) {
                watchdog.allow(goodEvents == 0 ? timeouts.firstEvent() : timeouts.gap());
            }
            response.resume();
        }
    }

    /** Closes the call at once, whatever its state, without a word to the listener. Harmless after the end. */
    public void cancel() {
        if (!ended) {
            cancelled = true;
            end();
            arrived.tryFail(new CancellationException("the call was cancelled"));
            reset();
        }
    }

    /** Ends the call for what it brings, with a word to the listener. Harmless after the end. */
    public void refuse(String what) {
        fail(new StreamFailure(Kind.GARBAGE, what));
    }

    /** Takes note of an event that could not be read. Ends the call if there were too many. */
    public void badEvent(String what) {
        badEvents++;
        if (badEvents > BAD_EVENTS_MAX) {
            fail(new StreamFailure(Kind.GARBAGE, badEvents + " unreadable events, the last: " + what));
        }
    }

    private void send(HttpClientRequest newRequest, Buffer body) {
        request = newRequest;
        newRequest.exceptionHandler(this::broken);
        newRequest.send(body).onComplete((newResponse, failure) -> {
            if (newResponse == null) {
                broken(failure);
            } else {
                open(newResponse);
            }
        });
    }

    private void open(HttpClientResponse newResponse) {
        response = newResponse;
        newResponse.exceptionHandler(this::broken);
        if (ended) {
            reset();
            return;
        }
        int status = newResponse.statusCode();
        arrived.tryComplete(status);
        if (ended) { // who heard of the status had enough
            return;
        }
        String contentType = newResponse.headers().get("content-type");
        boolean success = status >= 200 && status < 300;
        if (success && !isPage(contentType)) {
            newResponse.handler(this::bytes);
            newResponse.endHandler(_ -> endOfStream());
            listener.onOpen(SuccessfulHttpResponse.builder()
                    .statusCode(status)
                    .headers(headersOf(newResponse))
                    .build());
            return;
        }
        BoundedBody body = new BoundedBody(ProviderHttpException.BODY_BYTES_MAX);
        Runnable finish = () -> fail(
                success
                        ? Failures.notAStream(contentType, body.text())
                        : new ProviderHttpException(status, headersOf(newResponse), body.text()));
        newResponse.handler(bytes -> {
            if (!body.append(bytes)) {
                finish.run();
            }
        });
        newResponse.endHandler(_ -> {
            responseEnded = true;
            finish.run();
        });
        newResponse.exceptionHandler(_ -> finish.run()); // the status is worth more than the rest of the body
    }

    private void bytes(Buffer bytes) {
        if (ended) {
            return;
        }
        replyBytes += bytes.length();
        try {
            if (replyBytes > REPLY_BYTES_MAX) {
                throw new StreamFailure(
                        Kind.GARBAGE, "reply: over " + REPLY_BYTES_MAX + " bytes (expected: at most that)");
            }
            decoder.feed(bytes.getBytes());
        } catch (StreamFailure tooLong) {
            fail(tooLong);
        }
    }

    private void event(@Nullable String name, String data) {
        switch (dialect.judge(name, data)) {
            case PART -> hand(name, data);
            case FINISH -> {
                complete = true;
                hand(name, data);
            }
            case LAST -> {
                complete = true;
                hand(name, data);
                succeed();
            }
            case ERROR -> fail(new StreamFailure(Kind.PROVIDER_ERROR, shortened(data)));
            case BAD -> badEvent(shortened(data));
        }
    }

    private void hand(@Nullable String name, String data) {
        goodEvents++;
        if (goodEvents == 1) {
            watchdog.allow(timeouts.gap());
        } else {
            watchdog.touch();
        }
        try {
            listener.onEvent(new ServerSentEvent(name, data), context);
        } catch (RuntimeException unreadable) { // LangChain4j's readers throw at what they cannot read
            badEvent(shortened(String.valueOf(unreadable.getMessage())));
        }
    }

    private void endOfStream() {
        responseEnded = true;
        if (complete) {
            succeed();
        } else if (badEvents > 0 || (goodEvents == 0 && replyBytes > 0)) {
            fail(new StreamFailure(
                    Kind.GARBAGE, replyBytes + " bytes with " + goodEvents + " readable events, and no end mark"));
        } else {
            fail(new StreamFailure(Kind.CUT, "the stream ended after " + goodEvents + " events without an end mark"));
        }
    }

    private void broken(Throwable cause) {
        responseEnded = true;
        if (complete) {
            succeed();
        } else if (response == null) {
            fail(new StreamFailure(Kind.RESET, "connection lost before the response: " + cause.getMessage()));
        } else {
            fail(new StreamFailure(Kind.CUT, "connection lost after " + goodEvents + " events: " + cause.getMessage()));
        }
    }

    private void tooLate() {
        if (paused) {
            fail(new StreamFailure(Kind.READER_GONE, "no room for a piece of the answer within " + timeouts.reader()));
        } else if (complete) {
            succeed();
        } else if (goodEvents > 0) {
            fail(new StreamFailure(Kind.STALLED, "no event for " + timeouts.gap()));
        } else {
            fail(new StreamFailure(Kind.SILENT, "no event within " + timeouts.firstEvent()));
        }
    }

    private void succeed() {
        if (!ended) {
            end();
            if (!responseEnded) {
                drain();
            }
            listener.onClose();
        }
    }

    private void fail(Throwable failure) {
        if (!ended) {
            end();
            if (!responseEnded) {
                reset();
            }
            arrived.tryFail(failure);
            listener.onError(failure);
        }
    }

    private void end() {
        ended = true;
        live.callEnded();
        watchdog.stop();
        decoder.stop();
    }

    private void drain() {
        if (response == null) {
            return;
        }
        response.resume();
        Timer timer = live.after(DRAIN_MAX, this::reset);
        response.exceptionHandler(_ -> timer.cancel());
        response.endHandler(_ -> timer.cancel());
    }

    private void reset() {
        if (request != null) {
            request.reset(HTTP2_CANCEL);
        }
    }

    private static boolean isPage(@Nullable String contentType) {
        return contentType != null
                && (contentType.startsWith("text/html") || contentType.startsWith("application/json"));
    }

    private static Map<String, List<String>> headersOf(HttpClientResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : response.headers().names()) {
            headers.put(name, response.headers().getAll(name));
        }
        return headers;
    }

    private static String shortened(String text) {
        return text.length() <= ERROR_TEXT_LENGTH_MAX ? text : text.substring(0, ERROR_TEXT_LENGTH_MAX) + "...";
    }

    /** LangChain4j's way to cancel, which it has only once events come. */
    private final class ParsingHandle implements ServerSentEventParsingHandle {
        @Override
        public void cancel() {
            HttpCall.this.cancel();
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
