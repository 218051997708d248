package dev.rapport.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final String BEFORE = "The tea that you liked was an oolong from";

    @Test
    void next_repeatsTheEnd_onlyTheNewPasses() {
        assertThat(passed("an oolong from", " Taiwan", ".")).isEqualTo(" Taiwan.");
    }

    @Test
    void next_repeatsInTheMiddleOfAPiece_onlyTheNewPasses() {
        assertThat(passed("was an oo", "long from Taiwan.")).isEqualTo(" Taiwan.");
    }

    @Test
    void next_nothingRepeated_everythingPassesAtOnce() {
        Overlap overlap = new Overlap(BEFORE);

        assertThat(overlap.next(" Taiwan")).isEqualTo(" Taiwan");
        assertThat(overlap.next("; an oolong from")).isEqualTo("; an oolong from");
    }

    @Test
    void next_shortLikeness_isKept() {
        assertThat(passed("from", " here on")).isEqualTo("from here on");
    }

    @Test
    void next_beginsLikeTheMiddleButGoesOnOtherwise_isKept() {
        assertThat(passed("you liked ", "it much.")).isEqualTo("you liked it much.");
    }

    private static String passed(String... pieces) {
        Overlap overlap = new Overlap(BEFORE);
        StringBuilder text = new StringBuilder();
        List.of(pieces).forEach(piece -> text.append(overlap.next(piece)));
        return text.append(overlap.rest()).toString();
    }
}
