package dev.rapport.memory.embed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sentences for {@link Distiller} to learn from: phrases of our own whose gaps are filled with words of the model's
 * vocabulary. No text of anybody else is in them. The same seed gives the same sentences.
 */
final class TrainingTexts {
    static final String FILE = "training-phrases.txt";

    /** The vocabulary of BERT begins with marks, letters and other scripts; its words follow, the frequent ones first. */
    private static final int FIRST_WORD = 1_996;

    /** Half of the gaps take a frequent word: the k-th with a probability like 1/(k + this). The rest take any. */
    private static final double HEAD = 200;

    /** Lists of small words: in a gap for content they would learn to weigh as much as content. */
    private static final List<String> SMALL_WORDS = List.of("small", "det");

    private final Map<String, List<String>> sections;
    private final List<String> words;
    private final SplittableRandom random;

    private TrainingTexts(Map<String, List<String>> sections, List<String> words, long seed) {
        this.sections = sections;
        this.words = words;
        this.random = new SplittableRandom(seed);
    }

    static TrainingTexts load(Vocabulary vocabulary, long seed) {
        Map<String, List<String>> sections = sections();
        Set<String> small = SMALL_WORDS.stream()
                .flatMap(name -> sections.getOrDefault(name, List.of()).stream())
                .collect(Collectors.toSet());
        List<String> words = vocabulary
                .wordsFrom(FIRST_WORD)
                .filter(word -> word.matches("[a-z]{2,}") && !small.contains(word))
                .toList();
        return new TrainingTexts(sections, words, seed);
    }

    private static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                current = sections.computeIfAbsent(line.substring(1, line.length() - 1), _ -> new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Stream.of(line.split("\\|")).map(String::strip).forEach(current::add);
            }
        }
        return sections;
    }

    private static List<String> lines() {
        try (InputStream in = TrainingTexts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new FileNotFoundException(FILE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next texts. */
    List<String> next(int count) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(filled("{text}"));
        }
        return texts;
    }

    /** Names of gaps that no list has; empty, or a phrase is misspelt. */
    Set<String> unknownGaps() {
        Set<String> unknown = new TreeSet<>();
        sections.values()
                .forEach(entries -> entries.forEach(entry -> {
                    for (int open = entry.indexOf('{'); open >= 0; open = entry.indexOf('{', open + 1)) {
                        unknown.add(entry.substring(open + 1, entry.indexOf('}', open))
                                .toLowerCase(Locale.ROOT));
                    }
                }));
        unknown.removeAll(sections.keySet());
        unknown.remove("word");
        return unknown;
    }

    private String filled(String phrase) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int open = phrase.indexOf('{'); open >= 0; open = phrase.indexOf('{', from)) {
            int close = phrase.indexOf('}', open);
            text.append(phrase, from, open).append(gap(phrase.substring(open + 1, close)));
            from = close + 1;
        }
        return text.append(phrase, from, phrase.length()).toString();
    }

    private String gap(String name) {
        return switch (name) {
            case "word" -> word();
            case "Word" -> capitalized(word());
            default -> {
                List<String> entries = sections.get(name);
                if (entries == null) {
                    throw new IllegalArgumentException(
                            FILE + ": {" + name + "} (expected: one of " + sections.keySet() + ")");
                }
                yield filled(entries.get(random.nextInt(entries.size())));
            }
        };
    }

    private String word() {
        int size = words.size();
        int place = random.nextBoolean()
                ? (int) (HEAD * StrictMath.pow((size + HEAD) / HEAD, random.nextDouble()) - HEAD)
                : random.nextInt(size);
        return words.get(Math.min(place, size - 1));
    }

    private static String capitalized(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
