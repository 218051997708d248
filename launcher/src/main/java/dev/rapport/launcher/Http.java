package dev.rapport.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Single small requests to our own parts on this machine. Blocks; the JDK's larger client would start slower. */
final class Http {
    /** Our own parts answer with some hundred bytes. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private Http() {}

    /** What came back. */
    record Answer(int status, String body) {}

    static Answer get(String url, Duration timeout) throws IOException {
        return exchange(connection(url, timeout));
    }

    static Answer postJson(String url, String json, Duration timeout) throws IOException {
        HttpURLConnection connection = connection(url, timeout);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        return exchange(connection);
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

    private static Answer exchange(HttpURLConnection connection) throws IOException {
        try {
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] bytes = body == null ? new byte[0] : body.readNBytes(BODY_BYTES_MAX);
                return new Answer(status, new String(bytes, StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
