package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Fact;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.log.RedisMemoryLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What one user asks of either instance. */
record ApiUser(RunningService service, RunningService.Talk talk) {
    HttpResponse<String> send(int instance, String method, String path, String body) throws Exception {
        return service.send(service.request(instance, path)
                .header("authorization", "Bearer " + talk.token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    JsonObject ask(int status, int instance, String method, String path, JsonObject body) throws Exception {
        HttpResponse<String> response = send(instance, method, path, body.isEmpty() ? "" : body.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
    }

    JsonObject get(int instance, String path) throws Exception {
        return ask(200, instance, "GET", path, new JsonObject());
    }

    JsonObject add(int instance, String text) throws Exception {
        return ask(201, instance, "POST", "/v1/memories", text(text));
    }

    JsonObject edit(int instance, JsonObject memory, String text) throws Exception {
        return ask(200, instance, "PATCH", path(memory), text(text));
    }

    /** The texts of the memories with this status, newest first. */
    List<String> texts(int instance, String status) throws Exception {
        return texts(get(instance, "/v1/memories?status=" + status).getJsonArray("memories"));
    }

    static List<String> texts(JsonArray memories) {
        return objects(memories).stream()
                .map(memory -> memory.getString("text"))
                .toList();
    }

    /** The traits as attribute=value. */
    List<String> traits(int instance) throws Exception {
        return objects(get(instance, "/v1/traits").getJsonArray("traits")).stream()
                .map(trait -> trait.getString("attribute") + "=" + trait.getString("value"))
                .toList();
    }

    List<String> events(int instance, JsonObject memory) throws Exception {
        return objects(get(instance, path(memory) + "/history").getJsonArray("history")).stream()
                .map(event -> event.getString("event"))
                .toList();
    }

    static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }

    static String path(JsonObject memory) {
        return "/v1/memories/" + memory.getString("id");
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    /** Without the embedding model, which would take most of the time. */
    static List<String> tell(RunningService service, String user, int count) throws Exception {
        List<String> texts = IntStream.range(0, count)
                .mapToObj(i -> "My box number " + i + " holds " + (i * 31) + " things.")
                .toList();
        tell(service, user, texts);
        return texts;
    }

    static void tell(RunningService service, String user, List<String> texts) throws Exception {
        Random random = new Random(7);
        List<CompletableFuture<?>> told = new ArrayList<>();
        try (RedisMemoryLog log =
                RedisMemoryLog.connect(service.durable.uri("chat"), Duration.ofSeconds(30), service.vault())) {
            for (int i = 0; i < texts.size(); i++) {
                NewMemory memory = new NewMemory(texts.get(i), QuantizedVector.of(Vectors.random(random)), "other");
                told.add(log.learn(
                                Owner.authenticated(user),
                                new Lesson(memory, List.of(), "turn" + i, Instant.ofEpochSecond(1_700_000_000L + i)))
                        .toCompletableFuture());
                if (i == 0
                        || told.size()
                                == 500) { // the first is waited for: it brings the script, and so keeps the order
                    CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0]))
                            .join();
                    told.clear();
                }
            }
            CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0])).join();
        }
    }

    /** As if by a version that took it so. */
    static void know(RunningService service, String user, Fact fact) throws Exception {
        try (RedisMemoryLog log =
                RedisMemoryLog.connect(service.durable.uri("chat"), Duration.ofSeconds(30), service.vault())) {
            log.learn(Owner.authenticated(user), new Lesson(null, List.of(fact), "turn-" + fact, Instant.now()))
                    .toCompletableFuture()
                    .join();
        }
    }

    static List<String> texts(List<JsonObject> memories) {
        return memories.stream().map(memory -> memory.getString("text")).toList();
    }

    static List<JsonObject> pages(ApiUser user, String path, String name) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        String after = "";
        int instance = 0;
        do {
            instance = 1 + instance % 2;
            JsonObject page = user.get(instance, path + after);
            all.addAll(objects(page.getJsonArray(name)));
            after = page.getString("next") == null ? "" : "&after=" + page.getString("next");
        } while (!after.isEmpty());
        return all;
    }

    static List<JsonObject> export(ApiUser user, int instance) throws Exception {
        HttpResponse<String> response = user.send(instance, "GET", "/v1/me/export", "");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(response.headers().firstValue("content-disposition").orElseThrow())
                .startsWith("attachment; filename=\"rapport-");
        List<JsonObject> lines = response.body().lines().map(JsonObject::new).toList();
        assertThat(lines.getFirst().getString("kind")).isEqualTo("export");
        assertThat(lines.getLast().getString("kind")).isEqualTo("end");
        return lines;
    }
}
