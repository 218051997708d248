package dev.rapport.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steering a proxy to which nobody connects. */
class ControlApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final FaultProxy proxy = FaultProxy.start(
                    vertx, new ProxySettings("127.0.0.1", 0, ProxySettings.address("127.0.0.1:9"), 0, 7))
            .await();

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(proxy.control() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void control_badFaults_areNamed() throws Exception {
        assertThat(call("POST", "/faults", "{\"type\":\"latency\",\"attributes\":{\"latency_ms\":-1}}")
                        .body())
                .isEqualTo("{\"error\":\"latency_ms: -1 (expected: 0..60000)\"}");
        assertThat(call("POST", "/faults", "{\"type\":\"rain\"}").body())
                .startsWith("{\"error\":\"type: rain (expected one of: latency, bandwidth,");
        assertThat(call("POST", "/faults", "{\"type\":\"reset\",\"attributes\":{\"size\":1}}")
                        .body())
                .contains("size: 1 (expected: one of [");
        assertThat(call("POST", "/faults", "{\"type\":\"sse_drop\",\"direction\":\"up\"}")
                        .body())
                .contains("direction: up (expected: down)");
        assertThat(call("POST", "/faults", "{\"type\":\"reset\",\"probability\":2}")
                        .body())
                .contains("probability: 2 (expected: 0..1)");
        assertThat(call("POST", "/faults", "no").statusCode()).isEqualTo(400);
        assertThat(call("DELETE", "/faults/none", "").statusCode()).isEqualTo(404);
    }

    @Test
    void control_setAndDelete_areShown() throws Exception {
        String fault = "{\"name\":\"a\",\"type\":\"latency\",\"attributes\":{\"latency_ms\":5}}";
        assertThat(call("POST", "/faults", fault).statusCode()).isEqualTo(200);
        assertThat(call("GET", "/faults", "").body())
                .contains("\"name\":\"a\"", "\"type\":\"latency\"", "\"latency_ms\":5.0");

        assertThat(call("DELETE", "/faults", "").body()).isEqualTo("{\"faults\":[]}");
    }
}
