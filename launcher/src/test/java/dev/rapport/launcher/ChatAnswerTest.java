package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that says what each test has it say, one response for each request in turn, and then hangs up. */
@Timeout(30)
class ChatAnswerTest {
    private static final String FIRST = "event: token\nid: gen_1-1\ndata: {\"text\":\"In \"}\n\n";
    private static final String SECOND = "event: token\nid: gen_1-2\ndata: {\"text\":\"Porto.\"}\n\n";
    private static final String DONE = "event: done\nid: gen_1-3\ndata: {\"conversation\":\"c_1\",\"notice\":\"\"}\n\n";
    private static final String CUT = "event: token\nid: gen_1-2\ndata: {\"te";

    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    @TempDir
    private Path state;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private Iterator<Said> said = Collections.emptyIterator();
    private HttpServer server;
    private ChatApi api;
    private ChatAnswer answer;

    private record Said(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::serve);
        server.start();
        StateFolder folder = new StateFolder(state);
        Files.createDirectories(folder.secrets());
        Files.writeString(folder.secrets().resolve("application.key"), "key");
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Sessions sessions = new Sessions(new Status(1, Instant.EPOCH, url, url, 1, 1, List.of()), folder);
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        api = new ChatApi(url, sessions, "ada");
        answer = new ChatAnswer(api, "Where?", null, new ChatScreen(stream, stream, false, false));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/session")) {
            requests.add("sign in");
            send(exchange, new Said(201, "{\"token\":\"t\"}"));
            return;
        }
        String lastId = exchange.getRequestHeaders().getFirst("last-event-id");
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + (lastId == null ? "" : " " + lastId));
        exchange.getResponseHeaders().add("x-stream-id", "gen_1");
        send(exchange, said.next());
    }

    private static void send(HttpExchange exchange, Said said) throws IOException {
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String run(Said... responses) throws IOException {
        said = List.of(responses).iterator();
        Map<String, Object> done = answer.run();
        assertThat(said).isExhausted();
        return out.toString(StandardCharsets.UTF_8) + "|" + done.get("conversation");
    }

    @Test
    void run_wholeAnswer_isShown() throws Exception {
        assertThat(run(new Said(200, ": ping\n\n" + FIRST + SECOND + DONE))).isEqualTo("In Porto.|c_1");
        assertThat(requests).containsExactly("POST /chat-stream");
    }

    @Test
    void run_brokenWithinAnEvent_goesOnAfterTheLastWholeOne() throws Exception {
        assertThat(run(new Said(200, FIRST + CUT), new Said(200, SECOND), new Said(200, DONE)))
                .isEqualTo("In Porto.|c_1");
        assertThat(requests)
                .containsExactly("POST /chat-stream", "GET /v1/streams/gen_1 gen_1-1", "GET /v1/streams/gen_1 gen_1-2");
    }

    @Test
    void run_restIsNotKept_asksAgainAndShowsNothingTwice() throws Exception {
        assertThat(run(new Said(200, FIRST), new Said(404, "{}"), new Said(200, FIRST + SECOND + DONE)))
                .isEqualTo("In Porto.|c_1");
        assertThat(requests).containsExactly("POST /chat-stream", "GET /v1/streams/gen_1 gen_1-1", "POST /chat-stream");
    }

    @Test
    void run_sessionHasEnded_signsInOnceMore() throws Exception {
        assertThat(run(new Said(401, "{}"), new Said(200, FIRST + SECOND + DONE)))
                .isEqualTo("In Porto.|c_1");
        assertThat(requests).containsExactly("POST /chat-stream", "sign in", "POST /chat-stream");
    }

    @Test
    void run_proxyWithoutAService_triesAgain() throws Exception {
        assertThat(run(new Said(502, "<html>"), new Said(200, FIRST + SECOND + DONE)))
                .isEqualTo("In Porto.|c_1");
    }

    @Test
    void run_nginxWithoutAnInstance_triesAgainWithTheSameKey() throws Exception {
        String problem =
                "{\"detail\":\"No chat instance could take the request.\",\"error\":{\"code\":\"no_instance\"}}";
        assertThat(run(new Said(503, problem), new Said(200, FIRST + SECOND + DONE)))
                .isEqualTo("In Porto.|c_1");
    }

    @Test
    void stop_whileTheConnectionIsLost_asksNoMoreAndWaitsForNothing() throws Exception {
        said = List.of(
                        new Said(200, FIRST),
                        new Said(502, ""),
                        new Said(502, ""),
                        new Said(502, ""),
                        new Said(202, "{}"),
                        new Said(502, ""))
                .iterator();
        CompletableFuture<Map<String, Object>> done = CompletableFuture.supplyAsync(() -> {
            try {
                return answer.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        RunningLauncher.await("the wait of 1 s", WAIT_MAX, () -> requests.size() == 4);
        answer.stop();

        assertThat(done.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).containsEntry("stopped", true);
        assertThat(requests).filteredOn(request -> request.startsWith("GET")).hasSize(3);
        assertThat(requests).last().isEqualTo("DELETE /v1/streams/gen_1");
    }

    @Test
    void command_nobodyReadsTheAnswers_asksForNoMoreOfThem() throws Exception {
        PrintStream unread = new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        said = List.of(new Said(200, FIRST + DONE), new Said(200, FIRST + DONE)).iterator();
        ChatScreen screen = new ChatScreen(unread, new PrintStream(out, true, StandardCharsets.UTF_8), false, false);

        int status = new ChatCommand(api, new BufferedReader(new StringReader("One.\nTwo.\n")), screen).run("");

        assertThat(status).isEqualTo(1);
        assertThat(requests).containsExactly("sign in", "POST /chat-stream");
    }

    @Test
    void run_refused_saysWhyAndWhatToDo() {
        assertThatThrownBy(() -> run(new Said(413, "{\"title\":\"Too long\",\"detail\":\"40 KB (expected: 32 KB)\"}")))
                .hasMessage("Too long: 40 KB (expected: 32 KB). Change the message and send it again.");
    }

    @Test
    void run_errorWithinTheAnswer_isItsEnd() {
        String error = "event: error\ndata: {\"status\":502,\"title\":\"The provider broke off\"}\n\n";
        assertThatThrownBy(() -> run(new Said(200, FIRST + error)))
                .hasMessage("The provider broke off. Try again; ./rapport logs says why, if it stays like this.");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("In ");
    }

    @Test
    void stop_beforeTheAnswerHasAName_isToldAsSoonAsItHas() throws Exception {
        answer.stop();

        assertThat(run(new Said(200, FIRST + DONE), new Said(202, "{}"))).isEqualTo("In |c_1");
        assertThat(requests).containsExactly("POST /chat-stream", "DELETE /v1/streams/gen_1");
    }
}
