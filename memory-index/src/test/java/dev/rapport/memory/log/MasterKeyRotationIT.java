package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.Vault;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MasterKeyRotationIT {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(82)));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String A = "ab".repeat(32);
    private static final String B = "cd".repeat(32);
    private static final Owner MIA = Owner.authenticated("mia");
    private static final Owner ZOE = Owner.authenticated("zoe");

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> store;

    private final List<RedisMemoryLog> open = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder);
        client = RedisClient.create(redis.uri());
        store = client.connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        store.sync().flushall();
    }

    @AfterEach
    void close() {
        open.parallelStream().forEach(RedisMemoryLog::close); // each waits a moment for its threads
    }

    /** An instance that was started with these master keys, the first of which wraps. */
    private RedisMemoryLog with(String... keys) {
        RedisMemoryLog log = RedisMemoryLog.connect(redis.uri(), PATIENCE, vault(keys));
        open.add(log);
        return log;
    }

    private static Vault vault(String... keys) {
        return new AesVault(MasterKey.parseAll(String.join(" ", keys), "test"), true);
    }

    private static String shown(String key) {
        return Vault.show(vault(key).fingerprints());
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static MasterKeyRotation.Outcome rotate(RedisMemoryLog log) {
        return log.rotation().run(_ -> {});
    }

    private static void tell(RedisMemoryLog log, Owner owner, String text) {
        get(log.learn(owner, new Lesson(new NewMemory(text, VECTOR, "model"), List.of(), "t " + text, AT)));
    }

    private static List<String> texts(RedisMemoryLog log, Owner owner) {
        return get(log.read(owner, LogEntry.START, 10)).stream()
                .map(entry -> ((LogEntry.Added) entry).memory().text())
                .toList();
    }

    private static void assertStartRefused(RedisMemoryLog log, String known, String missing) {
        assertThatThrownBy(() -> get(log.userKeys().check()))
                .hasCauseInstanceOf(SealBrokenException.class)
                .hasMessageContaining("sealed with: " + shown(known) + " (expected: also " + shown(missing));
    }

    @Test
    void rotation_oneInstanceAfterTheOther_leavesAllReadableAtEachStep_andThenNeedsTheNewKeyOnly() {
        RedisMemoryLog before = with(A);
        tell(before, MIA, "I live in Turin.");
        RedisMemoryLog first = with(A, B);
        get(first.userKeys().check());
        tell(first, MIA, "I have a boat.");
        assertThat(texts(before, MIA)).as("the first step wraps as before").hasSize(2);

        RedisMemoryLog second = with(B, A);
        get(second.userKeys().check());
        tell(second, ZOE, "I live in Oslo.");
        for (RedisMemoryLog knowsBoth : List.of(first, second)) {
            assertThat(texts(knowsBoth, MIA)).containsExactly("I live in Turin.", "I have a boat.");
            assertThat(texts(knowsBoth, ZOE)).containsExactly("I live in Oslo.");
        }
        assertStartRefused(with(A), A, B);
        assertStartRefused(with(B), B, A);
        assertThatThrownBy(() -> rotate(with(B))).isInstanceOf(SealBrokenException.class);

        MasterKeyRotation.Outcome outcome = rotate(second);
        assertThat(outcome).isEqualTo(new MasterKeyRotation.Outcome(2, 1, List.of(), List.of()));
        assertThat(outcome.isDone()).isTrue();
        assertThat(rotate(second).wrapped()).isZero();

        RedisMemoryLog after = with(B);
        get(after.userKeys().check());
        for (RedisMemoryLog knowsB : List.of(first, second, after)) {
            assertThat(texts(knowsB, MIA)).containsExactly("I live in Turin.", "I have a boat.");
            assertThat(texts(knowsB, ZOE)).containsExactly("I live in Oslo.");
        }
        RedisMemoryLog old = with(A);
        assertStartRefused(old, A, B);
        assertThatThrownBy(() -> texts(old, MIA)).hasMessageContaining("{mia}:key under master key " + shown(A));
        assertThatThrownBy(() -> tell(old, Owner.authenticated("newcomer"), "Hello."))
                .hasCauseInstanceOf(SealBrokenException.class);
        assertThat(store.sync().keys("{newcomer}*")).isEmpty();
    }

    @Test
    void wrap_aUserWhoWasErasedSinceItsKeyWasRead_staysErased() {
        RedisMemoryLog both = with(B, A);
        tell(with(A), MIA, "I live in Turin.");
        byte[] read = store.sync().get(MIA.key("key")).getBytes(US_ASCII);
        get(both.userKeys().erase(MIA));
        String mark = store.sync().get(MIA.key("key"));

        assertThat(get(both.rotation().wrap(MIA, read)).wrapped()).isFalse();
        assertThat(store.sync().get(MIA.key("key"))).isEqualTo(mark).startsWith("erased ");
        assertThat(store.sync().pttl(MIA.key("key"))).isPositive();
    }

    @Test
    void rotation_twiceAtOneTimeAndAmidErasures_wrapsEachKeyOnce_andBringsNoneBack() throws Exception {
        RedisMemoryLog before = with(A);
        List<Owner> users = IntStream.range(0, 200)
                .mapToObj(i -> Owner.authenticated("user" + i))
                .toList();
        users.forEach(user -> tell(before, user, "Hello."));
        List<Owner> erased = users.subList(100, 200);
        List<MasterKeyRotation.Outcome> outcomes = new ArrayList<>();
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<MasterKeyRotation.Outcome>> rotations =
                    List.of(beside.submit(() -> rotate(with(B, A))), beside.submit(() -> rotate(with(B, A))));
            erased.forEach(user -> get(before.userKeys().erase(user)));
            for (Future<MasterKeyRotation.Outcome> rotation : rotations) {
                outcomes.add(rotation.get());
            }
        }
        assertThat(outcomes).allMatch(MasterKeyRotation.Outcome::isDone);
        assertThat(outcomes.stream()
                        .mapToLong(MasterKeyRotation.Outcome::wrapped)
                        .sum())
                .isBetween(100L, 200L);
        RedisMemoryLog after = with(B);
        users.subList(0, 100).forEach(user -> assertThat(texts(after, user)).hasSize(1));
        erased.forEach(user -> assertThat(store.sync().get(user.key("key"))).startsWith("erased "));
    }

    @Test
    void rotation_whileAnInstanceStillWrapsWithTheOld_orAKeyIsBroken_saysSo_andLosesNothing() {
        RedisMemoryLog late = with(A, B);
        tell(late, MIA, "I live in Turin.");
        assertThat(rotate(with(B, A)).isDone()).isTrue();
        tell(late, ZOE, "I live in Oslo.");
        assertStartRefused(with(B), B, A);

        String broken = store.sync().get(MIA.key("key")).replaceFirst(".{8}==$", "AAAAAAAA==");
        store.sync().set(MIA.key("key"), broken);
        MasterKeyRotation.Outcome outcome = rotate(with(B, A));
        assertThat(outcome.isDone()).isFalse();
        assertThat(outcome.others()).isEqualTo(vault(A).fingerprints());
        assertThat(outcome.lost()).singleElement().asString().startsWith("{mia}:key under master key " + shown(B));
        assertThat(store.sync().get(MIA.key("key"))).isEqualTo(broken);
        store.sync().del(MIA.key("key"));

        assertThat(rotate(with(B, A)).isDone()).isTrue();
        assertThat(texts(with(B), ZOE)).containsExactly("I live in Oslo.");
    }
}
