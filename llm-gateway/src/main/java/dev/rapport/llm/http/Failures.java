package dev.rapport.llm.http;

import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import org.jspecify.annotations.Nullable;

/** Names for what went wrong before a stream was a stream. */
final class Failures {
    private static final int TEXT_LENGTH_MAX = 200;

    private Failures() {}

    static StreamFailure noConnection(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException
                ? new StreamFailure(
                        Kind.BUSY,
                        "all " + VertxHttpClient.CONNECTIONS_MAX + " places are in use and "
                                + VertxHttpClient.WAITING_MAX + " calls wait")
                : new StreamFailure(Kind.CONNECT, String.valueOf(cause.getMessage()));
    }

    /** A 2xx that is no event stream: a proxy's page, or an error that a provider sends as success. */
    static StreamFailure notAStream(@Nullable String contentType, String body) {
        String head = body.length() <= TEXT_LENGTH_MAX ? body : body.substring(0, TEXT_LENGTH_MAX) + "...";
        return Dialect.hasValue(body, "\"error\"")
                ? new StreamFailure(Kind.PROVIDER_ERROR, head)
                : new StreamFailure(
                        Kind.GARBAGE, "content-type: " + contentType + " (expected: text/event-stream): " + head);
    }
}
