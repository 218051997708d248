package dev.rapport.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Fact;
import dev.rapport.memory.FactHistory.Undo;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.index.UserMemories;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What held once, and the way back to it. */
@Timeout(60)
class FactHistoryIT {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(72)));
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static RedisMemoryLog log;

    private final Owner owner = Owner.authenticated("past" + COUNT.incrementAndGet());

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder, List.of("--appendfsync", "no")); // these tests are not about the disk
        log = RedisMemoryLog.connect(
                redis.uri(), Duration.ofSeconds(20), new AesVault(MasterKey.loadOrMake(folder), true));
    }

    @AfterAll
    static void stop() {
        log.close();
        redis.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Fact home(String city) {
        return new Fact("home", city, true, false, 0.9f);
    }

    private static Fact likes(String what, boolean denied) {
        return new Fact("likes", what, false, denied, 0.8f);
    }

    /** Tells it in a turn of this number, as many seconds after the beginning. */
    private String tell(int turn, String text, Fact... facts) {
        NewMemory memory = new NewMemory(text, VECTOR, "model");
        get(log.learn(owner, new Lesson(memory, List.of(facts), "turn" + turn, AT.plusSeconds(turn))));
        return memory.id(get(log.userKeys().writing(owner, TextSealer.UNKNOWN_EPOCH)));
    }

    private Undo undo(String turn) {
        return get(log.undo(owner, turn, AT.plusSeconds(1_000)));
    }

    private List<String> known() {
        return get(log.facts(owner)).stream()
                .map(fact -> fact.attribute() + "=" + fact.value())
                .sorted()
                .toList();
    }

    private List<String> recalled() {
        UserMemories memories = new UserMemories();
        memories.apply(get(log.read(owner, LogEntry.START, 1_000)));
        return memories.search(new RecallQuery(VECTOR.toEmbedding(), "", new SearchEffort(256, -1))).stream()
                .map(found -> found.memory().text())
                .sorted()
                .toList();
    }

    @Test
    void past_closedFacts_haveTheTimeInWhichTheyHeld() {
        tell(1, "I live in Paris.", home("Paris"), likes("jazz", false));
        tell(2, "I moved to Rome.", home("Rome"));
        tell(3, "I no longer like jazz.", likes("jazz", true));

        assertThat(get(log.past(owner)))
                .satisfiesExactly(
                        home -> {
                            assertThat(home.fact().value()).isEqualTo("Paris");
                            assertThat(home.fact().since()).isEqualTo(AT.plusSeconds(1));
                            assertThat(home.until()).isEqualTo(AT.plusSeconds(2));
                            assertThat(home.turnId()).isEqualTo("turn2");
                        },
                        jazz -> {
                            assertThat(jazz.fact().attribute()).isEqualTo("likes");
                            assertThat(jazz.until()).isEqualTo(AT.plusSeconds(3));
                        });
    }

    @Test
    void undo_supersede_restoresFactSinceWhenAndMemory() {
        tell(1, "I live in Paris.", home("Paris"));
        List<RememberedFact> before = get(log.facts(owner));
        tell(2, "I moved to Rome.", home("Rome"));
        assertThat(recalled()).containsExactly("I moved to Rome.");

        assertThat(undo("")).isEqualTo(Undo.UNDONE);

        assertThat(get(log.facts(owner))).isEqualTo(before);
        assertThat(recalled()).containsExactly("I live in Paris.");
        assertThat(get(log.past(owner))).isEmpty();
    }

    @Test
    void undo_newFact_takesItAway_andItCanBeToldAgain() {
        tell(1, "I live in Paris.", home("Paris"));

        assertThat(undo("turn1")).isEqualTo(Undo.UNDONE);
        assertThat(known()).isEmpty();
        assertThat(recalled()).isEmpty();
        assertThat(undo("turn1")).isEqualTo(Undo.UNKNOWN);

        tell(2, "I live in Paris.", home("Paris"));
        assertThat(known()).containsExactly("home=Paris");
        assertThat(recalled()).containsExactly("I live in Paris.");
    }

    @Test
    void undo_ofWhatALaterTurnChanged_isRefused_untilThatIsUndone() {
        tell(1, "I live in Paris.", home("Paris"));
        tell(2, "I moved to Rome.", home("Rome"));
        tell(3, "I like tea.", likes("tea", false));

        assertThat(undo("turn1")).isEqualTo(Undo.LATER);
        assertThat(known()).containsExactly("home=Rome", "likes=tea");

        assertThat(undo("turn2")).isEqualTo(Undo.UNDONE);
        assertThat(known()).containsExactly("home=Paris", "likes=tea");
        assertThat(undo("turn1")).isEqualTo(Undo.UNDONE);
        assertThat(known()).containsExactly("likes=tea");
    }

    @Test
    void undo_turnThatChangedNothing_isUnknown() {
        tell(1, "I live in Paris.", home("Paris"));
        tell(2, "Paris is my home.", home("paris"));

        assertThat(undo("turn2")).isEqualTo(Undo.UNKNOWN);
        assertThat(undo("turn1")).isEqualTo(Undo.UNDONE); // one more memory that says so does not stand in the way
    }

    @Test
    void undo_sentLateAndAgain_changesNothingMore() {
        tell(1, "I live in Paris.", home("Paris"));
        tell(2, "I moved to Rome.", home("Rome"));
        undo("turn2");
        tell(2, "I moved to Rome.", home("Rome")); // the same lesson, sent again by somebody who missed the reply

        assertThat(known()).containsExactly("home=Paris");
    }

    @Test
    void forget_memory_takesItsPastAlong() {
        String paris = tell(1, "I live in Paris.", home("Paris"));
        tell(2, "I moved to Rome.", home("Rome"));

        assertThat(get(log.forget(owner, paris, AT))).isTrue();

        assertThat(get(log.past(owner))).isEmpty();
        assertThat(undo("turn2")).isEqualTo(Undo.UNKNOWN);
        assertThat(known()).containsExactly("home=Rome");
    }

    @Test
    void undo_acrossADeletedVersion_isUnknown_andTheNewestStays() {
        tell(1, "I live in Paris.", home("Paris"));
        String rome = tell(2, "I moved to Rome.", home("Rome"));
        tell(3, "I moved to Oslo.", home("Oslo"));
        get(log.forget(owner, rome, AT));

        assertThat(undo("turn3")).isEqualTo(Undo.UNKNOWN);
        assertThat(undo("turn2")).isEqualTo(Undo.UNKNOWN);
        assertThat(undo("turn1")).isEqualTo(Undo.LATER);
        assertThat(known()).containsExactly("home=Oslo");
        assertThat(recalled()).containsExactly("I moved to Oslo.");
    }

    @Test
    void past_moreChangesThanAreKept_keepsTheNewest() {
        for (int i = 0; i <= RedisMemoryLog.CHANGES_KEPT + 10; i++) {
            tell(i, "I live in place " + i, home("place " + i));
        }
        assertThat(get(log.past(owner)))
                .hasSize(RedisMemoryLog.CHANGES_KEPT)
                .last()
                .satisfies(last -> assertThat(last.fact().value()).isEqualTo("place 265"));
    }
}
