package dev.rapport.memory.index;

import dev.rapport.memory.NewMemory;
import java.util.List;

/** Texts that are hard on those who cut, encode or count them. All may be told: 1 to the most characters, none blank. */
public final class HardTexts {
    /** The longest run of emoji that fits; each is two characters. */
    public static final String EMOJI = "\uD83D\uDE00".repeat(NewMemory.TEXT_LENGTH_MAX / 2);

    /** One word of the greatest length. */
    public static final String ONE_WORD = "a".repeat(NewMemory.TEXT_LENGTH_MAX);

    /** A letter under as many accents as fit. */
    public static final String COMBINING = "e" + "\u0301".repeat(NewMemory.TEXT_LENGTH_MAX - 1);

    /** Thai, which nothing separates. */
    public static final String NO_SPACES = "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35".repeat(NewMemory.TEXT_LENGTH_MAX / 6);

    /** Hebrew and Arabic with marks of direction. */
    public static final String RIGHT_TO_LEFT =
            "\u202E\u05D0\u05D7\u05D5\u05EA\u05D9 \u0623\u062E\u062A\u064A\u202C 12.5";

    /** Control characters, the byte order mark, zero-width joiners, an astral letter, a noncharacter. */
    public static final String ODD = "\0\u0001\u001F\t\n\u007F\u0085\uFEFF\u200D\uD835\uDD4F\uFFFE\u00FF\u0100";

    public static final List<String> ALL =
            List.of("a", "\u00E9", EMOJI, ONE_WORD, COMBINING, NO_SPACES, RIGHT_TO_LEFT, ODD);

    /** Halves of surrogate pairs, which are no valid Unicode: alone, the wrong way round, beside whole ones. */
    public static final List<String> HALVES = List.of(
            "\uD800",
            "a\uD83D",
            "a\uD83E",
            "\uDE00\uD83D",
            "\uD83D\uD83D\uDE00\uDE00",
            "\uDFFF".repeat(NewMemory.TEXT_LENGTH_MAX));

    private HardTexts() {}
}
