package dev.rapport.chat;

import static dev.rapport.chat.ApiUser.export;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryBook.Replacing;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.log.RedisMemoryLog;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an export has, also of what changes while it is read. */
@Timeout(120)
class ExportIT {
    /** With these 24 MB lie behind what the sockets hold, and no page of them is read before the client goes on. */
    private static final int MEMORIES = 4_000;

    private static final int CONVERSATIONS = 500;
    private static final int LONG_MESSAGES = 8;
    private static final String LONG = " and so on".repeat(800);

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static ApiUser user(String name) throws Exception {
        return new ApiUser(service, service.begin(1, name));
    }

    /** Reads to the first line of that kind, waits for something to happen, and reads on. */
    private static List<JsonObject> exportAmid(ApiUser user, String kind, Callable<?> meanwhile) throws Exception {
        List<JsonObject> lines = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(
                    service.request(1, "/v1/me/export")
                            .header("authorization", "Bearer " + user.talk().token)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader body = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                do {
                    lines.add(new JsonObject(body.readLine()));
                } while (!lines.getLast().getString("kind").equals(kind));
                meanwhile.call();
                body.lines().map(JsonObject::new).forEach(lines::add);
            }
        }
        assertThat(lines.getLast().getString("kind")).isEqualTo("end");
        return lines;
    }

    private static List<JsonObject> of(String kind, List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> line.getString("kind").equals(kind))
                .toList();
    }

    /** Without a request, whose deadlines a busy machine may miss. */
    private static Replacing edit(String user, String words, String otherWords) throws Exception {
        Owner owner = Owner.authenticated(user);
        QuantizedVector vector = QuantizedVector.of(Vectors.random(new Random(7)));
        try (RedisMemoryLog log =
                RedisMemoryLog.connect(service.durable.uri("chat"), Duration.ofSeconds(30), service.vault())) {
            MemoryBook book = log.book();
            String epoch = book.epoch(owner).toCompletableFuture().join();
            String id = book.id(owner, new NewMemory(words, vector, "other"), epoch)
                    .toCompletableFuture()
                    .join();
            NewMemory other = new NewMemory(otherWords, vector, "other");
            return book.replace(owner, id, new Lesson(other, List.of(), "edit", Instant.now()), epoch)
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void export_memoryEditedMeanwhile_isInItOnce() throws Exception {
        ApiUser ada = user("ada");
        List<String> told = new ArrayList<>(List.of("My first box holds maps."));
        IntStream.range(1, MEMORIES).forEach(i -> told.add("My box number " + i + " holds things" + LONG));
        ApiUser.tell(service, "ada", told);

        List<JsonObject> lines =
                exportAmid(ada, "memory", () -> edit("ada", told.getFirst(), "My first box holds MAPS."));

        List<JsonObject> memories = of("memory", lines);
        assertThat(memories).extracting(line -> line.getString("id")).doesNotHaveDuplicates();
        assertThat(memories)
                .extracting(line -> line.getString("text"))
                .filteredOn(text -> text.length() < 100)
                .singleElement()
                .asString()
                .isEqualToIgnoringCase(told.getFirst());
        assertThat(memories).hasSize(MEMORIES);
    }

    @Test
    void export_conversationGoneOnWithMeanwhile_isInIt() throws Exception {
        ApiUser bea = user("bea");
        try (RedisClient client = RedisClient.create(service.durable.uri("operator"));
                var connection = client.connect()) {
            RedisAsyncCommands<String, String> redis = connection.async();
            List<RedisFuture<?>> kept = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                kept.add(redis.zadd("{bea}:convs", 1_700_000_000_000.0 + i, "c_" + i));
                kept.add(said(redis, i, 0, "Conversation " + i));
                for (int j = 1; j <= LONG_MESSAGES; j++) {
                    kept.add(said(redis, i, j, "Message " + j + LONG));
                }
            }
            for (RedisFuture<?> one : kept) {
                one.get();
            }

            List<JsonObject> lines = exportAmid(bea, "message", () -> {
                said(redis, 0, LONG_MESSAGES + 1, "Once more").get();
                return redis.zadd("{bea}:convs", 1_800_000_000_000.0, "c_0").get();
            });

            assertThat(of("conversation", lines))
                    .extracting(line -> line.getString("id"))
                    .hasSize(CONVERSATIONS)
                    .contains("c_0")
                    .doesNotHaveDuplicates();
        }
    }

    private static RedisFuture<String> said(
            RedisAsyncCommands<String, String> redis, int conversation, int turn, String text) {
        return redis.xadd(
                "{bea}:conv:c_" + conversation,
                "turn",
                "gen_" + conversation + "_" + turn,
                "role",
                "user",
                "text",
                text);
    }

    @Test
    void export_summariesOfAConversation_areInIt() throws Exception {
        ApiUser cy = user("cy");
        cy.talk().say(1, "I live in Paris.").done();
        String conversation = cy.get(1, "/v1/me").getString("conversation");
        try (RedisClient client = RedisClient.create(service.durable.uri("operator"));
                var connection = client.connect()) {
            connection
                    .sync()
                    .hset(
                            "{cy}:conv:" + conversation + ":summary",
                            Map.of("text", "They live in Paris.", "reach", "2", "since", "2", "tried", "2"));
        }

        List<JsonObject> lines = export(cy, 1);

        assertThat(of("summary", lines))
                .containsExactly(new JsonObject()
                        .put("kind", "summary")
                        .put("conversation", conversation)
                        .put("messages", 2)
                        .put("text", "They live in Paris."));
        assertThat(lines.getLast().getJsonObject("counts").getInteger("summary"))
                .isOne();
    }
}
