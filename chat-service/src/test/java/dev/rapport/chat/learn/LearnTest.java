package dev.rapport.chat.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RememberedFact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LearnTest {
    private static final Trait HOME =
            new Trait("home", "Porto", Trait.Cardinality.SINGLE, Trait.Polarity.AFFIRMED, 0.9f);

    private final Vertx vertx = Vertx.vertx();
    private final List<Lesson> lessons = new ArrayList<>();
    private Function<String, Style> style = _ -> new Style(StyleHabit.MIDDLE_WORDS, 0.5f, "en");
    private Future<Void> messageKept = Future.succeededFuture();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void apply_memorableMessage_isLearnedWithItsTraits() throws Exception {
        LearnedFromTurn learned = learn(turn("I live in Porto.", List.of(HOME), List.of(), List.of()));

        assertThat(learned.memoryIds()).containsExactly("m_1");
        assertThat(lessons).singleElement().satisfies(lesson -> {
            assertThat(Objects.requireNonNull(lesson.memory()).text()).isEqualTo("I live in Porto.");
            assertThat(lesson.facts()).singleElement().satisfies(fact -> {
                assertThat(fact.attribute()).isEqualTo("home");
                assertThat(fact.single()).isTrue();
                assertThat(fact.denied()).isFalse();
            });
        });
    }

    @Test
    void apply_nothingMemorable_asksTheLogNothing() throws Exception {
        assertThat(learn(turn("", List.of(), List.of(), List.of()))).isEqualTo(LearnedFromTurn.NOTHING);
        assertThat(lessons).isEmpty();
    }

    @Test
    void apply_sameFactInOtherWords_addsNoMemory() throws Exception {
        learn(turn(
                "I'm living in porto!",
                List.of(HOME),
                List.of(new RecalledMemory("m_0", "I live in Porto.", Turns.NOW, "g_0", 0.93f)),
                List.of(new KnownTrait("home", "porto", Turns.NOW, "m_0"))));
        assertThat(lessons).singleElement().extracting(Lesson::memory).isNull();
    }

    @Test
    void apply_knownTraitButAnotherNumberOrName_isAdded() throws Exception {
        RecalledMemory near = new RecalledMemory("m_0", "Ada moved me to Porto on day 12.", Turns.NOW, "g_0", 0.97f);
        for (String text : List.of("Ada moved me to Porto on day 13.", "Bela moved me to Porto on day 12.")) {
            lessons.clear();
            learn(turn(text, List.of(HOME), List.of(near), List.of(new KnownTrait("home", "porto", Turns.NOW, "m_0"))));
            assertThat(lessons).singleElement().extracting(Lesson::memory).isNotNull();
        }
    }

    @Test
    void apply_nearButNotKnown_isAdded() throws Exception {
        learn(turn(
                "I have three cats.",
                List.of(),
                List.of(new RecalledMemory("m_0", "I have two cats.", Turns.NOW, "g_0", 0.97f)),
                List.of()));
        assertThat(lessons).singleElement().extracting(Lesson::memory).isNotNull();
    }

    @Test
    void apply_messageIsNotKept_theTurnLearns_andSaysSo() throws Exception {
        messageKept = Future.failedFuture("store is down");
        RecalledTurn turn = turn("I live in Porto.", List.of(HOME), List.of(), List.of());
        assertThat(learn(turn).memoryIds()).containsExactly("m_1");
        assertThat(turn.incoming().times().dropped()).containsExactly("conversation");
    }

    @Test
    void apply_nothingElseToLearn_learnsHowTheUserWrites_onceAndWithoutAMemory() throws Exception {
        style = _ -> new Style(3, 0.1f, "en");
        List<PastMessage> history = Collections.nCopies(4, new PastMessage("g_0", true, "hey u"));

        learn(styled(history, List.of()));
        assertThat(lessons).singleElement().satisfies(lesson -> {
            assertThat(lesson.memory()).isNull();
            assertThat(lesson.facts()).singleElement().satisfies(fact -> {
                assertThat(fact.attribute()).isEqualTo("style");
                assertThat(fact.value()).startsWith("brief");
                assertThat(fact.single()).isTrue();
            });
        });
        String known = lessons.getFirst().facts().getFirst().value();
        lessons.clear();
        learn(styled(history, List.of(new KnownTrait("style", known, Turns.NOW, ""))));
        learn(styled(history.subList(0, 3), List.of()));
        assertThat(lessons).isEmpty();
    }

    private static RecalledTurn styled(List<PastMessage> history, List<KnownTrait> known) {
        return new RecalledTurn(
                Turns.traited("said", "", List.of()),
                "gen_1",
                "c_1",
                history,
                List.of(),
                known,
                Future.failedFuture("nothing memorable"),
                "");
    }

    private LearnedFromTurn learn(RecalledTurn turn) throws Exception {
        return new Learn(vertx, new ListLog(lessons), _ -> messageKept, new OneVector(), style)
                .apply(Turns.prompted(turn))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static RecalledTurn turn(
            String memorable, List<Trait> traits, List<RecalledMemory> memories, List<KnownTrait> known) {
        TraitedTurn traited = Turns.traited("said", memorable, traits);
        return new RecalledTurn(
                traited, "gen_1", "c_1", List.of(), memories, known, Future.succeededFuture(vector()), "");
    }

    private static Embedding vector() {
        float[] values = new float[Embedding.DIMENSIONS];
        values[0] = 1;
        return Embedding.of(values);
    }

    private static final class OneVector implements Embedder {
        @Override
        public Embedding embed(String text) {
            return vector();
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "one";
        }
    }

    private record ListLog(List<Lesson> lessons) implements MemoryLog {
        @Override
        public CompletionStage<Learned> learn(Owner owner, Lesson lesson) {
            lessons.add(lesson);
            List<String> ids = lesson.memory() == null ? List.of() : List.of("m_" + lessons.size());
            return CompletableFuture.completedFuture(new Learned(ids, List.of(), "1-0"));
        }

        @Override
        public CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<RememberedFact>> facts(Owner owner) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public void close() {}
    }
}
