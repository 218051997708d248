package dev.rapport.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances 1 and 2 encrypt, instance 3 does not; all on the same stores. */
@Timeout(120)
class DataProtectionIT {
    private static final int MEMORIES = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 2);
        service.startOneMore(Map.of("RAPPORT_ENCRYPTION_TEXTS", "off"));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /** All that both stores have on the disk. */
    private static String files() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String store : List.of("durable", "volatile")) {
            try (Stream<Path> files = Files.walk(folder.resolve(store))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.append(Files.readString(file, ISO_8859_1));
                }
            }
        }
        return all.toString();
    }

    private static HttpResponse<String> erase(RunningService.Talk talk, int instance, String confirm) throws Exception {
        return service.send(service.request(instance, "/v1/me/erasure")
                .header("authorization", "Bearer " + talk.token)
                .POST(RunningService.json(new JsonObject().put("confirm", confirm))));
    }

    private static JsonObject receipt(RunningService.Talk talk, int instance, String user) throws Exception {
        HttpResponse<String> erased = erase(talk, instance, user);
        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        return new JsonObject(erased.body());
    }

    /** An answer for which nothing was too late: on a busy machine it may take more than one. */
    private static RunningService.Answer whole(RunningService.Talk talk, int instance, String message)
            throws Exception {
        for (int i = 0; i < 10; i++) {
            RunningService.Answer answer = talk.say(instance, message);
            if (answer.done().getJsonObject("timing_ms").getJsonArray("dropped").isEmpty()) {
                return answer;
            }
        }
        throw new AssertionError(message + ": no answer with all that is known");
    }

    /** Every key that is not the user's, with the bytes that it holds. */
    private static Map<String, String> othersThan(String user) {
        Map<String, String> others = new TreeMap<>();
        for (RedisProcess store : List.of(service.durable, service.sessions)) {
            try (RedisClient client = RedisClient.create(store.uri("operator"));
                    var connection = client.connect()) {
                for (String key : connection.sync().keys("{*")) {
                    if (!key.startsWith("{" + user + "}")) {
                        others.put(
                                key, HexFormat.of().formatHex(connection.sync().dump(key)));
                    }
                }
            }
        }
        return others;
    }

    private static List<String> keysOf(String user) {
        List<String> keys = new ArrayList<>();
        for (RedisProcess store : List.of(service.durable, service.sessions)) {
            try (RedisClient client = RedisClient.create(store.uri("operator"));
                    var connection = client.connect()) {
                keys.addAll(connection.sync().keys("{" + user + "}*"));
            }
        }
        return keys;
    }

    private static void remember(String user, int count, String canary, boolean sealed) throws Exception {
        AesVault vault = new AesVault(MasterKey.loadOrMake(folder.resolve("secrets")), sealed);
        Embedding vector = Vectors.random(new Random(7));
        try (RedisMemoryLog log = RedisMemoryLog.connect(service.durable.uri("chat"), PATIENCE, vault)) {
            List<CompletableFuture<Learned>> learned = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                NewMemory memory = new NewMemory("The " + canary + " number " + i, QuantizedVector.of(vector), "m");
                Lesson lesson = new Lesson(memory, List.of(), "turn" + i, Instant.ofEpochSecond(1_700_000_000L + i));
                learned.add(log.learn(Owner.authenticated(user), lesson).toCompletableFuture());
                if (learned.size() % 200 == 0) {
                    learned.getLast().join();
                }
            }
            learned.forEach(CompletableFuture::join);
        }
    }

    @Test
    void talk_encrypted_leavesNoWordOnTheDisk_andInClearItDoes() throws Exception {
        for (int instance : new int[] {1, 3}) {
            String mark = instance == 1 ? "sealed" : "clear";
            RunningService.Talk talk = service.begin(instance, "ned-" + mark);
            String told = "My sister lives in Xanadu" + mark + ".";
            RunningService.Answer answer =
                    talk.say(instance, new JsonObject().put("message", told), "key-of-ned-" + mark);
            assertThat(answer.done().getJsonArray("learned")).hasSize(1);
            String asked = "Where does my sister live, lampyridae" + mark + "?";
            assertThat(whole(talk, instance, asked).text()).contains("Xanadu" + mark);
            assertThat(talk.get(2, "/v1/traits").body()).contains("Xanadu" + mark); // reads both kinds
        }
        String files = files();
        assertThat(files).contains("sister lives in Xanaduclear", "lampyridaeclear", "{ned-sealed}:conv:");
        assertThat(files).doesNotContain("Xanadusealed", "xanadusealed", "lampyridaesealed");
    }

    @Test
    void erase_aUserOfAThousandMemories_leavesNothing_andTheOthersAsTheyWere() throws Exception {
        remember("mia", MEMORIES, "canaryclear", false);
        remember("zoe", 10, "canaryzoe", false);
        RunningService.Talk mia = service.begin(1, "mia");
        RunningService.Talk zoe = service.begin(1, "zoe");
        service.begin(1, "mia.b").say(1, "My brother lives in Oslo.");
        whole(mia, 3, "My brother lives in Samarkandclear.");
        for (int instance = 1; instance <= 2; instance++) {
            assertThat(whole(mia, instance, "Where does my brother live?").text())
                    .contains("Samarkandclear");
        }
        assertThat(files()).contains("canaryclear", "Samarkandclear");
        Map<String, String> others = othersThan("mia");

        assertThat(erase(mia, 1, "zoe").statusCode()).isEqualTo(400);
        JsonObject receipt = receipt(mia, 1, "mia");

        assertThat(files()).doesNotContain("canaryclear", "Samarkandclear").contains("canaryzoe");
        assertThat(receipt.getString("user")).isEqualTo("mia");
        assertThat(receipt.getJsonObject("deleted").getJsonObject("durable").getLong("memories"))
                .isBetween(MEMORIES + 1L, MEMORIES + 3L);
        assertThat(receipt.getJsonObject("deleted").getJsonObject("volatile").getLong("sessions"))
                .isOne();
        assertThat(receipt.getJsonObject("rescan").getMap())
                .containsEntry("durable", 0)
                .containsEntry("volatile", 0);
        assertThat(Instant.parse(receipt.getJsonObject("files").getString("rewritten_at")))
                .isBeforeOrEqualTo(Instant.now());
        assertThat(keysOf("mia")).containsExactly("{mia}:key");
        assertThat(othersThan("mia")).isEqualTo(others);
        for (int instance = 1; instance <= 3; instance++) {
            assertThat(mia.get(instance, "/v1/me").statusCode()).isEqualTo(401);
        }

        // the second instance has read her memories before, and does not find them
        RunningService.Talk again = service.begin(2, "mia");
        RunningService.Answer answer = whole(again, 2, "Where does my brother live?");
        assertThat(answer.response().body()).doesNotContain("Samarkandclear", "canaryclear");
        assertThat(new JsonObject(again.get(1, "/v1/traits").body()).getJsonArray("traits"))
                .isEmpty();
        whole(again, 2, "My brother lives in Turin.");
        assertThat(whole(again, 1, "Where does my brother live?").text()).contains("Turin");
        assertThat(zoe.get(2, "/v1/me").statusCode()).isEqualTo(200);

        receipt(again, 2, "mia"); // twice does no harm
        assertThat(keysOf("mia")).containsExactly("{mia}:key");
    }

    /** Whatever the turns were at when their user was erased, none of them writes afterwards. */
    @Test
    void erase_amidTurnsOnAllInstances_nothingComesBack() throws Exception {
        RunningService.Talk kim = service.begin(1, "kim");
        kim.say(1, "I have a boat.").done();
        List<Future<Integer>> talks = new ArrayList<>();
        CountDownLatch amid = new CountDownLatch(12);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                int talk = i;
                talks.add(clients.submit(() -> {
                    int turns = 0;
                    while (kim.say(1 + (talk + turns) % 3, "My dog number " + talk + "/" + turns + " is called Rex.")
                                    .response()
                                    .statusCode()
                            != 401) {
                        turns++;
                        amid.countDown();
                    }
                    return turns;
                }));
            }
            assertThat(amid.await(60, TimeUnit.SECONDS)).isTrue();
            JsonObject receipt = receipt(kim, 1, "kim");
            assertThat(receipt.getJsonObject("rescan").getMap()).containsEntry("durable", 0);
            for (Future<Integer> talk : talks) {
                talk.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(keysOf("kim")).containsExactly("{kim}:key");
    }

    @Test
    void erase_withoutAToken_isNotFoundOut() throws Exception {
        HttpResponse<String> refused = service.send(
                service.request(1, "/v1/me/erasure").POST(RunningService.json(new JsonObject().put("confirm", "mia"))));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body().getBytes(UTF_8)).isNotEmpty();
    }

    @Test
    void start_withAnotherMasterKey_saysSo() throws Exception {
        service.begin(1, "lea").say(1, "I have a boat.").done(); // there is something that the key must fit
        try {
            service.startOneMore(Map.of("RAPPORT_ENCRYPTION_MASTER_KEY", "ab".repeat(32)));
            throw new AssertionError("it started");
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e)
                    .hasMessageContaining(
                            "master key: not the one that the texts in the durable Redis are sealed with");
        }
    }
}
