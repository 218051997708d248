package dev.rapport.loadtest.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a limit per minute is kept. */
public enum LimitMode {
    /** A bucket of a minute's worth, full at first, that refills evenly. */
    BUCKET,
    /** A minute's worth in each minute since the start, all of it at once if wanted. */
    FIXED_WINDOW,
    /** A sixtieth of a minute's worth in each second since the start; what a second leaves over is lost. */
    PER_SECOND;

    /** As options and JSON say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The mode of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LimitMode ofWord(String word) {
        for (LimitMode mode : values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("limit-mode: " + word + " (expected one of: "
                + Arrays.stream(values()).map(LimitMode::word).collect(Collectors.joining(", ")) + ")");
    }
}
