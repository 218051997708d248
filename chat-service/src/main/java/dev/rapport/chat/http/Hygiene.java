package dev.rapport.chat.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP server lets through and should not: a request that two programs could read in two ways (RFC 9112 sections
 * 3.2 and 6.1). NGINX in front refuses most of it already; an instance's port must stand on its own.
 */
final class Hygiene {
    private Hygiene() {}

    /** What is wrong with the request; null if nothing is. */
    static @Nullable FailureResponse fault(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("host");
        if (request.version() != HttpVersion.HTTP_2 && hosts.size() != 1) {
            return bad("Host", hosts.size() + " headers", "one");
        }
        List<String> codings = request.headers().getAll("transfer-encoding");
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            return bad("Transfer-Encoding", String.join(", ", codings), "chunked");
        }
        if (!codings.isEmpty() && request.headers().contains("content-length")) {
            return bad("Content-Length", "beside Transfer-Encoding", "one of the two");
        }
        if (!request.uri().startsWith("/")) {
            return bad("request target", request.uri(), "a path");
        }
        return null;
    }

    private static FailureResponse bad(String what, String value, String expected) {
        return FailureResponse.plain(
                400, "bad_request", "Bad request", what + ": " + value + " (expected: " + expected + ")");
    }
}
