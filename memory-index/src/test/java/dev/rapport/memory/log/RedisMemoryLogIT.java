package dev.rapport.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Fact;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.index.UserMemories;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, and what a lesson does to what was known. */
@Timeout(60)
class RedisMemoryLogIT {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(71)));

    /* These tests are not about time, and the machine may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static RedisMemoryLog log;

    private final Owner owner = Owner.authenticated("user" + COUNT.incrementAndGet());

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder);
        log = RedisMemoryLog.connect(redis.uri(), PATIENCE);
    }

    @AfterAll
    static void stop() throws Exception {
        log.close();
        redis.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Fact home(String city) {
        return new Fact("home", city, true, false, 0.9f);
    }

    private static Fact likes(String what) {
        return new Fact("likes", what, false, false, 0.8f);
    }

    private static Fact no(Fact fact) {
        return new Fact(fact.attribute(), fact.value(), fact.single(), true, fact.confidence());
    }

    private static Lesson lesson(@Nullable String text, Fact... facts) {
        NewMemory memory = text == null ? null : new NewMemory(text, VECTOR, "model");
        return new Lesson(memory, List.of(facts), "turn" + COUNT.incrementAndGet(), AT.plusSeconds(COUNT.get()));
    }

    private Learned tell(String text, Fact... facts) {
        return get(log.learn(owner, lesson(text, facts)));
    }

    private List<LogEntry> entries() {
        return get(log.read(owner, LogEntry.START, 1_000));
    }

    /** What an index that followed the log would recall. */
    private List<String> recalled() {
        UserMemories memories = new UserMemories();
        memories.apply(entries());
        return memories.search(new RecallQuery(VECTOR.toEmbedding(), "", new SearchEffort(256, -1))).stream()
                .map(found -> found.memory().text())
                .sorted()
                .toList();
    }

    private List<String> known() {
        return get(log.facts(owner)).stream()
                .map(fact -> fact.attribute() + "=" + fact.value())
                .sorted()
                .toList();
    }

    @Test
    void learn_memoryAndFact_comeBackAsTheyWere() {
        String text = "I live in Z\u00FCrich,\nnear \u6771\u4EAC \uD83D\uDE42\u0000\u001F.";
        Lesson lesson = lesson(text, home("Z\u00FCrich\u001Fx"));
        Learned learned = get(log.learn(owner, lesson));

        LogEntry.Added added = (LogEntry.Added) entries().getFirst();
        assertThat(added.position()).isEqualTo(learned.position());
        assertThat(added.memory().id()).isEqualTo(learned.memoryIds().getFirst());
        assertThat(added.memory().text()).isEqualTo(text);
        assertThat(added.memory().toldAt()).isEqualTo(lesson.at());
        assertThat(added.memory().turnId()).isEqualTo(lesson.turnId());
        assertThat(added.memory().vector()).isEqualTo(VECTOR);
        assertThat(added.memory().model()).isEqualTo("model");
        RememberedFact fact =
                new RememberedFact("home", "Z\u00FCrich\u001Fx", added.memory().id(), lesson.at(), 0.9f, true, 1);
        assertThat(learned.changed()).containsExactly(fact);
        assertThat(get(log.facts(owner))).containsExactly(fact);
    }

    @Test
    void learn_sameTextManyTimes_isStoredOnce() {
        Learned first = tell("I have a cat.", likes("cats"));
        for (String again : List.of("I have a cat.", "i have a CAT", "  I have a cat!! ", "I have a cat.")) {
            Learned learned = tell(again, likes("Cats"));
            assertThat(learned.memoryIds()).isEmpty();
            assertThat(learned.changed()).isEmpty();
            assertThat(learned.position()).isEqualTo(first.position());
        }

        assertThat(entries()).hasSize(1);
        assertThat(known()).containsExactly("likes=cats");
    }

    @Test
    void learn_sameTextFromEightConnectionsAtOnce_isStoredOnce() {
        List<RedisMemoryLog> logs = IntStream.range(0, 8)
                .mapToObj(_ -> RedisMemoryLog.connect(redis.uri(), PATIENCE))
                .toList();
        try {
            logs.forEach(connection -> get(connection.facts(owner)));
            List<CompletableFuture<Learned>> learning = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Lesson lesson = lesson("I have a dog.", likes("dogs"), home("Rome"));
                learning.add(logs.get(i % 8).learn(owner, lesson).toCompletableFuture());
            }
            long newOnes = learning.stream()
                    .map(CompletableFuture::join)
                    .filter(learned -> !learned.memoryIds().isEmpty())
                    .count();

            assertThat(newOnes).isEqualTo(1);
            assertThat(entries()).hasSize(1);
            assertThat(known()).containsExactly("home=Rome", "likes=dogs");
        } finally {
            logs.forEach(RedisMemoryLog::close);
        }
    }

    @Test
    void learn_newValueOfASingleFact_supersedesTheOldOne() {
        String paris = tell("I live in Paris.", home("Paris")).memoryIds().getFirst();
        Learned moved = tell("I moved to Berlin.", home("Berlin"));

        assertThat(known()).containsExactly("home=Berlin");
        assertThat(recalled()).containsExactly("I moved to Berlin.");
        LogEntry.Superseded superseded = (LogEntry.Superseded) entries().getLast();
        assertThat(superseded.memoryId()).isEqualTo(paris);
        assertThat(superseded.byMemoryId()).isEqualTo(moved.memoryIds().getFirst());
        assertThat(superseded.position()).isEqualTo(moved.position());
    }

    @Test
    void learn_oldValueToldAgain_isCurrentAgain() {
        String first = tell("I live in Paris.", home("Paris")).memoryIds().getFirst();
        tell("I moved to Berlin.", home("Berlin"));
        Learned again = tell("I live in Paris.", home("Paris"));

        assertThat(again.memoryIds()).containsExactly(first);
        assertThat(again.changed()).extracting(RememberedFact::value).containsExactly("Paris");
        assertThat(known()).containsExactly("home=Paris");
        assertThat(recalled()).containsExactly("I live in Paris.");
    }

    @Test
    void learn_everyMemoryThatSaidTheOldValue_isSuperseded() {
        tell("I live in Paris.", home("Paris"));
        Learned known = tell("Paris is where I live.", home("paris"));
        assertThat(known.changed()).isEmpty();
        assertThat(recalled()).hasSize(2);

        tell("I moved to Berlin.", home("Berlin"));

        assertThat(recalled()).containsExactly("I moved to Berlin.");
    }

    @Test
    void learn_memoryThatStillSpeaksForAnotherFact_staysUntilThatIsClosedToo() {
        tell("I live in Paris and I like jazz.", home("Paris"), likes("jazz"));
        tell("I moved to Berlin.", home("Berlin"));
        assertThat(recalled()).containsExactly("I live in Paris and I like jazz.", "I moved to Berlin.");

        tell("I do not like jazz any more.", no(likes("Jazz")));

        assertThat(recalled()).containsExactly("I do not like jazz any more.", "I moved to Berlin.");
        assertThat(known()).containsExactly("home=Berlin");
    }

    @Test
    void learn_severalValuesOfAMultipleFact_standSideBySide() {
        tell("I like jazz.", likes("jazz"));
        tell("I like tea.", likes("tea"));
        tell("I like caf\u00E9s.", likes("caf\u00E9s"));

        assertThat(known()).containsExactly("likes=caf\u00E9s", "likes=jazz", "likes=tea");
        assertThat(recalled()).hasSize(3);
    }

    @Test
    void learn_deniedSingleFact_closesOnlyTheValueThatItDenies() {
        tell("I live in Paris.", home("Paris"));
        tell("I do not live in Rome.", no(home("Rome")));
        assertThat(known()).containsExactly("home=Paris");

        tell("I no longer live in Paris.", no(home("paris")));

        assertThat(known()).isEmpty();
        assertThat(recalled()).containsExactly("I do not live in Rome.", "I no longer live in Paris.");
    }

    @Test
    void learn_twoHomesInOneLesson_keepsTheLaterAndTheMemory() {
        Learned learned = tell("I lived in Paris, now I live in Berlin.", home("Paris"), home("Berlin"));

        assertThat(learned.changed()).extracting(RememberedFact::value).containsExactly("Berlin");
        assertThat(recalled()).hasSize(1);
    }

    @Test
    void learn_factsWithoutMemory_areKnown_andNothingIsLogged() {
        Learned learned = get(log.learn(owner, lesson(null, home("Paris"))));

        assertThat(learned.memoryIds()).isEmpty();
        assertThat(learned.position()).isEqualTo("0-0");
        assertThat(learned.changed()).extracting(RememberedFact::memoryId).containsExactly("");
        assertThat(get(log.learn(owner, lesson(null, home("Rome")))).changed()).hasSize(1);
        assertThat(known()).containsExactly("home=Rome");
    }

    @Test
    void learn_sameLessonAgainLater_changesNothing_andSaysTheSame() {
        Lesson paris = lesson("I live in Paris.", home("Paris"));
        Learned first = get(log.learn(owner, paris));
        assertThat(get(log.learn(owner, paris))).isEqualTo(first);
        tell("I moved to Berlin.", home("Berlin"));
        List<LogEntry> before = entries();

        Learned late = get(log.learn(owner, paris));

        assertThat(late.memoryIds()).isEqualTo(first.memoryIds());
        assertThat(late.position()).isEqualTo(first.position());
        assertThat(entries()).isEqualTo(before);
        assertThat(known()).containsExactly("home=Berlin");
    }

    @Test
    void learn_moreLessonsThanAreNoted_keepsTheNoteOfBoundedSize() {
        for (int i = 0; i < 3 * RedisMemoryLog.LESSONS_KEPT; i++) {
            tell("Thing number " + i);
        }
        try (RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            assertThat(connection.sync().hlen(owner.key("mem:lessons"))).isEqualTo(2 * RedisMemoryLog.LESSONS_KEPT + 1);
        }
        assertThat(entries()).hasSize(3 * RedisMemoryLog.LESSONS_KEPT);
    }

    @Test
    void learn_moreFactsThanAreKept_refusesNewOnes_andKeepsTheWords() {
        for (int i = 0; i < RedisMemoryLog.FACTS_MAX; i += 32) {
            get(log.learn(
                    owner,
                    lesson(
                            null,
                            IntStream.range(i, i + 32)
                                    .mapToObj(n -> likes("thing " + n))
                                    .toArray(Fact[]::new))));
        }
        Learned more = tell("I like one thing more.", likes("one thing more"));

        assertThat(more.changed()).isEmpty();
        assertThat(more.memoryIds()).hasSize(1);
        assertThat(known()).hasSize(RedisMemoryLog.FACTS_MAX);
    }

    @Test
    void read_inParts_givesEachEntryOnce() {
        for (int i = 0; i < 25; i++) {
            tell("Thing number " + i);
        }
        List<LogEntry> read = new ArrayList<>();
        String position = LogEntry.START;
        List<LogEntry> part;
        do {
            part = get(log.read(owner, position, 10));
            read.addAll(part);
            position = read.getLast().position();
        } while (!part.isEmpty() && read.size() < 100);

        assertThat(read).hasSize(25).isEqualTo(entries());
        assertThatThrownBy(() -> log.read(owner, LogEntry.START, 1_001))
                .hasMessage("countMax: 1001 (expected: 1..1000)");
    }

    @Test
    void read_anotherOwner_seesNothing() {
        tell("I live in Paris.", home("Paris"));
        Owner other = Owner.authenticated("other");

        assertThat(get(log.read(other, LogEntry.START, 10))).isEmpty();
        assertThat(get(log.facts(other))).isEmpty();
        assertThat(get(log.forget(
                        other,
                        new NewMemory("I live in Paris.", VECTOR, "m").id(new PlainSealer(other, UserKey.NO)),
                        AT)))
                .isFalse();
    }

    @Test
    void forget_memory_takesItsWordsAndItsFactsAlong() {
        String id = tell("I live in Paris and love Marie.", home("Paris"), likes("jazz"))
                .memoryIds()
                .getFirst();
        tell("I like jazz.", likes("jazz"));

        assertThat(get(log.forget(owner, id, AT))).isTrue();
        assertThat(get(log.forget(owner, id, AT))).isFalse();

        assertThat(known()).containsExactly("likes=jazz");
        assertThat(recalled()).containsExactly("I like jazz.");
        assertThat(entries()).hasSize(2).noneMatch(entry -> entry.toString().contains("Marie"));
        assertThat(tell("I live in Paris and love Marie.").memoryIds()).containsExactly(id);
        assertThat(recalled()).hasSize(2);
    }
}
