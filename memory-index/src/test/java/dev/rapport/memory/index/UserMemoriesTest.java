package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserMemoriesTest {
    private static final SearchEffort ALL = new SearchEffort(256, -1);

    private final UserMemories memories = new UserMemories();
    private int position;

    private LogEntry added(String id, String text, Embedding meaning) {
        return added(id, text, meaning, Instant.EPOCH);
    }

    private LogEntry added(String id, String text, Embedding meaning, Instant toldAt) {
        Memory memory = new Memory(id, text, toldAt, "turn", QuantizedVector.of(meaning), "model");
        return new LogEntry.Added(next(), memory);
    }

    private LogEntry superseded(String id) {
        return new LogEntry.Superseded(next(), id, "", Instant.EPOCH);
    }

    private String next() {
        return "1700-" + ++position;
    }

    private List<String> idsFound(Embedding meaning, String text, SearchEffort effort) {
        return memories.search(new RecallQuery(meaning, text, effort)).stream()
                .map(found -> found.memory().id())
                .toList();
    }

    @Test
    void search_noMemories_isEmpty() {
        assertThat(memories.search(new RecallQuery(Vectors.plane(1, 0), "anything?", ALL)))
                .isEmpty();
        assertThat(memories.position()).isEqualTo("0-0");
        assertThat(memories.size()).isZero();
    }

    @Test
    void search_byMeaning_isBestFirst_andNothingBelowTheLimit() {
        memories.apply(List.of(
                added("m_cake", "cake", Vectors.plane(1, 1)),
                added("m_boat", "boat", Vectors.plane(-1, 0)),
                added("m_tea", "tea", Vectors.plane(1, 0))));

        assertThat(idsFound(Vectors.plane(1, 0), "", new SearchEffort(3, 0.1f))).containsExactly("m_tea", "m_cake");
        assertThat(idsFound(Vectors.plane(1, 0), "", new SearchEffort(1, -1))).containsExactly("m_tea");
        assertThat(idsFound(Vectors.plane(1, 0), "", ALL)).containsExactly("m_tea", "m_cake", "m_boat");
    }

    @Test
    void search_nameThatOnlyOneMemoryHolds_findsItBeforeNearerOnes() {
        Random random = new Random(51);
        Embedding question = Vectors.random(random);
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(added("m_" + i, "nothing of note " + i, Vectors.random(random)));
        }
        entries.add(added("m_name", "Zorblax is the name of my boat.", Vectors.random(random)));
        memories.apply(entries);

        Recalled first = memories.search(new RecallQuery(question, "Who is Zorblax?", ALL))
                .getFirst();
        assertThat(first.memory().id()).as("seed 51").isEqualTo("m_name");
        assertThat(first.lexical()).isBetween(0.3f, 1f); // one word once is far from what BM25 gives at most
        assertThat(idsFound(question, "Who is it?", ALL).getFirst())
                .as("seed 51")
                .isNotEqualTo("m_name");
    }

    @Test
    void search_equalScores_whatWasToldLaterComesFirst() {
        memories.apply(List.of(
                added("m_old", "the same 1", Vectors.plane(1, 0)), added("m_new", "the same 2", Vectors.plane(1, 0))));

        assertThat(idsFound(Vectors.plane(1, 0), "same", ALL)).containsExactly("m_new", "m_old");
    }

    @Test
    void search_nearlyTheSameWordsAndVector_isFoundOnce_andNothingThatDiffersInAWord() {
        memories.apply(List.of(
                added("m_1", "I have two cats.", Vectors.plane(1, 0.1f)),
                added("m_2", "I have three cats.", Vectors.plane(1, 0.1f)),
                added("m_3", "Well, I really have two cats!", Vectors.plane(1, 0.05f)),
                added("m_far", "I have two cats", Vectors.plane(-1, 1))));

        assertThat(idsFound(Vectors.plane(1, 0), "", ALL)).containsExactly("m_3", "m_2", "m_far");
    }

    @Test
    void search_dayInTheQuestion_findsWhatWasToldThen_amongMany() {
        Random random = new Random(9);
        Instant now = Instant.parse("2025-05-14T15:00:00Z");
        List<LogEntry> entries = new ArrayList<>();
        for (int hours = 10_000; hours > 0; hours -= 10) {
            entries.add(
                    added("m_" + hours, "note " + hours, Vectors.random(random), now.minus(Duration.ofHours(hours))));
        }
        memories.apply(entries);
        String question = "What was on my mind yesterday?";

        assertThat(memories.search(new RecallQuery(Vectors.plane(1, 0), question, now, ALL)))
                .as("seed 9")
                .extracting(found -> found.memory().id())
                .contains("m_20");
        assertThat(idsFound(Vectors.plane(1, 0), question, ALL)).as("seed 9").doesNotContain("m_20");
    }

    static List<String> anything() {
        return List.of(
                "",
                " ",
                "?",
                "a",
                "\uD83D\uDE00",
                "\uD83D",
                "\u0000",
                "\u200F\u202E\uFEFF",
                "\u6211\u4F4F\u5728".repeat(1_000),
                "last ".repeat(200_000),
                "a couple of a couple of ".repeat(40_000),
                "2023-05-".repeat(100_000),
                "9".repeat(1_000_000),
                "x".repeat(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void search_anyText_atAnyTime_isAnswered(String text) {
        memories.apply(List.of(
                added("m_1", "I have two cats.", Vectors.plane(1, 0)), added("m_2", text + "!", Vectors.plane(0, 1))));

        for (Instant at : List.of(Instant.MIN, Instant.EPOCH, Instant.parse("2024-02-29T23:59:59Z"), Instant.MAX)) {
            assertThat(memories.search(new RecallQuery(Vectors.plane(1, 0), text, at, ALL)))
                    .extracting(found -> found.memory().id())
                    .containsExactlyInAnyOrder("m_1", "m_2");
        }
    }

    @Test
    void apply_entriesTwiceOrOutOfDate_changesNothing() {
        List<LogEntry> log = List.of(
                added("m_1", "one", Vectors.plane(1, 0)), superseded("m_1"), added("m_2", "two", Vectors.plane(0, 1)));
        memories.apply(log);
        memories.apply(log);
        memories.apply(log.subList(0, 1));
        memories.apply(List.of());

        assertThat(memories.size()).isEqualTo(1);
        assertThat(memories.position()).isEqualTo("1700-3");
        assertThat(idsFound(Vectors.plane(1, 0), "one", ALL)).containsExactly("m_2");
    }

    @Test
    void apply_sameMemoryAddedTwice_isThereOnce() {
        memories.apply(List.of(added("m_1", "one", Vectors.plane(1, 0)), added("m_1", "one", Vectors.plane(1, 0))));

        assertThat(memories.size()).isEqualTo(1);
        assertThat(idsFound(Vectors.plane(1, 0), "one", ALL)).containsExactly("m_1");
    }

    @Test
    void apply_supersededThenToldAgain_isFoundAgain() {
        memories.apply(List.of(added("m_paris", "I live in Paris.", Vectors.plane(1, 0))));
        memories.apply(List.of(added("m_berlin", "I moved to Berlin.", Vectors.plane(1, 0.1f)), superseded("m_paris")));
        assertThat(idsFound(Vectors.plane(1, 0), "Paris", ALL)).containsExactly("m_berlin");

        memories.apply(List.of(added("m_paris", "I live in Paris.", Vectors.plane(1, 0)), superseded("m_berlin")));
        assertThat(idsFound(Vectors.plane(1, 0), "Berlin", ALL)).containsExactly("m_paris");
    }

    @Test
    void apply_forgotten_isGone_andSoIsAnUnknownOne() {
        memories.apply(List.of(added("m_1", "one", Vectors.plane(1, 0))));
        memories.apply(List.of(
                new LogEntry.Forgotten(next(), "m_1", Instant.EPOCH),
                new LogEntry.Forgotten(next(), "m_unknown", Instant.EPOCH)));

        assertThat(memories.size()).isZero();
        assertThat(idsFound(Vectors.plane(1, 0), "one", ALL)).isEmpty();
    }

    @Test
    void apply_thousandsComeAndGo_weightFollowsWhatIsLeft() {
        Random random = new Random(52);
        for (int round = 0; round < 20; round++) {
            List<LogEntry> entries = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                entries.add(added("m_" + round + "_" + i, "memory " + round + " " + i, Vectors.random(random)));
            }
            for (int i = 0; i < 200; i++) {
                if (round < 19) {
                    entries.add(superseded("m_" + round + "_" + i));
                }
            }
            memories.apply(entries);
        }

        assertThat(memories.size()).isEqualTo(200);
        assertThat(idsFound(Vectors.random(random), "memory", ALL)).hasSize(200).allMatch(id -> id.startsWith("m_19_"));
        // 200 are left of 4,000: without putting together anew it would be above 4 MB.
        assertThat(memories.weightBytes()).isBetween(200 * 900L, 2_000_000L);
    }

    @Test
    void apply_moreThanTheGraphBegins_findsTheSame() {
        UserMemories withGraph = new UserMemories("", 300, Runnable::run, () -> {});
        Random random = new Random(53);
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            log.add(added("m_" + i, "number " + i, Vectors.random(random)));
        }
        for (int i = 0; i < 1_200; i += 2) {
            log.add(superseded("m_" + i));
        }
        for (int from = 0; from < log.size(); from += 100) {
            List<LogEntry> batch = log.subList(from, from + 100);
            withGraph.apply(batch);
            memories.apply(batch);
        }

        for (int i = 1; i < 1_200; i += 100) {
            RecallQuery query = new RecallQuery(Vectors.random(random), "number " + i, new SearchEffort(1, -1));
            assertThat(withGraph.search(query).getFirst().memory())
                    .as("seed 53, %d", i)
                    .isEqualTo(memories.search(query).getFirst().memory());
        }
        assertThat(withGraph.size()).isEqualTo(600);
    }

    @Test
    void search_whileOneThreadApplies_seesWholeAndGrowingStates() throws Exception {
        Random random = new Random(54);
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            log.add(added("m_" + i, "number " + i, Vectors.random(random)));
            if (i % 3 == 2) {
                log.add(superseded("m_" + (i - 2)));
            }
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                long seed = reader;
                readers.add(threads.submit(() -> readUntil(done, new Random(seed))));
            }
            for (int from = 0; from < log.size(); from += 7) {
                memories.apply(log.subList(from, Math.min(log.size(), from + 7)));
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
        assertThat(memories.size()).isEqualTo(4_000 - 4_000 / 3);
    }

    private int readUntil(AtomicBoolean done, Random random) {
        int searches = 0;
        int sizeBefore = 0;
        while (!done.get() || searches == 0) {
            int size = memories.size();
            assertThat(size).isGreaterThanOrEqualTo(sizeBefore - 3);
            sizeBefore = size;
            List<Recalled> found =
                    memories.search(new RecallQuery(Vectors.random(random), "number 5", new SearchEffort(50, -1)));
            assertThat(found).extracting(recalled -> recalled.memory().id()).doesNotHaveDuplicates();
            searches++;
        }
        return searches;
    }

    @Test
    void search_oneThousandMemories_staysFarBelowAMillisecond() {
        Random random = new Random(55);
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String text =
                    "I told you that thing number " + i + " costs " + random.nextInt(50) + " euros in shop " + i % 7;
            log.add(added("m_" + i, text, Vectors.random(random)));
        }
        memories.apply(log);
        long fastestNanos = Long.MAX_VALUE;
        for (int i = 0; i < 3_000; i++) {
            RecallQuery query = new RecallQuery(
                    Vectors.random(random), "What did the thing cost in shop " + i % 7, new SearchEffort(8, 0));
            long start = System.nanoTime();
            memories.search(query);
            fastestNanos = Math.min(fastestNanos, System.nanoTime() - start);
        }

        assertThat(fastestNanos).as("nanoseconds of the fastest of 3,000").isLessThan(1_000_000);
    }
}
