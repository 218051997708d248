package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.metrics.Metrics;
import dev.rapport.llm.health.HealthState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthRoutesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean durable = new AtomicBoolean(true);
    private final AtomicBoolean sessions = new AtomicBoolean(true);
    private final Map<String, HealthState> providers = new LinkedHashMap<>();
    private int port;

    @BeforeEach
    void serve() throws Exception {
        providers.put("openai", new HealthState("closed", 0, 64, -1));
        providers.put("backup", new HealthState("open", 2, 8, 62.5f));
        HealthRoutes routes = new HealthRoutes(
                new HealthRoutes.About("1", 4, "openai gpt", "minilm/onnx", () -> providers),
                new HealthRoutes.Store("durable", durable::get),
                new HealthRoutes.Store("volatile", sessions::get),
                metrics);
        Router router = Router.router(vertx);
        router.get("/health").handler(routes::health);
        router.get("/health/ready").handler(routes::ready);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        metrics.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void health_allWell_showsWhoAnswersStoresAndProviders() throws Exception {
        HttpResponse<String> response = get("/health");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"up\",\"instance\":\"1\",\"loops\":4,\"answers\":\"openai gpt\",\"embedder\":\"minilm/onnx\","
                                + "\"stores\":{\"durable\":\"up\",\"volatile\":\"up\"},\"providers\":{"
                                + "\"openai\":{\"breaker\":\"closed\",\"in_flight\":0,\"limit\":64,\"failures_percent\":null},"
                                + "\"backup\":{\"breaker\":\"open\",\"in_flight\":2,\"limit\":8,\"failures_percent\":62.5}}}");
    }

    @Test
    void health_providerRecovers_isReadAnew() throws Exception {
        assertThat(get("/health").body()).contains("\"backup\":{\"breaker\":\"open\"");
        providers.put("backup", new HealthState("half_open", 1, 8, -1));
        assertThat(get("/health").body()).contains("\"backup\":{\"breaker\":\"half_open\"");
    }

    @Test
    void ready_allProvidersDown_isReadyAllTheSame() throws Exception {
        providers.replaceAll((_, _) -> new HealthState("open", 0, 8, 100));
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void health_storeDown_saysWhatIsLeft() throws Exception {
        durable.set(false);
        assertThat(new JsonObject(get("/health").body()).getString("status")).isEqualTo("without memory");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        sessions.set(false);
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
