package dev.rapport.llm.http;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.http.Requests.PATIENT;
import static dev.rapport.llm.http.Requests.client;
import static dev.rapport.llm.http.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 where TLS offers it, with the same bounds, and HTTP/1.1 everywhere else. */
class Http2Test {
    @TempDir
    static Path folder = Path.of("");

    private static String store = "";

    private final Loop loop = new Loop();
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> resets = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void createCertificate() throws IOException, InterruptedException {
        store = Certificate.create(folder, "localhost");
    }

    @BeforeEach
    void trust() {
        Certificate.trust(store);
    }

    @AfterEach
    void close() throws TimeoutException {
        Certificate.distrust();
        loop.close();
    }

    @Test
    void execute_providerOffersHttp2_speaksHttp2() {
        Heard heard = run(serve(tls(true), stream(chunk("a"), DONE)), true);

        assertThat(heard.calls()).containsExactly("open", "event", "event", "close");
        assertThat(versions()).containsExactly(HttpVersion.HTTP_2);
    }

    @Test
    void execute_providerOffersNothing_speaksHttp11() {
        Heard heard = run(serve(tls(false), stream(chunk("a"), DONE)), true);

        assertThat(heard.calls()).containsExactly("open", "event", "event", "close");
        assertThat(versions()).containsExactly(HttpVersion.HTTP_1_1);
    }

    @Test
    void execute_switchedOff_speaksHttp11() {
        Heard heard = run(serve(tls(true), stream(chunk("a"), DONE)), false);

        assertThat(heard.calls()).containsExactly("open", "event", "event", "close");
        assertThat(versions()).containsExactly(HttpVersion.HTTP_1_1);
    }

    @Test
    void execute_withoutTls_speaksHttp11AndAsksForNoMore() {
        Heard heard = run(serve(new HttpServerOptions(), stream(chunk("a"), DONE)), true);

        assertThat(heard.calls()).containsExactly("open", "event", "event", "close");
        assertThat(versions()).containsExactly(HttpVersion.HTTP_1_1);
        assertThat(requests.getFirst().headers().contains("upgrade")).isFalse();
    }

    @Test
    void cancel_oneStreamOfTwo_resetsItAndLeavesTheOther() {
        String url = serve(tls(true), stall(chunk("a")));
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), PATIENT));
        HttpCall first = start(client, url, new Heard());
        loop.await(first::arrived);
        Heard other = new Heard();
        loop.await(start(client, url, other)::arrived);
        assertThat(requests.get(1).connection()).isSameAs(requests.get(0).connection());

        loop.get(() -> {
            first.cancel();
            return first;
        });

        loop.await(() -> loop.until(() -> !resets.isEmpty()));
        assertThat(resets.getFirst())
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        reset -> assertThat(reset.getCode()).isEqualTo(8));
        requests.get(1).response().end(DONE);
        loop.await(other::end);
        assertThat(other.calls()).containsExactly("open", "event", "event", "close");
        loop.await(start(client, url, new Heard())::arrived);
        assertThat(requests.get(2).connection()).isSameAs(requests.get(0).connection());
    }

    @Test
    void execute_headersUnderTheBound_areRead() {
        Heard heard = run(serve(tls(true), withHeader(12 * 1024)), true);

        assertThat(heard.calls()).containsExactly("open", "event", "event", "close");
    }

    @Test
    void execute_headersOverTheBound_areRefused() {
        Heard heard = run(serve(tls(true), withHeader(40 * 1024)), true);

        assertThat(heard.calls()).containsExactly("error");
        assertThat(heard.error())
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.RESET));
    }

    @Test
    void execute_moreCallsThanPlaces_keepsToItsConnectionsAndStreams() {
        String url = serve(tls(true), stall(chunk("a")));
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), PATIENT));
        List<HttpCall> calls = new ArrayList<>();
        for (int i = 0; i < VertxHttpClient.CONNECTIONS_MAX + 20; i++) {
            calls.add(start(client, url, new Heard()));
        }
        loop.await(() -> loop.until(() -> requests.size() >= VertxHttpClient.CONNECTIONS_MAX));

        Map<HttpConnection, Long> streams =
                requests.stream().collect(Collectors.groupingBy(HttpServerRequest::connection, Collectors.counting()));
        assertThat(requests).hasSize(VertxHttpClient.CONNECTIONS_MAX);
        assertThat(streams).hasSize(VertxHttpClient.HTTP2_CONNECTIONS_MAX);
        assertThat(streams.values()).containsOnly((long) VertxHttpClient.HTTP2_STREAMS_MAX);

        loop.get(() -> {
            calls.forEach(HttpCall::cancel);
            return calls;
        });
        assertThat(loop.get(client::openCalls)).isZero();
        loop.await(() -> loop.until(() -> resets.size() >= VertxHttpClient.CONNECTIONS_MAX));
        loop.await(start(client, url, new Heard())::arrived);
    }

    @Test
    void pause_eightStreamsWithFullWindows_leaveANinthOfTheirConnectionRoom() {
        String url = serve(tls(true), stream(chunk("x".repeat(4_000)).repeat(12), DONE)); // over a window each
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), PATIENT));
        List<Heard> held = new ArrayList<>();
        List<HttpCall> heldCalls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Heard heard = new Heard();
            HttpCall call = loop.get(() -> {
                HttpCall newCall = client.call("req_1", () -> client.execute(request(url), heard));
                newCall.arrived().onSuccess(_ -> newCall.pause());
                return newCall;
            });
            loop.await(call::arrived);
            held.add(heard);
            heldCalls.add(call);
        }

        Heard free = new Heard();
        HttpCall _ = start(client, url, free);
        loop.await(free::end);

        assertThat(free.calls()).hasSize(1 + 13 + 1).endsWith("close");
        assertThat(requests.stream().map(HttpServerRequest::connection).distinct())
                .hasSize(1);
        assertThat(held).allSatisfy(heard -> assertThat(heard.calls()).containsExactly("open"));
        loop.await(() -> {
            heldCalls.forEach(HttpCall::resume);
            return Future.all(held.stream().map(Heard::end).toList());
        });
        assertThat(held).allSatisfy(heard -> assertThat(heard.calls()).endsWith("event", "close"));
    }

    private Heard run(String url, boolean http2) {
        Heard heard = new Heard();
        loop.await(() -> {
            VertxHttpClient client = client(loop.vertx(), PATIENT, http2);
            HttpCall _ = client.call("req_1", () -> client.execute(request(url), heard));
            return heard.end();
        });
        return heard;
    }

    private HttpCall start(VertxHttpClient client, String url, Heard heard) {
        return loop.get(() -> client.call("req_1", () -> client.execute(request(url), heard)));
    }

    private List<HttpVersion> versions() {
        return requests.stream().map(HttpServerRequest::version).toList();
    }

    private static HttpServerOptions tls(boolean alpn) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(alpn)
                .setKeyCertOptions(new PfxOptions().setPath(store).setPassword(Certificate.PASSWORD));
    }

    private static FakeProvider.Script withHeader(int bytes) {
        return request -> {
            request.response().putHeader("x-long", "y".repeat(bytes));
            stream(chunk("a"), DONE).answer(request);
        };
    }

    private String serve(HttpServerOptions options, FakeProvider.Script script) {
        int port = loop.vertx()
                .createHttpServer(options)
                .requestHandler(request -> {
                    request.response().exceptionHandler(resets::add);
                    request.body().onSuccess(_ -> {
                        requests.add(request);
                        script.answer(request);
                    });
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return (options.isSsl() ? "https" : "http") + "://localhost:" + port;
    }
}
