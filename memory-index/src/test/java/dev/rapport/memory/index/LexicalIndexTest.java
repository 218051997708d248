package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LexicalIndexTest {
    private static final BitSet NONE_REMOVED = new BitSet();

    private final Sessions sessions = new Sessions();
    private final LexicalIndex words = new LexicalIndex(sessions);
    private Instant now = Instant.EPOCH;
    private int count;

    private void tell(String... texts) {
        for (String text : texts) {
            sessions.add(now);
            words.add(text);
            count++;
        }
    }

    private void newSession() {
        now = now.plus(Duration.ofDays(1));
    }

    @Test
    void scores_wordOfOneMessage_countsMostThere_andLessForItsNeighbours() {
        tell("good morning", "I bought a kayak", "which colour", "blue");

        float[] scores = words.scores("the kayak", count, NONE_REMOVED);
        assertThat(scores[1]).isGreaterThan(scores[0]).isLessThanOrEqualTo(1);
        assertThat(scores[0]).isPositive();
        assertThat(scores[2]).isPositive();
        assertThat(scores[3]).isZero();
    }

    @Test
    void scores_neighbourInAnotherSession_doesNotCount() {
        tell("good morning", "I bought a kayak");
        newSession();
        tell("which colour");

        float[] scores = words.scores("kayak", count, NONE_REMOVED);
        assertThat(scores[0]).isPositive();
        assertThat(scores[2]).isZero();
    }

    @Test
    void scores_removedMessage_isNoLongerHeardThroughItsNeighbours() {
        tell("good morning", "I bought a kayak", "which colour");
        BitSet removed = new BitSet();
        removed.set(1);

        assertThat(words.scores("kayak", count, removed)).containsOnly(0);
    }

    @Test
    void scores_wordThatNobodySaid_makesTheOthersCountLess() {
        tell("I bought a kayak", "good morning");

        float alone = words.scores("kayak", count, NONE_REMOVED)[0];
        float beside = words.scores("kayak zeppelin", count, NONE_REMOVED)[0];
        assertThat(beside).isLessThan(alone / 2);
        assertThat(words.scores("zeppelin", count, NONE_REMOVED)).isEmpty();
    }

    @Test
    void scores_wordSaidTwice_countsMore_butNotTwice() {
        tell("kayak kayak river stone");
        newSession();
        tell("kayak water river stone");

        float[] scores = words.scores("kayak", count, NONE_REMOVED);
        assertThat(scores[0]).isGreaterThan(scores[1]).isLessThan(2 * scores[1]);
    }

    @Test
    void scores_readerOfFewerSlots_seesNoOthers() {
        tell("kayak", "kayak", "kayak");

        assertThat(words.scores("kayak", 2, NONE_REMOVED)).hasSize(2).doesNotContain(0);
    }

    @Test
    @Timeout(20)
    void add_hardTexts_takesBoundedTime_andOthersAreFoundBesideThem() {
        for (int round = 0; round < 20; round++) {
            HardTexts.ALL.forEach(this::tell);
            HardTexts.HALVES.forEach(this::tell);
        }
        tell("\uD83D\uDE00".repeat(100_000));
        newSession();
        tell("I bought a kayak");

        assertThat(words.scores("kayak", count, NONE_REMOVED)[count - 1]).isPositive();
        assertThat(words.scores(HardTexts.ONE_WORD, count, NONE_REMOVED)).isNotEmpty();
        for (String text : HardTexts.ALL) {
            assertThat(words.scores(text, count, NONE_REMOVED))
                    .as("%.20s", text)
                    .doesNotContain(Float.NaN);
        }
    }
}
