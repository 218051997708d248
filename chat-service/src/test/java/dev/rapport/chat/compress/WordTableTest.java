package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordTableTest {
    private static final List<String> PIECES =
            List.of("a", "B", "k", "\u212A", "i", "\u0130", "\u0131", "\u00C4", "\u00DF", "'", "\u2019", "_", "7");

    /** As the words were looked up before there was a table: as strings, in small letters, with straight apostrophes. */
    @Test
    void at_anyWord_findsWhatAMapOfSmallLettersFinds() {
        Random random = new Random(91);
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            map.put(small(word(random)).replaceAll("[^a-z']", "x"), i);
        }
        WordTable<Integer> table = new WordTable<>(map);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            String word = word(random);
            char[] text = ("say " + word + " now").toCharArray();
            int hash = 0;
            for (int at = 4; at < 4 + word.length(); at++) {
                hash = WordTable.hash(hash, WordTable.folded(text[at]));
            }

            assertThat(table.at(hash, text, 4, 4 + word.length()))
                    .as("seed 91, %s", word)
                    .isEqualTo(map.get(small(word)));
            found += map.containsKey(small(word)) ? 1 : 0;
        }
        assertThat(found).isBetween(1_000, 19_000);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
            word.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return word.toString();
    }

    private static String small(String word) {
        return word.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    }
}
