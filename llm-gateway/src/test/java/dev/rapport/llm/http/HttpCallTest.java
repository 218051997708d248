package dev.rapport.llm.http;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.page;
import static dev.rapport.llm.fake.FakeProvider.reset;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.http.Requests.PATIENT;
import static dev.rapport.llm.http.Requests.client;
import static dev.rapport.llm.http.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each gap of LangChain4j's own client, shown to be closed against a real server. */
class HttpCallTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final HttpTimeouts HASTY = new HttpTimeouts(SHORT, SHORT, SHORT, SHORT);

    private final Loop loop = new Loop();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    @Test
    void execute_wholeAnswer_closesOnceAfterItsEvents() {
        Heard heard = run(PATIENT, stream(chunk("a"), chunk("b"), finish("stop"), DONE));

        assertThat(heard.calls()).containsExactly("open", "event", "event", "event", "event", "close");
        assertThat(heard.opened().headers().get("Content-Type")).containsExactly("text/event-stream; charset=utf-8");
    }

    @Test
    void execute_finishReasonWithoutEndMark_isComplete() {
        assertThat(run(PATIENT, stream(chunk("a"), finish("stop"))).calls()).endsWith("event", "close");
    }

    @Test
    void execute_connectionStaysOpenAfterEndMark_closesAtTheEndMark() {
        assertThat(run(PATIENT, stall(chunk("a"), DONE)).calls()).endsWith("event", "close");
    }

    @Test
    void execute_streamEndsWithoutEndMark_isCut() {
        assertFails(run(PATIENT, stream(chunk("a"), chunk("b"))), Kind.CUT, "open", "event", "event", "error");
        assertFails(run(PATIENT, cut(chunk("a"))), Kind.CUT, "open", "event", "error");
    }

    @Test
    void execute_errorInTheStream_isTheProvidersError() {
        String error = "data: {\"error\":{\"message\":\"overloaded\",\"code\":502}}\n\n";

        Heard heard = run(PATIENT, stream(chunk("a"), error, DONE));

        assertFails(heard, Kind.PROVIDER_ERROR, "open", "event", "error");
        assertThat(heard.error()).hasMessageContaining("overloaded");
        assertFails(
                run(PATIENT, stream("event: error\ndata: {\"message\":\"x\"}\n\n")),
                Kind.PROVIDER_ERROR,
                "open",
                "error");
    }

    @Test
    void execute_errorNullOrInTheText_isNoError() {
        String nullError = "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

        assertThat(run(PATIENT, stream(nullError, chunk("{\"error\": true, \"finish_reason\": \"x\"}"), DONE))
                        .calls())
                .containsExactly("open", "event", "event", "event", "close");
        assertFails(run(PATIENT, stream(chunk("\"finish_reason\":\"stop\""))), Kind.CUT, "open", "event", "error");
    }

    /* Some servers write an empty text where others write null. */
    @Test
    void execute_emptyFinishReason_isNone() {
        String empty = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\": \"\"}]}\n\n";

        assertFails(run(PATIENT, stream(empty, empty)), Kind.CUT, "open", "event", "event", "error");
        assertThat(run(PATIENT, stream(empty, finish("stop"))).calls())
                .containsExactly("open", "event", "event", "close");
    }

    @Test
    void execute_emptyError_isNoError() {
        String empty = "data: {\"error\":\"\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

        assertThat(run(PATIENT, stream(empty, DONE)).calls()).containsExactly("open", "event", "event", "close");
    }

    @Test
    void execute_garbage_isGarbage() {
        assertFails(run(PATIENT, page("text/html", "<html>login</html>")), Kind.GARBAGE, "error");
        assertFails(run(PATIENT, page("text/plain", "<html>login</html>")), Kind.GARBAGE, "open", "error");
        assertFails(run(PATIENT, stream("data: <p>\n\n".repeat(4))), Kind.GARBAGE, "open", "error");
        assertFails(run(PATIENT, stream("data: <p>\n\n")), Kind.GARBAGE, "open", "error");
        assertFails(
                run(PATIENT, page("application/json", "{\"error\":{\"message\":\"m\"}}")),
                Kind.PROVIDER_ERROR,
                "error");
    }

    @Test
    void execute_fewBadEventsAmongGoodOnes_areSkipped() {
        assertThat(run(PATIENT, stream(chunk("a"), "data: <p>\n\n".repeat(3), chunk("b"), DONE))
                        .calls())
                .containsExactly("open", "event", "event", "event", "close");
    }

    @Test
    void execute_endlessReply_isGarbage() {
        String event = chunk("x".repeat(60_000));
        assertFails(run(PATIENT, stream(event.repeat(40))).error(), Kind.GARBAGE);
        assertFails(run(PATIENT, stream("data: " + "x".repeat(100_000))).error(), Kind.GARBAGE);
    }

    @Test
    void execute_hangBeforeHeaders_isSilent() {
        assertFails(run(HASTY, hang()), Kind.SILENT, "error");
        assertFails(run(HASTY, stall(": ping\n\n")), Kind.SILENT, "open", "error");
    }

    @Test
    void execute_noEventForLongerThanTheGap_isStalled() {
        assertFails(run(HASTY, stall(chunk("a"))), Kind.STALLED, "open", "event", "error");
    }

    @Test
    void execute_nobodyListens_isConnectFailure() {
        FakeProvider provider = new FakeProvider(loop.vertx(), hang());
        provider.close();

        assertFails(run(PATIENT, provider.url()), Kind.CONNECT, "error");
    }

    @Test
    void execute_connectionResetBeforeHeaders_isReset() {
        assertFails(run(PATIENT, reset()), Kind.RESET, "error");
    }

    @Test
    void execute_errorStatus_keepsHeadersAndTheBeginningOfTheBody() {
        Heard heard = run(PATIENT, status(429, "b".repeat(100_000), "Retry-After", "7"));

        assertThat(heard.calls()).containsExactly("error");
        assertThat(heard.error()).isInstanceOfSatisfying(ProviderHttpException.class, response -> {
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.header("retry-after")).contains("7");
            assertThat(response.body()).hasSize(ProviderHttpException.BODY_BYTES_MAX);
        });
    }

    @Test
    void execute_redirect_isNotFollowed() {
        Heard heard = run(PATIENT, status(302, "", "Location", "http://127.0.0.1:1/"));

        assertThat(heard.error())
                .isInstanceOfSatisfying(
                        ProviderHttpException.class,
                        response -> assertThat(response.statusCode()).isEqualTo(302));
    }

    @Test
    void cancel_beforeAnyHeader_closesTheConnectionWithoutACallback() {
        FakeProvider provider = new FakeProvider(loop.vertx(), hang());
        Heard heard = new Heard();
        HttpCall call = loop.get(() -> start(PATIENT, provider.url(), heard));
        loop.await(() -> loop.until(() -> provider.received().size() == 1));

        loop.get(() -> {
            call.cancel();
            call.cancel();
            return heard;
        });

        loop.await(provider::lostClient);
        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void pause_aSecondOfEvents_holdsTheServerBack() {
        FakeProvider provider = new FakeProvider(loop.vertx(), request -> {
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            writeFor(request.response(), 10_000);
        });
        Heard heard = new Heard();
        HttpTimeouts timeouts = new HttpTimeouts(PATIENT.connect(), PATIENT.firstEvent(), PATIENT.gap(), SHORT);
        HttpCall call = loop.get(() -> start(timeouts, provider.url(), heard));
        loop.await(() -> loop.until(() -> !heard.calls().isEmpty()));
        int before = loop.get(() -> {
            call.pause();
            return heard.calls().size();
        });

        loop.await(() -> heard.end());

        assertThat(heard.calls()).hasSize(before + 1);
        assertFails(heard.error(), Kind.READER_GONE);
    }

    @Test
    void execute_request_isPlainHttpWithItsId() {
        FakeProvider provider = new FakeProvider(loop.vertx(), stream(chunk("a"), DONE));
        Heard heard = new Heard();
        loop.await(() -> {
            VertxHttpClient client = client(loop.vertx(), PATIENT);
            client.call("req_7", () -> client.execute(request(provider.url()), heard));
            return heard.end();
        });

        FakeProvider.Received received = provider.received().getFirst();
        assertThat(received.headers().get("x-request-id")).isEqualTo("req_7");
        assertThat(received.headers().get("accept-encoding")).isEqualTo("identity");
        assertThat(received.headers().get("authorization")).isEqualTo("Bearer k");
        assertThat(received.body().getInteger("n")).isEqualTo(1);
    }

    @Test
    void execute_secondCall_usesTheSameConnection() {
        FakeProvider provider = new FakeProvider(loop.vertx(), stream(chunk("a"), DONE));
        List<String> peers = new ArrayList<>();
        loop.await(() -> {
            VertxHttpClient client = client(loop.vertx(), PATIENT);
            Heard first = new Heard();
            client.call("1", () -> client.execute(request(provider.url()), first));
            return first.end()
                    .compose(_ -> loop.vertx().timer(50, TimeUnit.MILLISECONDS))
                    .compose(_ -> {
                        Heard second = new Heard();
                        client.call("2", () -> client.execute(request(provider.url()), second));
                        return second.end();
                    });
        });

        provider.received().forEach(received -> peers.add(received.peer()));
        assertThat(peers).hasSize(2);
        assertThat(peers.get(1)).isEqualTo(peers.get(0));
    }

    @Test
    void execute_blocking_isRefused() {
        assertThatThrownBy(() -> loop.get(() -> client(loop.vertx(), PATIENT).execute(request("http://127.0.0.1:1"))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("only streaming models");
    }

    private Heard run(HttpTimeouts timeouts, FakeProvider.Script... scripts) {
        return run(timeouts, new FakeProvider(loop.vertx(), scripts).url());
    }

    private Heard run(HttpTimeouts timeouts, String url) {
        Heard heard = new Heard();
        loop.await(() -> {
            HttpCall _ = start(timeouts, url, heard);
            return heard.end();
        });
        loop.await(() -> loop.vertx().timer(20, TimeUnit.MILLISECONDS)); // a second end would come now
        return heard;
    }

    private HttpCall start(HttpTimeouts timeouts, String url, Heard heard) {
        VertxHttpClient client = client(loop.vertx(), timeouts);
        return client.call("req_1", () -> client.execute(request(url), heard));
    }

    private static void writeFor(HttpServerResponse response, int left) {
        if (left > 0 && !response.ended()) {
            response.write(chunk("x".repeat(1_000))).onSuccess(_ -> writeFor(response, left - 1));
        }
    }

    private static void assertFails(Heard heard, Kind kind, String... calls) {
        assertFails(heard.error(), kind);
        assertThat(heard.calls()).containsExactly(calls);
    }

    private static void assertFails(Throwable error, Kind kind) {
        assertThat(error)
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
