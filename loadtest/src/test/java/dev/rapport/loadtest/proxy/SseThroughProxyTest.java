package dev.rapport.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.simulator.Simulator;
import dev.rapport.loadtest.simulator.SimulatorSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event streams of the simulated provider, read by a client behind the proxy. */
class SseThroughProxyTest {
    private static final AnswerSettings SIX = new AnswerSettings(1, 5, 0, 2, 0, 6, 0);
    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
    private static final AnswerPlan PLAN = AnswerPlan.forNonce(SIX, "a1");

    private final Vertx vertx = Vertx.vertx();
    /** By itself this client asks for HTTP/2, which the proxy does not follow. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FaultProxy proxy = proxy();

    private FaultProxy proxy() {
        URI simulator =
                Simulator.start(vertx, SimulatorSettings.ofAnswers(SIX)).await().address();
        var upstream = ProxySettings.address("127.0.0.1:" + simulator.getPort());
        return FaultProxy.start(vertx, new ProxySettings("127.0.0.1", 0, upstream, 0, 7))
                .await();
    }

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    private String post(String address, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Integrity chat() throws Exception {
        String body = post(
                "http://127.0.0.1:" + proxy.port() + "/v1/chat/completions",
                "{\"model\":\"any\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[ref a1]\"}]}");
        StringBuilder text = new StringBuilder();
        CONTENT.matcher(body).results().forEach(found -> text.append(found.group(1)));
        return Integrity.check(PLAN, text.toString(), 0, 0);
    }

    /** On a connection that stays open, so that each change must reach it. */
    @Test
    void eventFaults_setOneAfterTheOther_hitTheStreamAsTheySay() throws Exception {
        assertThat(chat()).isEqualTo(Integrity.INTACT);

        set("sse_drop", "{\"event\":3}"); // the first event has the role
        assertThat(chat()).isEqualTo(new Integrity(1, 0, 0, 0, 0, 0, false));

        set("sse_duplicate", "{\"event\":3}");
        assertThat(chat()).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));

        set("sse_reorder", "{\"event\":3}");
        assertThat(chat()).isEqualTo(new Integrity(0, 0, 1, 0, 0, 0, false));

        set("sse_split", "{\"delay_ms\":1}");
        assertThat(chat()).isEqualTo(Integrity.INTACT);
    }

    private void set(String type, String attributes) throws Exception {
        String answer = post(
                proxy.control() + "/faults",
                "{\"name\":\"it\",\"type\":\"" + type + "\",\"attributes\":" + attributes + "}");
        assertThat(answer).contains("\"type\":\"" + type + "\"");
    }
}
