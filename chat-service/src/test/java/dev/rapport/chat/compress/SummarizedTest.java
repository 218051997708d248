package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SummarizedTest {
    private static final TokenCounter COUNTER = JtokkitCounter.load();
    private static final int BUDGET = 1_200;
    private static final String TEXT = "User talked of the harbour.\nUser owes the supplier 40 euros.";

    private static CompressedTurn compress(int messages, Summaries summaries) {
        List<PastMessage> history = IntStream.range(0, messages)
                .mapToObj(i -> new PastMessage(
                        "g_" + i / 2,
                        i % 2 == 0,
                        "We decided on day " + i + " to pay the supplier " + i + " euros.",
                        i))
                .toList();
        List<RecalledMemory> memories = IntStream.range(0, 30)
                .mapToObj(i -> new RecalledMemory(
                        "m_" + i, "I like the harbour at " + i + " in the evening.", Turns.NOW, "old", 0.5f))
                .toList();
        RecalledTurn turn = Turns.recalled("And now?", history, memories, List.of());
        return new Compress(COUNTER, BUDGET)
                .compress(new RecalledTurn(
                        turn.turn(),
                        turn.turnId(),
                        turn.conversation(),
                        turn.history(),
                        turn.memories(),
                        turn.traits(),
                        turn.said(),
                        turn.meaning(),
                        summaries,
                        turn.version(),
                        turn.epoch()));
    }

    private static Summaries of(long since) {
        return new Summaries(List.of(new Summary(TEXT, 4, since)), 4);
    }

    @Test
    void compress_conversationThatFits_noSummary() {
        CompressedTurn turn = compress(10, of(0));
        assertThat(turn.digest()).isEmpty();
        assertThat(turn.step()).isEmpty();
        assertThat(turn.history()).hasSize(10);
    }

    @Test
    void compress_summary_standsBelowTheDigest_andTakesFromItsShareOnly() {
        CompressedTurn without = compress(200, Summaries.NONE);
        CompressedTurn with = compress(200, of(0));

        assertThat(with.digest())
                .endsWith(Summarized.HEADING, "User talked of the harbour.", "User owes the supplier 40 euros.");
        assertThat(with.history()).isEqualTo(without.history());
        assertThat(with.memories().size())
                .isGreaterThanOrEqualTo(without.memories().size());
        assertThat(with.digest()).hasSizeGreaterThan(5);
        int counted = Stream.of(
                        with.digest().stream(),
                        with.history().stream().map(PastMessage::text),
                        with.memories().stream().map(RecalledMemory::line),
                        with.memories().stream().map(RecalledMemory::header).distinct())
                .flatMap(lines -> lines)
                .mapToInt(line -> COUNTER.count(line + "\n"))
                .sum();
        assertThat(with.tokens()).isEqualTo(counted).isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void compress_anotherSummary_leavesTheDigestAsItIs() {
        Summaries other = new Summaries(List.of(new Summary("User is tired of it.", 4, 0)), 4);
        List<String> one = compress(200, of(0)).digest();
        List<String> two = compress(200, other).digest();
        assertThat(two.subList(0, two.indexOf(Summarized.HEADING)))
                .isEqualTo(one.subList(0, one.indexOf(Summarized.HEADING)));
    }

    @Test
    void compress_summaryThatCameAfterTheStep_isNotThere_andTheOneBeforeItIs() {
        long seenAt = compress(200, Summaries.NONE).step().orElseThrow().seenAt();
        assertThat(compress(200, of(seenAt + 1)).digest())
                .isEqualTo(compress(200, Summaries.NONE).digest());
        assertThat(compress(200, of(seenAt)).digest()).contains(Summarized.HEADING);

        Summaries two = new Summaries(List.of(new Summary("New.", 8, seenAt + 1), new Summary(TEXT, 4, seenAt)), 8);
        assertThat(compress(200, two).digest()).contains(Summarized.HEADING, "User talked of the harbour.");
    }

    @Test
    void compress_summaryLongerThanItsShare_hasWholeLinesOfIt_orIsNotThere() {
        Summaries tooLong = new Summaries(List.of(new Summary("User talked of the harbour.\n".repeat(90), 4, 0)), 4);
        List<String> lines = compress(200, tooLong).digest();
        long kept = lines.stream().filter("User talked of the harbour."::equals).count();
        assertThat(kept).isBetween(2L, 8L); // a sixth of a quarter of 1,200 tokens is 50

        Summaries oneLine = new Summaries(List.of(new Summary("User talked of the harbour. ".repeat(90), 4, 0)), 4);
        assertThat(compress(200, oneLine).digest())
                .isEqualTo(compress(200, Summaries.NONE).digest());
    }
}
