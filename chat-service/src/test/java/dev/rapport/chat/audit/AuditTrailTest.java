package dev.rapport.chat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AuditTrailTest {
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
                0,
                "",
                3);
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Behaves like the stream in Redis: refuses a number it has, and can lose a reply after it took effect. */
    private static final class MemoryStore implements AuditStore {
        final List<AuditTool.Entry> entries = new ArrayList<>();
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
        public Future<Void> append(long sequence, String line, String hash) {
            if (entries.isEmpty() || entries.getLast().sequence() < sequence) {
                entries.add(new AuditTool.Entry("audit:1", sequence, line, hash));
            }
            return failuresLeft-- > 0 ? Future.failedFuture("reply lost") : Future.succeededFuture();
        }
    }
}
