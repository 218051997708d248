package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words of the user that are worth keeping.
 *
 * @param text 1 to {@value #TEXT_LENGTH_MAX} characters, not all blank
 * @param vector what they mean
 * @param model what made the vector, see {@link Embedder#model}
 */
public record NewMemory(String text, QuantizedVector vector, String model) {
    /** The model reads about 1,200 characters and a prompt has room for few; the rest would only cost space. */
    public static final int TEXT_LENGTH_MAX = 8_192;

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

    public NewMemory {
        Checks.requireText("text", text, TEXT_LENGTH_MAX);
        requireNonNull(vector, "vector");
        requireNonNull(model, "model");
    }

    /**
     * The name of these words: {@code m_} and 16 hexadecimal digits, see {@link TextSealer#name}, of their normal form, which is
     * lower case, with single spaces, and without punctuation at the ends. So the same words told again are the same memory.
     *
     * @param sealer the user's
     */
    public String id(TextSealer sealer) {
        return "m_" + sealer.name(normalized(text));
    }

    static String normalized(String text) {
        String folded = WHITE_SPACE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        // By hand, since a pattern that looks for the end from each mark takes quadratic time on "......x".
        int start = 0;
        int end = folded.length();
        while (start < end && isBare(folded.codePointAt(start))) {
            start += Character.charCount(folded.codePointAt(start));
        }
        while (start < end && isBare(folded.codePointBefore(end))) {
            end -= Character.charCount(folded.codePointBefore(end));
        }
        return start == end ? folded : folded.substring(start, end); // "!!!" and "???" are not the same words
    }

    private static boolean isBare(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.SPACE_SEPARATOR -> true;
            default -> false;
        };
    }
}
