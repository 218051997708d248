package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.calibrate.TinyHarness.Run;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.AnswerSettings;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real sockets. What is asserted of times is far from what a busy machine blurs. */
class KnownServerTest {
    private static final long MILLI = 1_000_000;

    /** 800 ms in every 2 s. */
    private static final KnownTiming STALLING = new KnownTiming(
            KnownTiming.STEADY, new Stalls(Duration.ofSeconds(2), Duration.ofMillis(800), Duration.ZERO));

    private static final Tolerance WIDE = new Tolerance(0.1, 40);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private URI server(KnownTiming timing) {
        return new KnownServer(timing, "127.0.0.1", 0, "").start(vertx).await().address();
    }

    /** On an event loop: this thread would hear of the response one turn later, and a short one has ended by then. */
    private Buffer call(HttpMethod method, URI server, String path, String body, int status) {
        HttpClient http = vertx.createHttpClient();
        Promise<Buffer> received = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(turn -> http.request(method, server.getPort(), server.getHost(), path)
                        .compose(request -> request.send(body))
                        .compose(response -> {
                            assertThat(response.statusCode()).as(path).isEqualTo(status);
                            return response.body();
                        })
                        .onComplete(received));
        return received.future().await();
    }

    private static List<Sample> inOrder(Run run) {
        return Truth.inOrder(run.samples(), "open");
    }

    @Test
    void chatStream_plannedAnswers_arriveWholeAndAreCounted() throws IOException {
        AnswerSettings varied = new AnswerSettings(7, 10, 0.3, 1, 0.3, 12, 3);
        KnownTiming timing = new KnownTiming(varied, Stalls.NONE);
        URI server = server(timing);

        Run run = new TinyHarness(vertx, timing, 0).run(server, 20, MILLI);
        JsonNode stats = Json.MAPPER.readTree(
                call(HttpMethod.GET, server, "/sim/stats", "", 200).getBytes());
        List<String> lines = call(HttpMethod.GET, server, "/sim/requests", "", 200)
                .toString()
                .lines()
                .toList();

        assertThat(run.samples())
                .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Sample.OK));
        assertThat(AnswerSettings.fromJson(stats.path("parameters"))).isEqualTo(varied);
        assertThat(stats.path("requests").asInt()).isEqualTo(20);
        assertThat(stats.at("/by_outcome/ok").asInt()).isEqualTo(20);
        assertThat(lines).hasSize(20);
        ProviderRecord first = Json.MAPPER.readValue(lines.getFirst(), ProviderRecord.class);
        assertThat(first.totalMs()).isGreaterThanOrEqualTo(first.firstTokenMs());
        assertThat(first.firstTokenMs()).isPositive();
    }

    @Test
    void chatStream_unknownSession_isRefused() {
        call(HttpMethod.POST, server(KnownTiming.STALLING), "/chat-stream", "{\"message\":\"Hi\"}", 401);
    }

    @Test
    void session_wrongKey_isRefused() {
        URI server = new KnownServer(KnownTiming.STALLING, "127.0.0.1", 0, "right")
                .start(vertx)
                .await()
                .address();

        call(HttpMethod.POST, server, "/session", "{\"user\":\"u\",\"key\":\"wrong\"}", 401);
        call(HttpMethod.POST, server, "/session", "{\"user\":\"u\",\"key\":\"right\"}", 201);
    }

    @Test
    void metrics_heap_isWhatMicrometerCallsIt() {
        assertThat(call(HttpMethod.GET, server(KnownTiming.STALLING), "/metrics", "", 200)
                        .toString())
                .containsPattern("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]+\"} \\d+");
    }

    /** A busy machine makes answers later, never earlier: so much can be asserted here, the rest is for calibrate. */
    private static void assertNeverEarlier(List<Sample> samples, Truth truth) {
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.get(i).times().done() / (double) MILLI)
                    .as("chat %d", i)
                    .isGreaterThan(truth.e2eNanos(i) / MILLI - 5);
        }
    }

    @Test
    void compare_stallingServerWithoutBound_isTheTruth() {
        Run run = new TinyHarness(vertx, STALLING, 0).run(server(STALLING), 200, 20 * MILLI);
        Truth truth = Truth.ofSamples(STALLING, run.startedAt(), inOrder(run), 0);

        assertNeverEarlier(inOrder(run), truth);
        assertThat(truth.e2eSorted()[189] / MILLI).isGreaterThan(400); // p95: there was something to see
    }

    /** The mutation: with a bound, requests are sent late in a stall, and whoever counts from the send does not see it. */
    @Test
    void compare_boundedInFlight_failsFromTheSend() {
        int places = 14;
        Run run = new TinyHarness(vertx, STALLING, places).run(server(STALLING), 200, 20 * MILLI);
        Truth truth = Truth.ofSamples(STALLING, run.startedAt(), inOrder(run), places);

        CalibrationResult send = Calibration.compare(inOrder(run), truth, MeasuredFrom.SEND, WIDE);

        assertNeverEarlier(inOrder(run), truth);
        assertThat(send.passed()).as(send.toText()).isFalse();
    }
}
