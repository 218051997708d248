package dev.rapport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final TextSealer PLAIN = new PlainSealer(Owner.authenticated("ada"), UserKey.NO);

    private static final QuantizedVector VECTOR = QuantizedVector.of(Vectors.random(new Random(1)));

    private static String idOf(String text) {
        return new NewMemory(text, VECTOR, "model").id(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I live in Paris.",
                "i  LIVE\tin paris",
                "\"I live in Paris!\"",
                "  ...I live in\u00A0Paris?! ",
                "I live in Paris\u2026"
            })
    void id_sameWords_isTheSame(String text) {
        assertThat(idOf(text)).isEqualTo("m_f3130e17e4011882").matches("m_[0-9a-f]{16}");
    }

    @Test
    void id_otherWords_isAnother() {
        assertThat(List.of(idOf("I live in Paris"), idOf("I live in Berlin"), idOf("!!!"), idOf("???"), idOf("I.live")))
                .doesNotHaveDuplicates();
    }

    @Test
    void id_composedAndDecomposedAccents_isTheSame() {
        assertThat(idOf("caf\u00E9")).isEqualTo(idOf("cafe\u0301"));
    }

    @Test
    @Timeout(10)
    void id_nothingButPunctuationAndHalfPairs_comesSoon() {
        String dots = ".".repeat(NewMemory.TEXT_LENGTH_MAX - 1);
        for (int i = 0; i < 100; i++) {
            assertThat(idOf(dots + "x")).isEqualTo(idOf("x"));
        }
        assertThat(idOf("\uD83D")).startsWith("m_");
    }

    @Test
    void newMemory_tooLongOrBlank_isRefused() {
        assertThatThrownBy(() -> idOf("x".repeat(8_193)))
                .hasMessage("text: 8193 characters (expected: 1..8192, not all blank)");
        assertThatThrownBy(() -> idOf(" ")).hasMessage("text: 1 characters (expected: 1..8192, not all blank)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Home", "home address", "home#1", "-home", "h\u00F6me", ".home"})
    void fact_attributeThatCouldNotBeAField_isRefused(String attribute) {
        assertThatThrownBy(() -> new Fact(attribute, "Paris", true, false, 1))
                .hasMessageStartingWith("attribute: " + attribute + " (expected: ");
    }

    @Test
    void fact_numbersOutOfRange_areRefused() {
        assertThatThrownBy(() -> new Fact("home", "Paris", true, false, Float.NaN))
                .hasMessage("confidence: NaN (expected: 0..1)");
        assertThatThrownBy(() -> new Fact("home", "x".repeat(257), true, false, 1))
                .hasMessage("value: 257 characters (expected: 1..256, not all blank)");
    }

    @Test
    void fact_valuesThatDifferInCaseAndMarks_haveOneKey() {
        assertThat(new Fact("home", " Paris. ", true, false, 1).valueKey(PLAIN))
                .isEqualTo(new Fact("home", "paris", true, false, 1).valueKey(PLAIN))
                .isNotEqualTo(new Fact("home", "Paris, Texas", true, false, 1).valueKey(PLAIN));
    }

    @Test
    void lesson_moreFactsThanOneMessageCanSay_isRefused() {
        List<Fact> facts = Collections.nCopies(65, new Fact("home", "Paris", true, false, 1));
        assertThatThrownBy(() -> new Lesson(null, facts, "turn", Instant.EPOCH.plus(Duration.ofDays(1))))
                .hasMessage("facts: 65 (expected: 0..64)");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, SearchEffort.TOP_K_MAX + 1})
    void topK_outOfRange_isRefusedByName(int topK) {
        assertThatThrownBy(() -> new SearchEffort(topK, 0)).hasMessage("topK: " + topK + " (expected: 1..256)");
    }

    @Test
    void scoreMin_notANumber_isRefused() {
        assertThatThrownBy(() -> new SearchEffort(8, Float.NaN)).hasMessage("scoreMin: NaN (expected: -1..1)");
        assertThat(new SearchEffort(256, -1).topK()).isEqualTo(256);
    }

    @Test
    void isAfter_comparesNumbersNotLetters() {
        LogEntry entry = new LogEntry.Forgotten("1700000000000-10", "m_1", Instant.EPOCH);

        assertThat(entry.isAfter("1700000000000-9")).isTrue();
        assertThat(entry.isAfter("999-99")).isTrue();
        assertThat(entry.isAfter(LogEntry.START)).isTrue();
        assertThat(entry.isAfter("1700000000000-10")).isFalse();
        assertThat(entry.isAfter("1700000000001-0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "-1", "1-", "1-x", "1--1"})
    void position_malformed_isRefused(String position) {
        assertThatThrownBy(() -> new LogEntry.Forgotten(position, "m_1", Instant.EPOCH))
                .hasMessage("position: " + position + " (expected: like 1700000000000-0)");
    }
}
