package dev.rapport.llm.http;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands LangChain4j the one client it shall use. Takes its timeouts and ignores them. */
final class VertxHttpClientBuilder implements HttpClientBuilder {
    private final VertxHttpClient client;
    private @Nullable Duration connectTimeout;
    private @Nullable Duration readTimeout;

    VertxHttpClientBuilder(VertxHttpClient client) {
        this.client = client;
    }

    @Override
    public @Nullable Duration connectTimeout() {
        return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    @Override
    public @Nullable Duration readTimeout() {
        return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        readTimeout = timeout;
        return this;
    }

    @Override
    public HttpClient build() {
        return client;
    }
}
