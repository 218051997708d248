package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Turns over WebSocket on two instances, with real Redis. */
@Timeout(120)
class SocketIT {
    private static final int REFUSED_DATA = 1003;

    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiProvider();
        service = provider.inFront(folder, 2);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        service.close();
        provider.close();
    }

    @Test
    void say_severalTurnsOnOneConnection_haveTheEventsOfTheNativeRoute() throws Exception {
        try (SocketTalk socket = socket(1, service.begin(1, "ada"))) {
            List<JsonObject> first = socket.say("My sister lives in Porto.");
            assertThat(first)
                    .extracting(event -> event.getString("event"))
                    .containsExactly("recalled", "token", "token", "done");
            assertThat(SocketTalk.text(first)).isEqualTo("Ahoy, ü😀!");
            String stream = first.getFirst().getString("stream");
            assertThat(first.subList(1, 4))
                    .extracting(event -> event.getString("id"))
                    .containsExactly(stream + "-1", stream + "-2", stream + "-3");
            JsonObject done = first.getLast().getJsonObject("data");
            assertThat(done.getJsonArray("learned")).hasSize(1);
            assertThat(done.getJsonObject("timing_ms").getJsonArray("dropped")).isEmpty();

            List<JsonObject> second = socket.say("Where does my sister live?");
            assertThat(second.getFirst().encode()).contains("Porto");
            assertThat(second.getFirst().getString("stream")).isNotEqualTo(stream);
        }
    }

    @Test
    void say_withAKey_isFoundInEachEvent_andTwiceIsOneAnswer() throws Exception {
        try (SocketTalk socket = socket(1, service.begin(1, "bea"))) {
            JsonObject message = new JsonObject().put("message", "Ahoy?").put("key", "k-1");
            socket.send(message);
            List<JsonObject> first = socket.awaitAll(SocketTalk::isLast);
            int asked = provider.asked.size();
            socket.send(message);
            List<JsonObject> second = socket.awaitAll(SocketTalk::isLast);

            assertThat(first).allMatch(event -> event.getString("key").equals("k-1"));
            assertThat(second).isEqualTo(first);
            assertThat(provider.asked).hasSize(asked);
        }
    }

    @Test
    void ping_isAnsweredWithItsData() throws Exception {
        try (SocketTalk socket = socket(1, service.begin(1, "cleo"))) {
            socket.send(new JsonObject().put("ping", "7"));
            assertThat(socket.await("pong")).isEqualTo(new JsonObject("{\"event\":\"pong\",\"data\":\"7\"}"));
        }
    }

    @Test
    void resume_onAnotherInstance_afterTheConnectionIsLost_hasTheRest_andStopEndsIt() throws Exception {
        RunningService.Talk talk = service.begin(1, "dora");
        SocketTalk lost = socket(1, talk);
        lost.send(new JsonObject().put("message", OpenAiProvider.HOLD));
        JsonObject token = lost.await("token");
        lost.abort();

        try (SocketTalk back = socket(2, talk)) {
            String stream = token.getString("stream");
            back.send(new JsonObject().put("resume", stream));
            assertThat(back.await("token")).isEqualTo(token);

            back.send(new JsonObject().put("stop", stream));
            JsonObject done = back.awaitAll(SocketTalk::isLast).getLast();
            assertThat(done.getJsonObject("data").getBoolean("stopped")).isTrue();

            back.send(new JsonObject().put("resume", stream).put("after", token.getString("id")));
            assertThat(back.awaitAll(SocketTalk::isLast)).containsExactly(done);
        }
    }

    @Test
    void send_whatIsNoMessage_isTold_andTheConnectionGoesOn() throws Exception {
        try (SocketTalk socket = socket(1, service.begin(1, "eva"))) {
            for (String wrong :
                    List.of("", "{", "[]", "{}", "{\"message\":7}", "{\"massage\":\"Hi\"}", "{\"message\":\" \"}")) {
                socket.send(wrong);
                JsonObject problem = socket.await("error").getJsonObject("data");
                assertThat(problem.getInteger("status")).as(wrong).isEqualTo(400);
                assertThat(problem.getString("detail")).as(wrong).contains("expected");
            }
            for (String unknown : List.of("stop", "resume")) {
                socket.send(new JsonObject().put(unknown, "gen_" + "x".repeat(20)));
                assertThat(socket.await("error").getJsonObject("data").getInteger("status"))
                        .isEqualTo(404);
            }
            assertThat(SocketTalk.text(socket.say("Ahoy?"))).isEqualTo("Ahoy, ü😀!");
        }
    }

    @Test
    void send_binaryData_closesTheConnection() throws Exception {
        SocketTalk socket = socket(1, service.begin(1, "fay"));
        socket.socket().sendBinary(ByteBuffer.allocate(8), true).get(20, TimeUnit.SECONDS);
        assertThat(socket.closed().get(20, TimeUnit.SECONDS)).isEqualTo(REFUSED_DATA);
    }

    @Test
    void connect_withoutAToken_isRefusedAsOnAnyRoute() {
        assertThatThrownBy(() -> new SocketTalk(http, address(1), _ -> {}))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(WebSocketHandshakeException.class))
                .extracting(refused -> refused.getResponse().statusCode())
                .isEqualTo(401);
    }

    @Test
    void connect_asABrowserDoes_theTokenIsASubprotocol() throws Exception {
        String token = service.begin(1, "gus").token;
        try (SocketTalk socket =
                new SocketTalk(http, address(1), builder -> builder.subprotocols("rapport.v1", "bearer." + token))) {
            assertThat(socket.protocol()).isEqualTo("rapport.v1");
            assertThat(SocketTalk.text(socket.say("Ahoy?"))).isEqualTo("Ahoy, ü😀!");
        }
    }

    @Test
    void say_afterTheSessionHasEnded_isRefused() throws Exception {
        RunningService.Talk talk = service.begin(1, "hal");
        try (SocketTalk socket = socket(1, talk)) {
            assertThat(SocketTalk.text(socket.say("Ahoy?"))).isNotEmpty();
            talk.end(2);
            assertThat(socket.say("Ahoy?").getLast().getJsonObject("data").getInteger("status"))
                    .isEqualTo(401);
        }
    }

    @Test
    void say_moreAtOnceThanAConnectionMay_isRefused_andOthersGoOn() throws Exception {
        try (SocketTalk socket = socket(1, service.begin(1, "ida"))) {
            for (int i = 0; i < 9; i++) {
                socket.send(new JsonObject()
                        .put("message", OpenAiProvider.HOLD + " " + i)
                        .put("key", "k-" + i));
            }
            JsonObject refused = socket.await("error");
            assertThat(refused.getJsonObject("data").getString("detail")).contains("8 answers under way");
        }
    }

    @Test
    void connect_withoutTheKeyOfTheHandshake_isRefused() throws Exception {
        String token = service.begin(1, "jon").token;
        try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), service.port(1))) {
            raw.setSoTimeout(10_000);
            String request = "GET /chat-ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Authorization: Bearer " + token + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
            raw.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(raw.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.lines().takeWhile(line -> !line.isEmpty()))
                    .contains("HTTP/1.1 400 Bad Request", "content-type: application/problem+json");
        }
    }

    private static SocketTalk socket(int instance, RunningService.Talk talk) throws Exception {
        return new SocketTalk(
                http, address(instance), builder -> builder.header("Authorization", "Bearer " + talk.token));
    }

    private static String address(int instance) {
        return "http://127.0.0.1:" + service.port(instance);
    }
}
