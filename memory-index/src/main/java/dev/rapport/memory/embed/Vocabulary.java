package dev.rapport.memory.embed;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The word pieces that the model knows, each with its number. */
final class Vocabulary {
    private static final String CONTINUES = "##";

    /* Two maps, so that a lookup needs no "##" put before each candidate. */
    private final Map<String, Integer> starts;
    private final Map<String, Integer> continuations;
    private final int lengthMax;

    private Vocabulary(Map<String, Integer> starts, Map<String, Integer> continuations) {
        this.starts = starts;
        this.continuations = continuations;
        int longest = 0;
        for (String piece : starts.keySet()) {
            longest = Math.max(longest, piece.length());
        }
        for (String piece : continuations.keySet()) {
            longest = Math.max(longest, piece.length());
        }
        this.lengthMax = longest;
    }

    /**
     * Reads the {@code vocab} object out of a {@code tokenizer.json} file: one flat object of strings and numbers.
     *
     * @throws IllegalArgumentException if there is none, or it is not of that form
     */
    static Vocabulary parse(String tokenizerJson) {
        int name = tokenizerJson.indexOf("\"vocab\"");
        int start = name < 0 ? -1 : tokenizerJson.indexOf('{', name);
        if (start < 0) {
            throw new IllegalArgumentException("tokenizer file: no vocab (expected: an object of pieces and numbers)");
        }
        Map<String, Integer> starts = new HashMap<>();
        Map<String, Integer> continuations = new HashMap<>();
        FlatJson json = new FlatJson(tokenizerJson, start + 1);
        while (json.hasNext()) {
            String piece = json.name();
            int id = json.number();
            if (piece.startsWith(CONTINUES) && piece.length() > CONTINUES.length()) {
                continuations.put(piece.substring(CONTINUES.length()), id);
            } else {
                starts.put(piece, id);
            }
        }
        return new Vocabulary(starts, continuations);
    }

    /** The number of a piece that begins a word, or {@code null}. */
    @Nullable
    Integer start(String piece) {
        return starts.get(piece);
    }

    /** The number of a piece within a word, or {@code null}. */
    @Nullable
    Integer continuation(String piece) {
        return continuations.get(piece);
    }

    /** The number of a piece that must be there. */
    int special(String piece) {
        Integer id = starts.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("vocabulary: no " + piece + " among " + size() + " pieces");
        }
        return id;
    }

    /** The pieces that begin a word, from a number on, in the order of their numbers. */
    Stream<String> wordsFrom(int first) {
        return starts.entrySet().stream()
                .filter(piece -> piece.getValue() >= first)
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /** Characters of the longest piece: no longer candidate need be looked up. */
    int lengthMax() {
        return lengthMax;
    }

    int size() {
        return starts.size() + continuations.size();
    }
}
