package dev.rapport.loadtest.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Single requests before and after a run, away from the load's own client. Blocks. */
final class Http {
    static final Duration TIME_MAX = Duration.ofSeconds(5);

    private Http() {}

    /** @throws IOException naming the page, if there was no answer */
    static int status(URI page) throws IOException, InterruptedException {
        return get(page).statusCode();
    }

    static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        try (HttpClient http = client()) {
            HttpRequest request = HttpRequest.newBuilder(page).timeout(TIME_MAX).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(page + ": " + e + " (expected: a service that answers)", e);
        }
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME_MAX)
                .build();
    }
}
