package dev.rapport.chat.traits;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words that go with a kind of thing, each worth one, two if said to be strong.
 *
 * <p>An entry is a word, a beginning of one ({@code practi*}) or two words with an underscore between them.
 */
final class Cues {
    private final Set<String> whole;
    private final List<String> beginnings;
    private final Set<String> strong;

    private Cues(Set<String> whole, List<String> beginnings, Set<String> strong) {
        this.whole = whole;
        this.beginnings = beginnings;
        this.strong = strong;
    }

    static Cues of(String weak, String strong) {
        List<String> all = Arrays.stream((weak + ' ' + strong).strip().split("\\s+", -1))
                .map(entry -> entry.replace('_', ' '))
                .toList();
        return new Cues(
                all.stream().filter(entry -> !entry.endsWith("*")).collect(Collectors.toSet()),
                all.stream()
                        .filter(entry -> entry.endsWith("*"))
                        .map(Cues::stem)
                        .toList(),
                Arrays.stream(strong.strip().split("\\s+", -1))
                        .map(entry -> stem(entry.replace('_', ' ')))
                        .collect(Collectors.toSet()));
    }

    private static String stem(String entry) {
        return entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry;
    }

    /** What is found in one statement, counted once however often it is asked for. */
    static final class Found {
        private final Words words;
        private final Work work;
        private final IdentityHashMap<Cues, int[]> worths = new IdentityHashMap<>();
        private final IdentityHashMap<Set<String>, Boolean> any = new IdentityHashMap<>();

        Found(Words words, Work work) {
            this.words = words;
            this.work = work;
        }

        /** What the words are worth together, those of {@code not} left out. */
        int worth(Cues cues, Span not) {
            int[] worth = worths.computeIfAbsent(cues, this::count);
            int sum = worth[worth.length - 1];
            for (int i = not.from(); i < not.to(); i++) {
                sum -= worth[2 * i] + worth[2 * i + 1];
            }
            return not.from() > 0 && !not.empty() ? sum - worth[2 * not.from() - 1] : sum;
        }

        boolean has(Cues cues) {
            return worth(cues, Span.none(0)) > 0;
        }

        /** Whether one of the words is one of these. */
        boolean any(Set<String> these) {
            return any.computeIfAbsent(these, set -> {
                for (int i = 0; i < words.size(); i++) {
                    if (words.in(i, set)) {
                        return true;
                    }
                }
                return false;
            });
        }

        /** For each word what it is worth, then what it is with the next one; at last the sum. */
        private int[] count(Cues cues) {
            int[] worth = new int[2 * words.size() + 1];
            int sum = 0;
            for (int i = 0; i < words.size(); i++) {
                work.step();
                worth[2 * i] = cues.worth(words.text(i));
                worth[2 * i + 1] = i + 1 < words.size() ? cues.worthOfTwo(words.text(i) + ' ' + words.text(i + 1)) : 0;
                sum += worth[2 * i] + worth[2 * i + 1];
            }
            worth[worth.length - 1] = sum;
            return worth;
        }
    }

    private int worthOfTwo(String two) {
        return whole.contains(two) ? strong.contains(two) ? 2 : 1 : 0;
    }

    private int worth(String word) {
        if (word.isEmpty()) {
            return 0;
        }
        if (whole.contains(word)) {
            return strong.contains(word) ? 2 : 1;
        }
        for (String beginning : beginnings) {
            if (word.startsWith(beginning)) {
                return strong.contains(beginning) ? 2 : 1;
            }
        }
        return 0;
    }
}
