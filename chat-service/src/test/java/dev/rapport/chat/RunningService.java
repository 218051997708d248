package dev.rapport.chat;

import dev.rapport.chat.config.ServiceConfig;
import dev.rapport.memory.Vault;
import dev.rapport.memory.log.RedisProcess;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Instances of the real service on two real Redis, in this process, with the local responder for a model, unless
 * the environment names another. */
final class RunningService implements AutoCloseable {
    static final String KEY = "application-key-of-this-test-0123456789";

    final RedisProcess durable;
    final RedisProcess sessions;
    final Path config;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningService(Path folder, int instanceCount) throws Exception {
        this(folder, instanceCount, Map.of());
    }

    /** @param environment where the instances read their providers from */
    RunningService(Path folder, int instanceCount, Map<String, String> environment) throws Exception {
        durable = AccessLists.start(Files.createDirectories(folder.resolve("durable")), "durable");
        sessions = AccessLists.start(Files.createDirectories(folder.resolve("volatile")), "volatile");
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("application.key"), KEY + "\n");
        config = Files.writeString(
                folder.resolve("chat.properties"),
                "loops=2\nredis.durable=" + durable.uri("chat") + "\nredis.volatile=" + sessions.uri("chat")
                        + "\nsecrets.folder=" + secrets + "\nrecall.timeout-ms=5000\n");
        for (int i = 1; i <= instanceCount; i++) {
            startOneMore(environment);
        }
    }

    /** One more instance on the same stores; its number is one above the last one's. */
    void startOneMore(Map<String, String> environment) throws Exception {
        int port = freePort();
        String name = Integer.toString(instances.size() + 1);
        Instance instance = Instance.create(ServiceConfig.load(config, name, port, environment));
        instance.start().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        instances.add(instance);
        ports.add(port);
    }

    /** Opens what the instances have sealed. */
    Vault vault() throws IOException {
        return new AesVault(MasterKey.loadOrMake(config.resolveSibling("secrets")), true);
    }

    /** Ends the instance that was started last, in order. */
    void stopLast() {
        instances.removeLast().stop().toCompletionStage().toCompletableFuture().join();
    }

    int port(int instance) {
        return ports.get(instance - 1);
    }

    /** A session of the user, begun on the instance. */
    Talk begin(int instance, String user) throws Exception {
        return begin(instance, new JsonObject().put("user", user));
    }

    /** A session as the body wants it, which lacks the key only. */
    Talk begin(int instance, JsonObject body) throws Exception {
        HttpResponse<String> response =
                send(request(instance, "/session").POST(json(body.copy().put("key", KEY))));
        if (response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return new Talk(new JsonObject(response.body()).getString("token"));
    }

    HttpRequest.Builder request(int instance, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(instance) + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.BodyPublisher json(JsonObject body) {
        return HttpRequest.BodyPublishers.ofString(body.encode());
    }

    /** What one user says, over whichever instance. */
    final class Talk {
        final String token;

        private Talk(String token) {
            this.token = token;
        }

        Answer say(int instance, String message) throws Exception {
            return say(instance, new JsonObject().put("message", message), "");
        }

        Answer say(int instance, JsonObject body, String idempotencyKey) throws Exception {
            HttpRequest.Builder request = request(instance, "/chat-stream").header("authorization", "Bearer " + token);
            if (!idempotencyKey.isEmpty()) {
                request.header("idempotency-key", idempotencyKey);
            }
            return new Answer(send(request.POST(json(body))));
        }

        HttpResponse<String> get(int instance, String path) throws Exception {
            return send(request(instance, path).header("authorization", "Bearer " + token));
        }

        void end(int instance) throws Exception {
            HttpResponse<String> response = send(request(instance, "/session")
                    .header("authorization", "Bearer " + token)
                    .DELETE());
            if (response.statusCode() != 204) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
        }
    }

    /** The events of one answer. */
    record Answer(HttpResponse<String> response) {
        String text() {
            StringBuilder text = new StringBuilder();
            data("token").forEach(token -> text.append(token.getString("text")));
            return text.toString();
        }

        JsonObject done() {
            List<JsonObject> done = data("done");
            if (done.size() != 1) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
            return done.getFirst();
        }

        List<JsonObject> data(String event) {
            List<JsonObject> found = new ArrayList<>();
            for (String block : response.body().split("\n\n", -1)) {
                if (block.startsWith("event: " + event + "\n")) {
                    found.add(new JsonObject(block.substring(block.indexOf("data: ") + "data: ".length())));
                }
            }
            return found;
        }
    }

    @Override
    public void close() throws IOException {
        for (Instance instance : instances) {
            instance.stop().toCompletionStage().toCompletableFuture().join();
        }
        client.close();
        durable.close();
        sessions.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
