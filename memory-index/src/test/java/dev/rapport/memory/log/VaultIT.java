package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.ErasedException;
import dev.rapport.memory.Fact;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.LogPage;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VaultIT {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(81)));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static MasterKey master;
    private static RedisMemoryLog log;
    private static RedisMemoryLog off;

    private final Owner owner = Owner.authenticated("user" + COUNT.incrementAndGet());

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder);
        master = MasterKey.loadOrMake(folder.resolve("secrets")).getFirst();
        log = RedisMemoryLog.connect(redis.uri(), PATIENCE, new AesVault(master, true));
        off = RedisMemoryLog.connect(redis.uri(), PATIENCE, new AesVault(master, false));
    }

    @AfterAll
    static void stop() {
        log.close();
        off.close();
        redis.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Lesson lesson(String text, Fact... facts) {
        return new Lesson(new NewMemory(text, VECTOR, "model"), List.of(facts), "t" + COUNT.incrementAndGet(), AT);
    }

    private static Fact home(String city) {
        return new Fact("home", city, true, false, 0.9f);
    }

    private static Fact likes(String what) {
        return new Fact("likes", what, false, false, 0.9f);
    }

    private List<String> texts(RedisMemoryLog of) {
        return get(of.read(owner, LogEntry.START, 1_000)).stream()
                .filter(LogEntry.Added.class::isInstance)
                .map(entry -> ((LogEntry.Added) entry).memory().text())
                .toList();
    }

    private List<String> values(RedisMemoryLog of) {
        return get(of.facts(owner)).stream().map(RememberedFact::value).sorted().toList();
    }

    private String epoch() {
        return get(log.page(owner, LogEntry.START, 1)).epoch();
    }

    /** All that the store's folder has, files that are being written included. */
    private static String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void learn_sealed_leavesNoWordInTheFile_andOffDoes() throws Exception {
        get(log.learn(owner, lesson("I moved to Xanadu-on.", home("Xanadu-on"), likes("yellowtea-on"))));
        get(log.learn(owner, lesson("I moved to Samarkand-on.", home("Samarkand-on"))));
        Owner other = Owner.authenticated("plain");
        get(off.learn(other, lesson("I moved to Xanadu-off.", home("Xanadu-off"), likes("yellowtea-off"))));

        assertThat(files()).contains("moved to Xanadu-off", "yellowtea-off", "home", owner.key("traits"));
        assertThat(files()).doesNotContain("Xanadu-on", "Samarkand-on", "yellowtea-on");
        assertThat(texts(log)).containsExactly("I moved to Xanadu-on.", "I moved to Samarkand-on.");
        assertThat(values(log)).containsExactly("Samarkand-on", "yellowtea-on");
        assertThat(get(log.past(owner)))
                .singleElement()
                .satisfies(past -> assertThat(past.fact().value()).isEqualTo("Xanadu-on"));
        assertThat(get(off.facts(owner))).as("off still opens").hasSize(2);
    }

    @Test
    void learn_whatIsKnown_isKnownUnderTheKey_andItsNameIsNoPlainDigest() {
        Learned first = get(log.learn(owner, lesson("I have two cats.", likes("cats"))));
        Learned again = get(log.learn(owner, lesson("i have TWO cats", likes("Cats"))));
        assertThat(again.memoryIds()).isEmpty();
        assertThat(again.changed()).isEmpty();
        TextSealer plain = Vault.plain().open(owner, UserKey.ABSENT);
        assertThat(first.memoryIds().getFirst())
                .isNotEqualTo(new NewMemory("I have two cats.", VECTOR, "model").id(plain));
    }

    @Test
    void switchedOn_laterOn_readsAndKnowsWhatWasInClear() {
        get(off.learn(owner, lesson("I live in Turin.", home("Turin"))));
        assertThat(get(log.learn(owner, lesson("I live in Turin!", home("turin"))))
                        .memoryIds())
                .isEmpty();
        get(log.learn(owner, lesson("I have a boat.", likes("boats"))));
        assertThat(texts(log)).containsExactly("I live in Turin.", "I have a boat.");
        assertThat(texts(off)).isEqualTo(texts(log));
        assertThat(values(log)).containsExactly("Turin", "boats");
    }

    @Test
    void erase_whatBeganBefore_isNotWritten_andWhatComesAfterIs() {
        String absent = epoch();
        get(log.learn(owner, lesson("I live in Turin."), absent));
        get(log.learn(owner, lesson("I have a boat."), absent)); // two turns of a new user at one time
        get(off.learn(owner, lesson("I have a car."), absent)); // another process, which keeps the key in mind
        String before = epoch();
        get(log.userKeys().erase(owner));
        delete();

        for (String old : new String[] {absent, before, TextSealer.UNKNOWN_EPOCH}) {
            for (RedisMemoryLog late : new RedisMemoryLog[] {log, off}) {
                assertThatThrownBy(() -> get(late.learn(owner, lesson("I am late."), old)))
                        .hasCauseInstanceOf(ErasedException.class);
            }
        }
        assertThat(texts(log)).isEmpty();
        String after = epoch();
        get(log.learn(owner, lesson("I am new."), after));
        assertThat(texts(log)).containsExactly("I am new.");
        assertThatThrownBy(() -> get(log.learn(owner, lesson("I am late."), before)))
                .as("also after the user came back")
                .hasCauseInstanceOf(ErasedException.class);
        assertThat(texts(log)).containsExactly("I am new.");
    }

    @Test
    void erase_byAnotherProcess_anIndexOfBefore_isMadeAnew() {
        MemoryCache cache = new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX);
        MemoryLoader loader = new MemoryLoader(cache, log);
        get(log.learn(owner, lesson("I live in Turin.")));
        get(loader.load(owner));
        assertThat(loader.memoriesOf(owner).size()).isOne();

        get(off.userKeys().erase(owner));
        delete();
        get(loader.load(owner));
        assertThat(loader.memoriesOf(owner).size()).isZero();

        get(log.learn(owner, lesson("I am new.")));
        get(loader.load(owner));
        assertThat(loader.memoriesOf(owner).size()).isOne();
    }

    /* All but the key, as the service does. */
    private void delete() {
        try (RedisClient client = RedisClient.create(redis.uri());
                var connection = client.connect()) {
            RedisMemoryLog.keys(owner).stream()
                    .filter(key -> !key.equals(owner.key("key")))
                    .forEach(key -> connection.sync().del(key));
        }
    }

    @Test
    void anotherMasterKey_isTold_andMakesNoKeys() {
        get(log.learn(owner, lesson("I live in Turin.")));
        AesVault wrong = new AesVault(MasterKey.parse("ab".repeat(32), "test"), true);
        try (RedisMemoryLog lost = RedisMemoryLog.connect(redis.uri(), PATIENCE, wrong)) {
            assertThatThrownBy(() -> get(lost.userKeys().check()))
                    .hasCauseInstanceOf(SealBrokenException.class)
                    .hasMessageContaining(
                            "master key: not the one that the texts in the durable Redis are sealed with");
            assertThatThrownBy(() -> get(lost.read(owner, LogEntry.START, 10)))
                    .hasMessageContaining("cannot be opened");
            assertThatThrownBy(() -> get(lost.learn(Owner.authenticated("newcomer"), lesson("Hello."))))
                    .hasCauseInstanceOf(SealBrokenException.class);
        }
        assertThat(get(log.read(Owner.authenticated("newcomer"), LogEntry.START, 10)))
                .isEmpty();
    }

    @Test
    void textOfOneUser_underAnothersKeys_doesNotOpen() {
        get(log.learn(owner, lesson("I live in Turin.", home("Turin"))));
        Owner thief = Owner.authenticated("thief");
        get(log.learn(thief, lesson("I am a thief.")));
        try (RedisClient client = RedisClient.create(redis.uri());
                var connection = client.connect()) {
            connection.sync().rename(owner.key("traits"), thief.key("traits"));
            assertThatThrownBy(() -> get(log.facts(thief)))
                    .hasMessageContaining("{thief}:traits home: cannot be opened");
            connection.sync().rename(owner.key("key"), thief.key("key"));
            assertThatThrownBy(() -> get(log.facts(thief))).hasMessageContaining("{thief}:key under master key");
            connection.sync().del(thief.key("key"), thief.key("traits"));
        }
    }

    @Test
    void page_saysItsEpoch() {
        LogPage nothing = get(log.page(owner, LogEntry.START, 1));
        assertThat(nothing.epoch()).isEqualTo(UserKey.NO);
        assertThatThrownBy(() -> get(RedisMemoryLog.connect("redis://127.0.0.1:1", new AesVault(master, true))
                        .page(owner, LogEntry.START, 1)))
                .hasCauseInstanceOf(MemoryLogUnavailable.class);
    }
}
