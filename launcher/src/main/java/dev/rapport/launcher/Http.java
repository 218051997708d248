package dev.rapport.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single small requests to our own parts on this machine. Blocks; the JDK's larger client would start slower. */
final class Http {
    /** Our own parts answer with some hundred bytes. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private Http() {}

    /** What came back. */
    record Answer(int status, String body) {}

    static Answer get(String url, Duration timeout) throws IOException {
        return exchange(connection(url, timeout), BODY_BYTES_MAX);
    }

    static Answer postJson(String url, String json, Duration timeout) throws IOException {
        return ask("POST", url, Map.of(), json, timeout, BODY_BYTES_MAX);
    }

    /**
     * Any request.
     *
     * @param json the body, or null for none
     * @param bytesMax what is read of the answer
     */
    static Answer ask(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String json,
            Duration timeout,
            int bytesMax)
            throws IOException {
        return exchange(open(method, url, headers, json, timeout), bytesMax);
    }

    /** Sends a request whose answer the caller reads, piece by piece, and then disconnects; no read waits longer than the timeout. */
    static HttpURLConnection open(
            String method, String url, Map<String, String> headers, @Nullable String json, Duration timeout)
            throws IOException {
        HttpURLConnection connection = connection(url, timeout);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (json != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        }
        return connection;
    }

    private static HttpURLConnection connection(String url, Duration timeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    static Answer exchange(HttpURLConnection connection, int bytesMax) throws IOException {
        try {
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] bytes = body == null ? new byte[0] : body.readNBytes(bytesMax);
                return new Answer(status, new String(bytes, StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
