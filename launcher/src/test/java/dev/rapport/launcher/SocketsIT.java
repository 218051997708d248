package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many sockets at once, through NGINX, on four instances. */
@Timeout(180)
class SocketsIT {
    private static final int CONNECTIONS = 100;
    private static final int MESSAGES = 10;

    @TempDir
    private static Path state;

    private static RunningRapport rapport;
    private static Vertx vertx;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        rapport = RunningRapport.up(state, 4, 2, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        rapport.close();
    }

    @Test
    void say_tenMessagesOnEachOfAHundredSockets_allAreAnswered() throws Exception {
        Context loop = vertx.getOrCreateContext();
        WebSocketClient client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(CONNECTIONS));
        List<Future<Talker>> talkers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            String token = rapport.begin("socket-" + i).token();
            talkers.add(onLoop(loop, () -> connect(client, token)));
        }
        for (Future<Talker> talker : talkers) {
            talker.await(30, TimeUnit.SECONDS);
        }
        List<Future<Void>> talks = talkers.stream()
                .map(talker -> onLoop(loop, talker.result()::talk))
                .toList();
        for (Future<Void> talk : talks) {
            talk.await(120, TimeUnit.SECONDS);
        }

        List<Long> pingNanos = new ArrayList<>();
        int answered = 0;
        for (Future<Talker> talker : talkers) {
            answered += talker.result().answered;
            pingNanos.addAll(talker.result().pingNanos);
        }
        pingNanos.sort(null);
        System.out.printf(
                "%d sockets x %d messages: %d answered; ping of %d: p50 %.1f, p95 %.1f ms%n",
                CONNECTIONS,
                MESSAGES,
                answered,
                pingNanos.size(),
                pingNanos.get(pingNanos.size() / 2) / 1e6,
                pingNanos.get(pingNanos.size() * 95 / 100) / 1e6);
        assertThat(answered).isEqualTo(CONNECTIONS * MESSAGES);
    }

    private static Future<Talker> connect(WebSocketClient client, String token) {
        URI address = URI.create(rapport.url());
        return client.connect(new WebSocketConnectOptions()
                        .setHost(address.getHost())
                        .setPort(address.getPort())
                        .setURI("/chat-ws")
                        .addHeader("Authorization", "Bearer " + token))
                .map(Talker::new);
    }

    private static <T> Future<T> onLoop(Context loop, java.util.function.Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(_ -> work.get().onComplete(promise));
        return promise.future();
    }

    /** Pings, says something, and does so again when it is answered. */
    private static final class Talker {
        final List<Long> pingNanos = new ArrayList<>();
        int answered;

        private final WebSocket socket;
        private final Promise<Void> done = Promise.promise();
        private long sentNanos;

        Talker(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(text -> heard(new JsonObject(text)));
            socket.closeHandler(_ -> done.tryFail("closed after " + answered + " answers"));
        }

        Future<Void> talk() {
            ping();
            return done.future();
        }

        private void ping() {
            sentNanos = System.nanoTime();
            socket.writeTextMessage("{\"ping\":\"x\"}");
        }

        private void heard(JsonObject event) {
            switch (event.getString("event")) {
                case "pong" -> {
                    pingNanos.add(System.nanoTime() - sentNanos);
                    socket.writeTextMessage(new JsonObject()
                            .put("message", "Hello " + answered + ".")
                            .encode());
                }
                case "done" -> {
                    answered++;
                    if (answered < MESSAGES) {
                        ping();
                    } else {
                        done.tryComplete();
                    }
                }
                case "error" -> done.tryFail(event.encode());
                default -> {}
            }
        }
    }
}
