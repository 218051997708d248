package dev.rapport.loadtest.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads pages of metrics, over connections and threads of its own. Blocks. */
final class Pages implements AutoCloseable {
    /** A page that takes longer tells of another time than the one it is noted at. */
    private static final Duration TIME_MAX = Duration.ofSeconds(2);

    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_MAX)
            .build();

    /** @throws IOException naming the page, if there is none in time or it cannot be read */
    MetricsPage read(URI page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(TIME_MAX).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IOException("status " + response.statusCode() + " (expected: 200)");
            }
            return MetricsPage.parse(response.body());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(page + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
