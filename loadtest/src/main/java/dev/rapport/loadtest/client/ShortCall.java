package dev.rapport.loadtest.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request with a short answer. The outcome is a value, whatever servers and networks do. */
public final class ShortCall {
    /** Largest answer read; what is longer is cut. A page of metrics has some 100 KB. */
    public static final int BODY_SIZE_MAX = 4 << 20;

    private final HttpClient http;
    private final Duration timeMax;

    /** Calls that take {@code timeMax} at most, connecting included. */
    public ShortCall(HttpClient http, Duration timeMax) {
        this.http = http;
        this.timeMax = timeMax;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** An answer with any status. */
        record Answered(int status, String body) implements Outcome {}

        record Failed(FailureClass failure, String detail) implements Outcome {}
    }

    /** Sends the request; {@code onSent} is called if and when a connection took it. */
    public Future<Outcome> send(RequestOptions options, String body, Runnable onSent) {
        return http.request(options)
                .transform((request, failure) -> failure != null
                        ? failed(FailureClass.ofConnect(failure), failure)
                        : exchange(request, body, onSent));
    }

    private Future<Outcome> exchange(HttpClientRequest request, String body, Runnable onSent) {
        onSent.run();
        return request.send(Buffer.buffer(body))
                .compose(response -> read(response, BODY_SIZE_MAX)
                        .<Outcome>map(text -> new Outcome.Answered(response.statusCode(), text)))
                .timeout(timeMax.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    request.reset();
                    return cause instanceof TimeoutException
                            ? failed(FailureClass.TIMEOUT, cause)
                            : failed(FailureClass.RESET_BEFORE_HEADERS, cause);
                });
    }

    private static Future<Outcome> failed(FailureClass failure, Throwable cause) {
        return Future.succeededFuture(new Outcome.Failed(failure, brief(cause)));
    }

    /** The body as text, cut at so many bytes. Call it before anything else of the response can arrive. */
    static Future<String> read(HttpClientResponse response, int sizeMax) {
        Promise<String> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() < sizeMax) {
                body.appendBuffer(part, 0, Math.min(part.length(), sizeMax - body.length()));
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(complete -> read.tryComplete(body.toString()));
        return read.future();
    }

    /** An exception in a few words, for a report. */
    static String brief(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
