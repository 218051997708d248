package dev.rapport.loadtest.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.record.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers some chats before anyone is let in: a cold process takes a second for its first answer, and the truth knows of
 * no such second. Counters are reset afterwards.
 */
final class KnownWarmUp {
    /** Some 6,000 tokens: what the compiler wants to see before it compiles. */
    private static final int ROUNDS = 6;

    private static final int CHATS_AT_ONCE = 50;

    private KnownWarmUp() {}

    /** Talks to the server at this address, for a second or, across a stall, for as long as the stall takes besides. */
    static Future<Void> run(Vertx vertx, URI server, String key) {
        HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CHATS_AT_ONCE));
        String credentials = Json.MAPPER
                .createObjectNode()
                .put("user", "warm-up")
                .put("key", key)
                .toString();
        return call(http, server, HttpMethod.POST, "/session", "", credentials)
                .map(KnownWarmUp::tokenOf)
                .compose(token -> rounds(http, server, token)
                        .compose(warm -> call(http, server, HttpMethod.DELETE, "/session", token, "")))
                .compose(ended -> call(http, server, HttpMethod.GET, "/metrics", "", ""))
                .compose(read -> call(http, server, HttpMethod.POST, "/sim/reset", "", ""))
                .eventually(http::close)
                .mapEmpty();
    }

    private static Future<Void> rounds(HttpClient http, URI server, String token) {
        Future<Void> done = Future.succeededFuture();
        for (int round = 0; round < ROUNDS; round++) {
            String nonce = "w" + round;
            done = done.compose(before -> {
                List<Future<Buffer>> chats = new ArrayList<>();
                for (int i = 0; i < CHATS_AT_ONCE; i++) {
                    String message = "{\"message\":\"Hello [ref " + nonce + i + "]\"}";
                    chats.add(call(http, server, HttpMethod.POST, "/chat-stream", token, message));
                }
                return Future.all(chats).mapEmpty();
            });
        }
        return done;
    }

    private static Future<Buffer> call(
            HttpClient http, URI server, HttpMethod method, String path, String token, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI(path)
                .putHeader("authorization", "Bearer " + token);
        return http.request(options).compose(request -> request.send(body)).compose(response -> response.body());
    }

    private static String tokenOf(Buffer body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body.getBytes());
            return json.path("token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("the server opens no sessions: " + body, e);
        }
    }
}
