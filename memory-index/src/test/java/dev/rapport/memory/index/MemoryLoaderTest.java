package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.Vectors;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Replies of the log, and the thread that applies them, go on by the test's own hand. */
class MemoryLoaderTest {
    private static final Owner ADA = Owner.authenticated("ada");

    private final HeldLog log = new HeldLog();
    private final Queue<Runnable> applier = new ArrayDeque<>();
    private final MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX, "", Runnable::run);
    private final MemoryLoader loader = new MemoryLoader(cache, log, applier::add);

    private record Asked(Owner owner, String position, CompletableFuture<List<LogEntry>> reply) {}

    private static final class HeldLog implements MemoryLog {
        private final Queue<Asked> asked = new ArrayDeque<>();

        @Override
        public CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax) {
            Asked question = new Asked(owner, afterPosition, new CompletableFuture<>());
            asked.add(question);
            return question.reply;
        }

        @Override
        public CompletionStage<Learned> learn(Owner owner, Lesson lesson) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<RememberedFact>> facts(Owner owner) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static List<LogEntry> entries(int from, int to) {
        QuantizedVector vector = QuantizedVector.of(Vectors.plane(1, 0));
        List<LogEntry> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Memory memory = new Memory("m_" + i, "text " + i, Instant.EPOCH, "t", vector, "m");
            entries.add(new LogEntry.Added("1-" + (i + 1), memory));
        }
        return entries;
    }

    private void reply(int from, int to) {
        log.asked.remove().reply.complete(entries(from, to));
    }

    @Test
    void load_longLog_isReadPageByPage_andFoundAsItComes() {
        CompletableFuture<UserMemories> done = loader.load(ADA).toCompletableFuture();
        reply(0, MemoryLoader.PAGE);
        assertThat(loader.memoriesOf(ADA).size()).as("not on the log's thread").isZero();
        applier.remove().run();
        assertThat(loader.memoriesOf(ADA).size()).isEqualTo(MemoryLoader.PAGE);
        assertThat(done).isNotDone();

        assertThat(log.asked.element().position).isEqualTo("1-" + MemoryLoader.PAGE);
        reply(MemoryLoader.PAGE, MemoryLoader.PAGE + 3);
        applier.remove().run();
        assertThat(done).isCompleted();
        assertThat(cache.memoriesOf(ADA).size()).isEqualTo(MemoryLoader.PAGE + 3);
        assertThat(log.asked).isEmpty();
    }

    @Test
    void load_askedTwice_readsOnce_andBothAreTold() {
        CompletableFuture<UserMemories> first = loader.load(ADA).toCompletableFuture();
        CompletableFuture<UserMemories> second = loader.load(ADA).toCompletableFuture();
        first.cancel(true); // who waits no longer does not end it for the other
        assertThat(log.asked).hasSize(1);
        reply(0, MemoryLoader.PAGE);
        applier.remove().run();
        reply(MemoryLoader.PAGE, MemoryLoader.PAGE + 1);
        applier.remove().run();

        assertThat(second).isCompletedWithValue(cache.memoriesOf(ADA));
        loader.load(ADA);
        assertThat(log.asked).as("after its end it may begin again").hasSize(1);
    }

    /** What was learned before the second call may not be on a page that was asked for before. */
    @Test
    void load_askedWhenTheLastPageIsOnTheWay_endsWithTheOneAfterIt() {
        CompletableFuture<UserMemories> first = loader.load(ADA).toCompletableFuture();
        CompletableFuture<UserMemories> second = loader.load(ADA).toCompletableFuture();
        reply(0, 1);
        applier.remove().run();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();

        reply(1, 2);
        applier.remove().run();
        assertThat(second).isCompleted();
        assertThat(cache.memoriesOf(ADA).size()).isEqualTo(2);
        assertThat(log.asked).isEmpty();
    }

    @Test
    void load_moreThanTheCacheHolds_endsWithAllOfIt() {
        MemoryCache tiny = new MemoryCache(10_000, "", Runnable::run);
        MemoryLoader ofTiny = new MemoryLoader(tiny, log, applier::add);
        CompletableFuture<UserMemories> done = ofTiny.load(ADA).toCompletableFuture();
        reply(0, MemoryLoader.PAGE - 1);
        applier.remove().run();

        assertThat(tiny.size()).isZero();
        assertThat(done.join().size()).isEqualTo(MemoryLoader.PAGE - 1);
    }

    @Test
    void load_manyUsers_fewAtOneTime_othersWait_andThenAreRefused() {
        for (int i = 0; i < MemoryLoader.LOADS_MAX + MemoryLoader.WAITING_MAX; i++) {
            loader.load(Owner.authenticated("user" + i));
        }
        assertThat(log.asked).hasSize(MemoryLoader.LOADS_MAX);
        assertThatThrownBy(() -> loader.load(ADA).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("loads waiting: 256 (expected: below it)");

        reply(0, 1);
        applier.remove().run();
        assertThat(log.asked).hasSize(MemoryLoader.LOADS_MAX);
        assertThat(loader.load(ADA).toCompletableFuture()).isNotDone();
    }

    @Test
    void load_logFails_saysSo_andTheNextGoesOnBehindWhatIsThere() {
        CompletableFuture<UserMemories> done = loader.load(ADA).toCompletableFuture();
        reply(0, MemoryLoader.PAGE);
        applier.remove().run();
        log.asked.remove().reply.completeExceptionally(new MemoryLogUnavailable("away", null));

        assertThatThrownBy(done::join).hasCauseInstanceOf(MemoryLogUnavailable.class);
        assertThat(loader.memoriesOf(ADA).size()).isEqualTo(MemoryLoader.PAGE);
        loader.load(ADA);
        assertThat(log.asked.element().position).isEqualTo("1-" + MemoryLoader.PAGE);
    }

    @Test
    void memoriesOf_droppedByTheCacheDuringTheLoad_areThoseThatGrow() {
        MemoryCache tiny = new MemoryCache(10_000, "", Runnable::run);
        MemoryLoader ofTiny = new MemoryLoader(tiny, log, applier::add);
        ofTiny.load(ADA);
        reply(0, MemoryLoader.PAGE);
        applier.remove().run();

        assertThat(tiny.size()).isZero();
        assertThat(ofTiny.memoriesOf(ADA).size()).isEqualTo(MemoryLoader.PAGE);
    }

    @Test
    void evict_duringALoad_endsIt_andNothingIsLeft() {
        CompletableFuture<UserMemories> done = loader.load(ADA).toCompletableFuture();
        loader.evict(ADA);
        assertThat(done).isCompletedExceptionally();
        reply(0, MemoryLoader.PAGE);
        applier.remove().run();

        assertThat(log.asked).as("it reads no further").isEmpty();
        assertThat(loader.memoriesOf(ADA).size()).isZero();
    }
}
