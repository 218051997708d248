package dev.rapport.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rapport.memory.Fact;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.FactHistory.Undo;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryBook.Replacing;
import dev.rapport.memory.MemoryBook.Status;
import dev.rapport.memory.MemoryEvent;
import dev.rapport.memory.MemoryEvent.Kind;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking at memories and putting others in their places. */
@Timeout(60)
class MemoryBookIT {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(72)));
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static RedisMemoryLog log;
    private static MemoryBook book;

    private final Owner owner = Owner.authenticated("book" + COUNT.incrementAndGet());
    private int turns;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder, List.of("--appendfsync", "no")); // these tests are not about the disk
        log = RedisMemoryLog.connect(redis.uri(), Duration.ofSeconds(20));
        book = log.book();
        awaitConnection();
    }

    /* On a busy machine the first connection takes longer than work waits for it. */
    private static void awaitConnection() {
        CompletionException last = new CompletionException("not tried", null);
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                get(book.newestChange(Owner.authenticated("nobody")));
                return;
            } catch (CompletionException e) {
                last = e;
            }
        }
        throw last;
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

    private static Fact likes(String what) {
        return new Fact("likes", what, false, false, 0.8f);
    }

    private Lesson lesson(String text, Fact... facts) {
        turns++;
        return new Lesson(new NewMemory(text, VECTOR, "model"), List.of(facts), "turn" + turns, AT.plusSeconds(turns));
    }

    private String tell(String text, Fact... facts) {
        Lesson lesson = lesson(text, facts);
        get(log.learn(owner, lesson));
        return get(book.id(owner, new NewMemory(text, VECTOR, "model"), UserKeys.NOW));
    }

    private Replacing replace(String id, String text, Fact... facts) {
        return get(book.replace(owner, id, lesson(text, facts), UserKeys.NOW));
    }

    private List<String> texts(Status status) {
        return get(book.page(owner, status, "", MemoryBook.PAGE_MAX)).memories().stream()
                .map(kept -> kept.memory().text())
                .toList();
    }

    private List<String> known() {
        return get(log.facts(owner)).stream()
                .map(fact -> fact.attribute() + "=" + fact.value())
                .sorted()
                .toList();
    }

    private List<Kind> events(String id) {
        return get(book.memory(owner, id)).orElseThrow().events().stream()
                .map(MemoryEvent::kind)
                .toList();
    }

    @Test
    void replace_whatOnlyTheOldOneSaid_holdsNoMore_andWhatBothSayStays() {
        String old = tell("I live in Paris, and I like tea and jam.", home("Paris"), likes("tea"), likes("jam"));
        String other = tell("Jam it is.", likes("jam"));
        Instant since = get(log.facts(owner)).getFirst().since();

        assertThat(replace(old, "I live in Paris and like maps.", home("Paris"), likes("maps")))
                .isEqualTo(Replacing.DONE);
        String anew =
                get(book.id(owner, new NewMemory("I live in Paris and like maps.", VECTOR, "model"), UserKeys.NOW));
        assertThat(known()).containsExactly("home=Paris", "likes=jam", "likes=maps");
        assertThat(get(log.facts(owner)))
                .filteredOn(fact -> fact.attribute().equals("home"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.memoryId()).isEqualTo(anew))
                .satisfies(fact -> assertThat(fact.since()).isEqualTo(since));
        assertThat(get(book.attributes(owner))).containsOnlyKeys(anew, other).containsEntry(other, List.of("likes"));
        KeptMemory kept = get(book.memory(owner, old)).orElseThrow();
        assertThat(kept.current()).isFalse();
        assertThat(kept.superseded().orElseThrow().byMemoryId()).isEqualTo(anew);
        assertThat(get(log.past(owner))).extracting(past -> past.fact().value()).containsExactly("tea");

        assertThat(get(log.undo(owner, "turn3", AT))).isEqualTo(Undo.UNDONE);
        assertThat(known()).containsExactly("home=Paris", "likes=jam", "likes=tea");
        assertThat(texts(Status.CURRENT)).containsExactly("I live in Paris, and I like tea and jam.", "Jam it is.");
        assertThat(get(book.attributes(owner)).get(old)).containsExactly("home", "likes");
        assertThat(events(old)).containsExactly(Kind.ADDED, Kind.SUPERSEDED, Kind.REVIVED);
        assertThat(events(anew)).containsExactly(Kind.ADDED, Kind.SUPERSEDED);
    }

    @Test
    void replace_whatCannotBe_changesNothing() {
        String tea = tell("I like tea.", likes("tea"));
        String jam = tell("I like jam.", likes("jam"));
        assertThat(replace("m_none", "I like maps.")).isEqualTo(Replacing.UNKNOWN);
        assertThat(replace(jam, "i like TEA!")).isEqualTo(Replacing.EQUAL);
        assertThat(texts(Status.CURRENT)).containsExactly("I like jam.", "I like tea.");
        assertThat(known()).containsExactly("likes=jam", "likes=tea");

        assertThat(replace(tea, "I like maps.")).isEqualTo(Replacing.DONE);
        assertThat(replace(tea, "I like rain.")).isEqualTo(Replacing.SUPERSEDED);
        assertThat(texts(Status.CURRENT)).containsExactly("I like maps.", "I like jam.");
    }

    @Test
    void replace_sentTwice_isOneChange() {
        String tea = tell("I like tea.", likes("tea"));
        Lesson lesson = lesson("I like maps.", likes("maps"));
        assertThat(get(book.replace(owner, tea, lesson, UserKeys.NOW))).isEqualTo(Replacing.DONE);
        assertThat(get(book.replace(owner, tea, lesson, UserKeys.NOW))).isEqualTo(Replacing.DONE);
        assertThat(events(tea)).containsExactly(Kind.ADDED, Kind.SUPERSEDED);
    }

    @Test
    void replace_withTheSameWordsInAnotherCase_keepsTheMemory() {
        String tea = tell("I like tea.", likes("tea"));
        assertThat(replace(tea, "I like TEA!", likes("TEA"))).isEqualTo(Replacing.DONE);
        assertThat(texts(Status.ALL)).containsExactly("I like TEA!");
        assertThat(events(tea)).containsExactly(Kind.ADDED, Kind.EDITED);
        assertThat(known()).containsExactly("likes=tea");
        assertThat(get(log.past(owner))).isEmpty();
    }

    @Test
    void undo_ofAnEditInPlace_bringsTheWordsBack_beforeAnythingEarlier() {
        String tea = tell("I like tea.", likes("tea"));
        replace(tea, "I like TEA!", likes("TEA"));
        replace(tea, "I LIKE tea", likes("tea"));
        assertThat(get(book.newestChange(owner))).hasValue("turn3");
        assertThat(undo("turn1")).isEqualTo(Undo.LATER);
        assertThat(undo("turn2")).isEqualTo(Undo.LATER);

        assertThat(undo("")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.ALL)).containsExactly("I like TEA!");
        assertThat(undo("")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.ALL)).containsExactly("I like tea.");
        assertThat(known()).containsExactly("likes=tea");
        assertThat(events(tea)).containsExactly(Kind.ADDED, Kind.EDITED, Kind.EDITED, Kind.EDITED, Kind.EDITED);
        assertThat(undo("")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.CURRENT)).isEmpty();
        assertThat(undo("")).isEqualTo(Undo.UNKNOWN);
    }

    @Test
    void forget_takesTheWordsFromBeforeAnEditAlong() {
        String tea = tell("I like tea.");
        replace(tea, "I like TEA!");
        assertThat(get(log.forget(owner, tea, AT))).isTrue();
        assertThat(get(book.newestChange(owner))).isEmpty();
        assertThat(undo("turn2")).isEqualTo(Undo.UNKNOWN);
    }

    @Test
    void undo_ofAnEditThatWasEditedAgain_isRefused_untilThatIsUndone() {
        String mat = tell("The key is under the mat.");
        replaced(replaced(mat, "The key is under the pot."), "The key is under the bin.");

        assertThat(undo("turn2")).isEqualTo(Undo.LATER);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the bin.");

        assertThat(undo("turn3")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the pot.");
        assertThat(undo("turn2")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the mat.");
    }

    @Test
    void undo_acrossADeletedVersion_isUnknown_andTheNewestStays() {
        String pot = replaced(tell("The key is under the mat."), "The key is under the pot.");
        replaced(pot, "The key is under the bin.");
        assertThat(get(log.forget(owner, pot, AT))).isTrue();

        for (String turn : List.of("turn3", "turn2", "")) {
            assertThat(undo(turn)).as(turn).isEqualTo(Undo.UNKNOWN);
        }
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the bin.");
        assertThat(texts(Status.SUPERSEDED)).containsExactly("The key is under the mat.");
    }

    @Test
    void undo_ofWhatADeletedVersionReplaced_isRefused_andNoTwoAreCurrent() {
        String pot = replaced(tell("The key is under the mat."), "The key is under the pot.");
        String bin = replaced(pot, "The key is under the bin.");
        replaced(bin, "The key is under the box.");
        assertThat(get(log.forget(owner, bin, AT))).isTrue();

        assertThat(undo("turn2")).isEqualTo(Undo.LATER);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the box.");
    }

    @Test
    void undo_ofWhatWasToldAgainAndReplacedAgain_leavesThatReplaced() {
        String pot = tell("The key is under the pot.");
        replaced(pot, "The key is under the bin.");
        tell("The key is under the pot.");
        replaced(pot, "The key is under the box.");

        assertThat(undo("turn2")).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the box.");
    }

    private String replaced(String id, String text) {
        assertThat(replace(id, text)).isEqualTo(Replacing.DONE);
        return get(book.id(owner, new NewMemory(text, VECTOR, "model"), UserKeys.NOW));
    }

    private Undo undo(String turn) {
        return get(log.undo(owner, turn, AT));
    }

    @Test
    void replace_ofWordsWithoutFacts_canBeUndone() {
        String old = tell("The key is under the mat.");
        replace(old, "The key is under the pot.");
        assertThat(get(book.newestChange(owner))).hasValue("turn2");
        assertThat(get(log.undo(owner, "", AT))).isEqualTo(Undo.UNDONE);
        assertThat(texts(Status.CURRENT)).containsExactly("The key is under the mat.");
    }

    @Test
    void page_whileOthersEdit_alwaysHasOneOfTheTwo() throws Exception {
        for (int i = 0; i < 60; i++) {
            tell("Filler number " + i + ".");
        }
        String id = tell("Version 0 of the plan.");
        for (int i = 0; i < 60; i++) {
            tell("More filler, number " + i + ".");
        }
        List<CompletionStage<MemoryBook.Page>> pages = new ArrayList<>();
        for (int version = 1; version <= 100; version++) {
            String text = "Version " + version + " of the plan.";
            CompletionStage<Replacing> replaced = book.replace(owner, id, lesson(text), UserKeys.NOW);
            pages.add(book.page(owner, Status.CURRENT, "", MemoryBook.PAGE_MAX));
            assertThat(get(replaced)).isEqualTo(Replacing.DONE);
            id = get(book.id(owner, new NewMemory(text, VECTOR, "model"), UserKeys.NOW));
        }
        for (CompletionStage<MemoryBook.Page> page : pages) {
            assertThat(get(page).memories())
                    .filteredOn(kept -> kept.memory().text().startsWith("Version"))
                    .hasSize(1);
        }
    }

    @Test
    void page_goesOnWhereTheLastOneEnded_andSaysWhereItStopsLooking() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            told.addFirst("Thing number " + i + ".");
            tell(told.getFirst());
        }
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            MemoryBook.Page page = get(book.page(owner, Status.ALL, next, 5));
            assertThat(page.memories()).hasSize(5);
            assertThat(page.told()).isEqualTo(25);
            page.memories().forEach(kept -> read.add(kept.memory().text()));
            next = page.next();
        } while (!next.isEmpty());
        assertThat(read).isEqualTo(told);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.page(owner, Status.ALL, "", 201))
                .withMessage("countMax: 201 (expected: 1..200)");
    }

    @Test
    void oldestFirst_whileSomeMoveToTheNewestEnd_missesNone() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(tell("Thing number " + i + "."));
        }
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            MemoryBook.Page page = get(book.oldestFirst(owner, next, 5));
            page.memories().forEach(kept -> read.add(kept.memory().id()));
            if (read.size() == 10) {
                replace(ids.get(2), "THING number 2!");
                replace(ids.get(20), "THING number 20!");
            }
            next = page.next();
        } while (!next.isEmpty());
        assertThat(read).hasSize(26).startsWith(ids.get(0), ids.get(1)).endsWith(ids.get(2), ids.get(20));
        assertThat(read).containsAll(ids);
    }

    @Test
    void page_withinALongRunOfOthers_isShort_andTheNextOnesGoOn() {
        for (int i = 0; i < 25; i++) {
            tell("I live in place number " + i + ".", home("Place " + i));
        }
        MemoryBook hasty = log.book(10);
        List<String> current = new ArrayList<>();
        int pages = 0;
        String next = "";
        do {
            MemoryBook.Page page = get(hasty.page(owner, Status.CURRENT, next, 5));
            page.memories().forEach(kept -> current.add(kept.memory().text()));
            next = page.next();
            pages++;
        } while (!next.isEmpty());
        assertThat(current).containsExactly("I live in place number 24.");
        assertThat(pages).isEqualTo(5); // 25 added and 24 superseded, ten at a time
    }

    @Test
    void events_ofAMemoryThatComesAndGoes_areBounded_andGoWithIt() {
        String paris = tell("I live in Paris.", home("Paris"));
        for (int i = 0; i < 40; i++) {
            tell("I live in Rome, part " + i + ".", home("Rome"));
            tell("I live in Paris.", home("Paris"));
        }
        List<Kind> events = events(paris);
        assertThat(events).hasSize(32).startsWith(Kind.ADDED).endsWith(Kind.SUPERSEDED, Kind.REVIVED);
        assertThat(get(log.forget(owner, paris, AT))).isTrue();
        assertThat(get(book.memory(owner, paris))).isEmpty();
        tell("I live in Paris.", home("Paris"));
        assertThat(events(paris)).containsExactly(Kind.ADDED);
    }

    @Test
    void changes_areToldWithWhatWasAndWhatIs() {
        tell("I live in Paris.", home("Paris"));
        tell("I live in Rome.", home("Rome"));
        assertThat(get(book.changes(owner)))
                .extracting(
                        FactChange::turnId,
                        change -> change.before().map(fact -> fact.value()).orElse(""),
                        change -> change.after().map(fact -> fact.value()).orElse(""))
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("turn1", "", "Paris"),
                        org.assertj.core.api.Assertions.tuple("turn2", "Paris", "Rome"));
    }
}
