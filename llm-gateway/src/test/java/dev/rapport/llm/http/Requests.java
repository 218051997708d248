package dev.rapport.llm.http;

import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A request and the clients to send it with. */
final class Requests {
    /** For connections too: a JVM that has just started on a busy machine takes seconds for its first. */
    static final HttpTimeouts PATIENT = new HttpTimeouts(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    private Requests() {}

    /** Of the current event loop. */
    static VertxHttpClient client(Vertx vertx, HttpTimeouts timeouts) {
        return client(vertx, timeouts, true);
    }

    /** Of the current event loop. */
    static VertxHttpClient client(Vertx vertx, HttpTimeouts timeouts, boolean http2) {
        return new VertxHttpClient(
                vertx, VertxHttpClient.newAgent(vertx, timeouts, http2), timeouts, Dialect.OPENAI, body -> body);
    }

    static HttpRequest request(String url) {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(url, "chat/completions")
                .addHeader("Authorization", "Bearer k")
                .body("{\"n\":1}")
                .build();
    }
}
