package dev.rapport.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.http.VertxHttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Retry-After    | 7                             | PT7S
        Retry-After    | 0.25                          | PT0.25S
        Retry-After    | Sat, 21 Nov 2026 09:00:30 GMT | PT30S
        Retry-After    | Sat, 21 Nov 2026 08:00:00 GMT | PT0S
        Retry-After    | 1e300                         | PT24H
        Retry-After-Ms | 1500                          | PT1.5S
        Retry-After    | -1                            |
        Retry-After    | NaN                           |
        Retry-After    | soon                          |
        X-Other        | 7                             |
        """)
    void of_header_isRead(String name, String value, Duration wait) throws TimeoutException {
        try (Loop loop = new Loop()) {
            FakeProvider provider = new FakeProvider(loop.vertx(), FakeProvider.status(429, "", name, value));
            ProviderSettings settings = new ProviderSettings(
                    "fake", ProviderSettings.Kind.OPENAI, provider.url(), "", "m", HttpTimeouts.DEFAULT, 1);
            ModelRequest request =
                    new ModelRequest(Asked.question("hi"), "", 10, OptionalDouble.empty(), Duration.ofSeconds(10));

            Attempted attempted = loop.await(() -> new ModelClient(
                            loop.vertx(),
                            VertxHttpClient.newAgent(loop.vertx(), settings.timeouts(), false),
                            settings,
                            Prefill.NATIVE,
                            InstantSource.fixed(NOW))
                    .ask(request)
                    .result());

            assertThat(attempted.retryAfter().orElse(null)).isEqualTo(wait);
        }
    }
}
