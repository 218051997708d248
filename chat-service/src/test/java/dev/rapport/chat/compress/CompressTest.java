package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompressTest {
    private static final TokenCounter COUNTER = JtokkitCounter.load();

    @Test
    void compress_memoriesHaveABudgetOfTheirOwn_thatWhatWasSaidIsPartOf() {
        List<RecalledMemory> memories = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            memories.add(new RecalledMemory("m_" + i, "Memory number " + i + " of many.", Turns.NOW, "g_" + i, 0.5f));
        }
        RecalledTurn plain = Turns.recalled("?", List.of(), memories, List.of());
        CompressedTurn turn = new Compress(COUNTER, new MessageTexts(), 3_000, 200).compress(plain);
        assertThat(turn.tokens()).isBetween(180, 200);

        RecalledTurn asked = new RecalledTurn(
                plain.turn(),
                plain.turnId(),
                plain.conversation(),
                List.of(),
                memories,
                List.of(),
                new SaidBefore(List.of("[1 May 2025] Swim."), 30),
                plain.meaning(),
                "");
        CompressedTurn both = new Compress(COUNTER, new MessageTexts(), 3_000, 200).compress(asked);
        assertThat(both.said().lines()).containsExactly("[1 May 2025] Swim.");
        assertThat(both.tokens()).isBetween(180, 200);
        assertThat(both.memories()).hasSizeLessThan(turn.memories().size());
        assertThat(new Compress(COUNTER, new MessageTexts(), 3_000, 20)
                        .compress(asked)
                        .said())
                .isEqualTo(SaidBefore.NOTHING);
    }

    @Test
    void compress_everythingFits_nothingIsLeftOut() {
        CompressedTurn turn = new Compress(COUNTER, 3_000)
                .compress(Turns.recalled(
                        "Where?",
                        List.of(new PastMessage("g_1", true, "Hi"), new PastMessage("g_1", false, "Hello!")),
                        List.of(memory("m_1", "My sister lives in Porto.", "g_0")),
                        List.of(trait("home", "Leeds"))));

        assertThat(turn.history()).hasSize(2);
        assertThat(turn.memories()).extracting(RecalledMemory::text).containsExactly("My sister lives in Porto.");
        assertThat(turn.profile()).extracting(KnownTrait::line).containsExactly("- home: Leeds");
    }

    /** Neither share may be counted on to be free: instructions fill theirs, and so does a conversation that is just not cut. */
    @Test
    void compress_instructionsAndConversationFillTheirShares_bothFit() {
        List<KnownTrait> instructions = IntStream.range(0, 100)
                .mapToObj(i -> trait("instruction", "always answer question number " + i + " in Portuguese"))
                .toList();
        for (int budget = 200; budget <= 4_000; budget += 76) {
            for (int percent = 40; percent <= 110; percent += 5) {
                List<PastMessage> history = new ArrayList<>();
                for (int tokens = 0; tokens < budget * percent / 100; tokens += 11) {
                    history.add(
                            new PastMessage("g_" + tokens, true, "Word after word after word after word, " + tokens));
                }
                CompressedTurn turn =
                        new Compress(COUNTER, budget).compress(Turns.recalled("?", history, List.of(), instructions));
                assertThat(turn.tokens()).as("%d of %d", percent, budget).isLessThanOrEqualTo(budget);
            }
        }
    }

    @Test
    void compress_anyInput_staysInTheBudget_andItsCountIsExact() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int budget = 200 + random.nextInt(1_500);
            CompressedTurn turn = new Compress(COUNTER, budget)
                    .compress(Turns.recalled("?", history(random), memories(random), traits(random)));

            assertThat(COUNTER.count(rendered(turn))).as("seed %d", seed).isEqualTo(turn.tokens());
            assertThat(turn.tokens()).as("seed %d", seed).isLessThanOrEqualTo(budget);
        }
    }

    @Test
    void compress_whatTheConversationHolds_isNotQuotedAgain() {
        CompressedTurn turn = new Compress(COUNTER, 3_000)
                .compress(Turns.recalled(
                        "?",
                        List.of(new PastMessage("g_1", true, "I like tea.")),
                        List.of(memory("m_1", "I like tea.", "g_1"), memory("m_2", "I LIKE tea.", "g_2")),
                        List.of()));

        assertThat(turn.memories()).extracting(RecalledMemory::id).containsExactly("m_2");
    }

    @Test
    void compress_memoriesOfManyDays_aDaysHeaderCostsOnce_andTheSumIsExact() {
        List<RecalledMemory> memories = IntStream.range(0, 60)
                .mapToObj(i -> new RecalledMemory(
                        "m_" + i,
                        "I paid " + i + " euros for it.",
                        Turns.NOW.plus(Duration.ofDays(i % 7)),
                        "old",
                        0.5f))
                .toList();
        CompressedTurn turn = new Compress(COUNTER, 300).compress(Turns.recalled("?", List.of(), memories, List.of()));

        assertThat(COUNTER.count(rendered(turn))).isEqualTo(turn.tokens()).isBetween(270, 300);
        assertThat(turn.memories()).startsWith(memories.getFirst(), memories.get(1));
    }

    @Test
    void compress_bestDoesNotFit_theNextThatFitsIsTaken() {
        String tooLong = "tea ".repeat(400);
        CompressedTurn turn = new Compress(COUNTER, 200)
                .compress(Turns.recalled(
                        "?",
                        List.of(),
                        List.of(memory("m_1", tooLong, "x"), memory("m_2", "I like coffee.", "x")),
                        List.of()));

        assertThat(turn.memories()).extracting(RecalledMemory::id).containsExactly("m_2");
    }

    @Test
    void compress_longMemoryDoesNotFit_itsSentencesThatBearOnTheQuestionAreKept_wordForWord() {
        String bears = "The kayak cost 1,249.50 EUR on 3 May.";
        String text = "We drove to the lake and the weather was lovely all day long, as it often is there. ".repeat(20)
                + bears
                + " Later it rained.";
        CompressedTurn turn = new Compress(COUNTER, 200)
                .compress(Turns.recalled(
                        "What did the kayak cost?", List.of(), List.of(memory("m_1", text, "x")), List.of()));

        assertThat(turn.memories()).singleElement().satisfies(cut -> {
            assertThat(cut.text()).contains(bears);
            assertThat(cut.text()).hasSizeLessThan(text.length());
        });
        assertThat(turn.tokens()).isLessThanOrEqualTo(200);
    }

    @Test
    void compress_longHistory_keepsTheNewest_andLeavesRoomForMemories() {
        List<PastMessage> history = IntStream.range(0, 100)
                .mapToObj(i -> new PastMessage("g_" + i, true, "message number " + i + " with some more words in it"))
                .toList();
        CompressedTurn turn = new Compress(COUNTER, 300)
                .compress(Turns.recalled("?", history, List.of(memory("m_1", "I like tea.", "x")), List.of()));

        assertThat(turn.history()).isNotEmpty().endsWith(history.getLast());
        assertThat(turn.history()).hasSizeLessThan(100);
        assertThat(turn.memories()).hasSize(1);
    }

    @Test
    void compress_conversationThatFitsItsShare_isWholeToTheByte() {
        List<PastMessage> history = IntStream.range(0, 40)
                .mapToObj(i -> new PastMessage("g_" + i / 2, i % 2 == 0, "  said " + i + " times\n\n```\nx\n```  "))
                .toList();
        int tokens = history.stream()
                .mapToInt(message -> COUNTER.count(message.text() + "\n"))
                .sum();
        int budget = Math.ceilDiv(tokens * 100, 75) + 2; // each of the two shares is rounded down

        CompressedTurn fits =
                new Compress(COUNTER, budget).compress(Turns.recalled("?", history, List.of(), List.of()));
        assertThat(fits.history()).isEqualTo(history);
        assertThat(fits.digest()).isEmpty();

        CompressedTurn isOver =
                new Compress(COUNTER, budget - 5).compress(Turns.recalled("?", history, List.of(), List.of()));
        assertThat(isOver.history()).hasSizeLessThan(40).isNotEmpty();
        assertThat(isOver.digest()).isNotEmpty();
    }

    @Test
    void compress_instructionsBeyondTheProfilesShare_areKeptBeforeTraits() {
        List<KnownTrait> traits = new ArrayList<>();
        IntStream.range(0, 8)
                .forEach(i ->
                        traits.add(trait("instruction", "answer in " + i + " short sentences and without any jokes")));
        IntStream.range(0, 20).forEach(i -> traits.add(trait("likes", "tea number " + i)));
        CompressedTurn turn = new Compress(COUNTER, 400).compress(Turns.recalled("?", List.of(), List.of(), traits));

        assertThat(turn.profile())
                .hasSizeBetween(5, 8)
                .extracting(KnownTrait::attribute)
                .containsOnly("instruction"); // some 100 tokens of 400: the traits' 60 are spent
        CompressedTurn wide = new Compress(COUNTER, 2_000).compress(Turns.recalled("?", List.of(), List.of(), traits));
        assertThat(wide.profile()).hasSize(28);
        assertThat(wide.profile().subList(0, 8))
                .extracting(KnownTrait::attribute)
                .containsOnly("instruction");
    }

    @Test
    void compress_whatTheDigestHolds_isNotQuotedAgain() {
        List<PastMessage> history = IntStream.range(0, 60)
                .mapToObj(i ->
                        new PastMessage("g_" + i, true, i + " times I drank black tea with my sister Ida in Porto."))
                .toList();
        CompressedTurn turn = new Compress(COUNTER, 500)
                .compress(Turns.recalled(
                        "?",
                        history,
                        IntStream.range(0, 60)
                                .mapToObj(i -> memory("m_" + i, history.get(i).text(), "g_" + i))
                                .toList(),
                        List.of()));

        assertThat(turn.digest()).hasSizeGreaterThan(2);
        assertThat(turn.memories()).isNotEmpty().allSatisfy(memory -> {
            assertThat(turn.digest()).noneMatch(line -> line.contains(memory.text()));
            assertThat(turn.history()).noneMatch(message -> message.text().equals(memory.text()));
        });
    }

    @Test
    void compress_sameKnowledgeInAnyOrder_givesTheSameProfile() {
        List<KnownTrait> traits = new ArrayList<>(traits(new Random(1)));
        Compress compress = new Compress(COUNTER, 1_000);
        List<KnownTrait> first = compress.compress(Turns.recalled("?", List.of(), List.of(), traits))
                .profile();
        Collections.shuffle(traits, new Random(2));
        assertThat(compress.compress(Turns.recalled("?", List.of(), List.of(), traits))
                        .profile())
                .isEqualTo(first);
    }

    @Test
    void count_unbrokenRun_isBoundedAndNeverTooLow() {
        String run = "a".repeat(20_000);
        assertThat(COUNTER.count(run)).isGreaterThanOrEqualTo(20_000 / JtokkitCounter.RUN_LENGTH_MAX);
        assertThat(COUNTER.count("😀".repeat(500))).isPositive();
        assertThat(COUNTER.count("")).isZero();
    }

    private static String rendered(CompressedTurn turn) {
        StringBuilder text = new StringBuilder();
        turn.profile().forEach(trait -> text.append(trait.line()).append('\n'));
        turn.digest().forEach(line -> text.append(line).append('\n'));
        turn.history().forEach(message -> text.append(message.text()).append('\n'));
        turn.memories().stream()
                .map(RecalledMemory::header)
                .distinct()
                .forEach(day -> text.append(day).append('\n'));
        turn.memories().forEach(memory -> text.append(memory.line()).append('\n'));
        return text.toString();
    }

    private static List<PastMessage> history(Random random) {
        return IntStream.range(0, random.nextInt(60))
                .mapToObj(i -> new PastMessage("g_" + i / 2, i % 2 == 0, words(random)))
                .toList();
    }

    private static List<RecalledMemory> memories(Random random) {
        return IntStream.range(0, random.nextInt(20))
                .mapToObj(i -> memory("m_" + i, words(random), "old"))
                .toList();
    }

    private static List<KnownTrait> traits(Random random) {
        return IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(i -> trait("likes", words(random)))
                .toList();
    }

    private static String words(Random random) {
        String[] some = {
            "Porto", "42", "3.50 EUR", "naïve", "2026-05-03", "tea", "the", "`x = 1`", "\"so\"", "日本", "and"
        };
        return IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(_ -> some[random.nextInt(some.length)])
                .collect(Collectors.joining(" "));
    }

    private static RecalledMemory memory(String id, String text, String turnId) {
        return new RecalledMemory(id, text, Turns.NOW, turnId, 0.5f);
    }

    private static KnownTrait trait(String attribute, String value) {
        return new KnownTrait(attribute, value, Turns.NOW, "m_0");
    }
}
