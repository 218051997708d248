package dev.rapport.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Fact;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.Vectors;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the log when Redis is killed, stopped, flushed or not there. */
@Timeout(60)
class RedisMemoryLogFaultIT {
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(71)));

    /* Where the deadline itself is not what is tested: the machine may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Owner owner = Owner.authenticated("alice");

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Lesson lesson(String text, Fact... facts) {
        return new Lesson(
                new NewMemory(text, VECTOR, "model"), List.of(facts), "turn" + COUNT.incrementAndGet(), Instant.EPOCH);
    }

    @Test
    void learn_acknowledgedThenRedisKilled_isThereAfterTheRestart(@TempDir Path own) throws Exception {
        RedisProcess process = RedisProcess.start(own);
        try (RedisMemoryLog ownLog = RedisMemoryLog.connect(process.uri(), PATIENCE)) {
            for (int round = 0; round < 5; round++) {
                Learned learned = get(ownLog.learn(
                        owner, lesson("Round " + round, new Fact("home", "City " + round, true, false, 1))));
                process.kill();
                assertFailsSoon(ownLog);
                process.startAgain(); // it has forgotten its scripts as well
                assertThat(learned.memoryIds()).hasSize(1);
                awaitConnected(ownLog);

                List<LogEntry> entries = get(ownLog.read(owner, LogEntry.START, 100));
                assertThat(entries).anyMatch(entry -> entry.position().equals(learned.position()));
                assertThat(get(ownLog.facts(owner)))
                        .extracting(RememberedFact::value)
                        .containsExactly("City " + round);
            }
        } finally {
            process.close();
        }
    }

    private void assertFailsSoon(RedisMemoryLog ownLog) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> get(ownLog.learn(owner, lesson("Nobody hears this"))))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(MemoryLogUnavailable.class)
                .hasMessageStartingWith("durable Redis at 127.0.0.1:");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    /** The connection comes back by itself within half a second; until then each call fails. */
    private void awaitConnected(RedisMemoryLog ownLog) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (ownLog.facts(owner)
                .toCompletableFuture()
                .handle((_, failure) -> failure != null)
                .join()) {
            assertThat(System.nanoTime()).as("reconnected within 5 s").isLessThan(end);
        }
    }

    @Test
    void learn_scriptsFlushed_areLoadedAgain(@TempDir Path own) throws Exception {
        try (RedisProcess process = RedisProcess.start(own);
                RedisMemoryLog log = RedisMemoryLog.connect(process.uri(), PATIENCE);
                RedisClient client = RedisClient.create(process.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            get(log.learn(owner, lesson("I live in Paris.")));
            connection.sync().scriptFlush();

            assertThat(get(log.learn(owner, lesson("I like jazz."))).memoryIds())
                    .hasSize(1);
            assertThat(get(log.read(owner, LogEntry.START, 10))).hasSize(2);
        }
    }

    @Test
    void learn_noRedisAtAll_failsWithTheAddressAndWithoutThePassword() {
        try (RedisMemoryLog nowhere = RedisMemoryLog.connect("redis://user:secret@127.0.0.1:1")) {
            assertThatThrownBy(() -> get(nowhere.facts(owner)))
                    .cause()
                    .isInstanceOf(MemoryLogUnavailable.class)
                    .hasMessageContaining("127.0.0.1:1: facts: ")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void learn_redisStandsStill_failsAtTheDeadline_andTheSameLessonAgainCountsOnce(@TempDir Path own) throws Exception {
        try (RedisProcess process = RedisProcess.start(own);
                RedisMemoryLog log = RedisMemoryLog.connect(process.uri())) {
            awaitConnected(log);
            get(log.learn(owner, lesson("I have a boat."))); // makes the user's key
            Lesson lesson = lesson("I live in Paris.", new Fact("home", "Paris", true, false, 1));
            process.pause();
            long start = System.nanoTime();
            assertThatThrownBy(() -> get(log.learn(owner, lesson)))
                    .cause()
                    .isInstanceOf(MemoryLogUnavailable.class)
                    .hasMessageEndingWith("learn: no reply within 250 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(240), Duration.ofSeconds(3));
            process.resume(); // what was sent before takes effect now: the reply was late, not the lesson lost

            awaitConnected(log);
            Learned again = get(log.learn(owner, lesson));

            assertThat(again.memoryIds()).hasSize(1);
            assertThat(get(log.read(owner, LogEntry.START, 10))).hasSize(2);
        }
    }

    @Test
    void learn_redisStandsStillUnderLoad_refusesWhatDoesNotFitTheQueue(@TempDir Path own) throws Exception {
        try (RedisProcess process = RedisProcess.start(own);
                RedisMemoryLog log = RedisMemoryLog.connect(process.uri(), PATIENCE)) {
            get(log.facts(owner));
            process.pause();
            List<CompletableFuture<Boolean>> failed = IntStream.range(0, 2 * DurableRedis.REQUESTS_MAX)
                    .mapToObj(_ -> log.facts(owner).toCompletableFuture().handle((_, failure) -> failure != null))
                    .toList();
            long refusedAtOnce =
                    failed.stream().filter(CompletableFuture::isDone).count();

            assertThat(refusedAtOnce).isEqualTo(DurableRedis.REQUESTS_MAX);
            assertThat(failed).allMatch(CompletableFuture::join);
            process.resume();
            awaitConnected(log);
        }
    }
}
