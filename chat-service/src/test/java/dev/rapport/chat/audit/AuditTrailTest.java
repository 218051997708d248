package dev.rapport.chat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AuditTrailTest {
    /** As a version without costs wrote them; the hashes were worked out by another program. */
    private static final List<AuditTool.Entry> OLD = List.of(
            new AuditTool.Entry(
                    "audit:1", 1, oldLine(1), "191ed52b1eb778f6493b9544b2b427fd64f4ec6cdb568ae0bc58113dd521843b"),
            new AuditTool.Entry(
                    "audit:1", 2, oldLine(2), "0d2b9b227357677912cd86447565a7e85f86f6d17339717c76d6d2266d9ab7bb"));

    private final Vertx vertx = Vertx.vertx();
    private final MemoryStore store = new MemoryStore();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void add_fromManyThreads_makesOneUnbrokenChain() throws Exception {
        AuditTrail trail = trail();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String user = "user-" + t;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    trail.add(request(user));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await(trail.flushed());

        assertThat(store.entries).hasSize(2_000);
        assertThat(AuditTool.fault(store.entries)).isNull();
    }

    @Test
    void add_afterARestart_goesOnWithTheChain() throws Exception {
        for (int i = 0; i < 3; i++) {
            AuditTrail trail = trail();
            trail.add(request("ada"));
            await(trail.flushed());
        }
        assertThat(store.entries).hasSize(3);
        assertThat(AuditTool.fault(store.entries)).isNull();
    }

    @Test
    void add_storeFailsAfterItTookEffect_nothingIsLostOrDoubled() throws Exception {
        store.failuresLeft = 2;
        AuditTrail trail = trail();
        for (int i = 0; i < 10; i++) {
            trail.add(request("ada"));
        }
        await(trail.flushed());
        assertThat(store.entries).hasSize(10);
        assertThat(AuditTool.fault(store.entries)).isNull();
    }

    @Test
    void add_theProcessBeforeHadMoreUnderWay_goesOnBehindThat() throws Exception {
        store.entries.add(OLD.getFirst());
        store.late.add(OLD.getLast());
        AuditTrail trail = trail();
        trail.add(request("ada"));
        trail.add(request("bea"));
        await(trail.flushed());
        assertThat(store.entries).extracting(AuditTool.Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(AuditTool.fault(store.entries)).isNull();
    }

    @Test
    void fault_anyFlippedByte_isFound() throws Exception {
        AuditTrail trail = trail();
        for (int i = 0; i < 50; i++) {
            trail.add(request("ada"));
        }
        await(trail.flushed());

        Random random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            List<AuditTool.Entry> changed = new ArrayList<>(store.entries);
            int index = random.nextInt(changed.size());
            AuditTool.Entry entry = changed.get(index);
            StringBuilder line = new StringBuilder(entry.line());
            int at = random.nextInt(line.length());
            line.setCharAt(at, (char) (line.charAt(at) ^ 1));
            changed.set(index, new AuditTool.Entry(entry.chain(), entry.sequence(), line.toString(), entry.hash()));
            assertThat(AuditTool.fault(changed))
                    .as("seed 3, round %d", round)
                    .startsWith("record " + (index + 1) + " was changed");
        }
        List<AuditTool.Entry> shorter = new ArrayList<>(store.entries);
        shorter.remove(20);
        assertThat(AuditTool.fault(shorter)).isEqualTo("record 21 is missing (found: 22)");
    }

    @Test
    void add_afterRecordsWithoutCosts_goesOnWithTheirChain() throws Exception {
        store.entries.addAll(OLD);
        AuditTrail trail = trail();
        trail.add(request("ada"));
        await(trail.flushed());
        assertThat(store.entries).hasSize(3);
        assertThat(AuditTool.fault(store.entries)).isNull();
        assertThat(store.entries.getLast().line())
                .contains(
                        "\"completion_tokens\":2,\"cost_micros\":5,\"parts\":\"openai:412+9,backup:421+3\",\"ms\":3}");
    }

    @Test
    void verify_exportWithRecordsOfBothKinds_chainHolds(@TempDir Path folder) throws Exception {
        store.entries.addAll(OLD);
        AuditTrail trail = trail();
        trail.add(request("ada"));
        await(trail.flushed());
        Path file = folder.resolve("audit.jsonl");
        AuditTool.write(Map.of("audit:1", store.entries), file);

        AuditToolRun run = AuditToolRun.of(folder, "verify", file.toString());
        assertThat(run.output()).contains("audit: 3 records in 1 chains; all verified");
        assertThat(run.exitCode()).isZero();

        Files.writeString(file, Files.readString(file).replace("cost_micros\\\":5", "cost_micros\\\":4"));
        AuditToolRun cheated = AuditToolRun.of(folder, "verify", file.toString());
        assertThat(cheated.output()).contains("BROKEN: record 3 was changed");
        assertThat(cheated.exitCode()).isEqualTo(1);
    }

    private AuditTrail trail() {
        return new AuditTrail(vertx, vertx.getOrCreateContext(), store, () -> {});
    }

    private static AuditRecord request(String user) {
        return new AuditRecord(
                Instant.parse("2026-11-21T09:00:00Z"),
                "req_1",
                user,
                "POST /chat-stream",
                200,
                "ok",
                "local",
                1,
                2,
                5,
                "openai:412+9,backup:421+3",
                3);
    }

    private static String oldLine(int sequence) {
        return "{\"seq\":" + sequence + ",\"at\":\"2026-11-21T09:00:00Z\",\"request\":\"req_" + sequence
                + "\",\"user\":\"ada\",\"action\":\"POST /chat-stream\",\"status\":200,\"outcome\":\"ok\","
                + "\"provider\":\"local\",\"prompt_tokens\":1,\"completion_tokens\":2,\"ms\":3}";
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Behaves like the stream in Redis: refuses a number it has, and can lose a reply after it took effect. */
    private static final class MemoryStore implements AuditStore {
        final List<AuditTool.Entry> entries = new ArrayList<>();
        final List<AuditTool.Entry> late = new ArrayList<>();
        int failuresLeft;

        @Override
        public Future<Optional<Last>> last() {
            return Future.succeededFuture(
                    entries.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Last(
                                    entries.getLast().sequence(),
                                    entries.getLast().hash())));
        }

        @Override
        public Future<Integer> append(List<Linked> records) {
            entries.addAll(late);
            late.clear();
            int in = 0;
            while (in < records.size() && isIn(records.get(in))) {
                in++;
            }
            return failuresLeft-- > 0 ? Future.failedFuture("reply lost") : Future.succeededFuture(in);
        }

        private boolean isIn(Linked record) {
            if (entries.isEmpty() || entries.getLast().sequence() < record.sequence()) {
                entries.add(new AuditTool.Entry("audit:1", record.sequence(), record.line(), record.hash()));
            }
            return entries.stream()
                    .anyMatch(entry -> entry.sequence() == record.sequence()
                            && entry.hash().equals(record.hash()));
        }
    }
}
