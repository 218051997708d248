package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void of_manyWords_agreesWithAMapOfLists() {
        Random random = new Random(81);
        Vocabulary vocabulary = new Vocabulary();
        Map<String, List<Integer>> map = new HashMap<>();
        for (int slot = 0; slot < 20_000; slot++) {
            String word = Integer.toString((int) Math.pow(3_000, random.nextDouble()), 7) + "\u00E9\uD835\uDD4F";
            vocabulary.of(word).add(slot);
            map.computeIfAbsent(word, _ -> new ArrayList<>()).add(slot);
        }

        assertThat(vocabulary.count()).isEqualTo(map.size());
        map.forEach((word, slots) -> assertThat(slots(requireNonNull(vocabulary.get(word))))
                .as("seed 81, %s", word)
                .isEqualTo(slots));
        assertThat(vocabulary.get("nobody said this")).isNull();
    }

    private static List<Integer> slots(Term term) {
        List<Integer> slots = new ArrayList<>();
        int count = term.count();
        int[] more = term.more();
        for (int i = 0; i < count; i++) {
            assertThat(Term.times(term.place(i, more))).isEqualTo(1);
            slots.add(Term.slot(term.place(i, more)));
        }
        return slots;
    }

    @Test
    void add_again_countsUpTo127() {
        for (int slots = 1; slots < 5; slots++) {
            Term term = new Term(new byte[] {1});
            int bytes = 0;
            for (int i = 0; i < 200 * slots; i++) {
                bytes += term.add(7 + i / 200);
            }

            assertThat(term.count()).isEqualTo(slots);
            for (int i = 0; i < slots; i++) {
                assertThat(Term.slot(term.place(i, term.more()))).isEqualTo(7 + i);
                assertThat(Term.times(term.place(i, term.more()))).isEqualTo(127);
            }
            assertThat(bytes).isEqualTo(slots == 1 ? 0 : 16 + 4 * term.more().length);
        }
    }
}
