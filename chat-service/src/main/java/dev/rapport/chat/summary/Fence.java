package dev.rapport.chat.summary;

import java.util.regex.Pattern;

/**
 * The marks around what a model is shown and must not obey. Nothing that it is shown may hold one, however it is written, and no
 * summary, which is shown between such marks later.
 */
final class Fence {
    /* Possessive: a user may send many spaces, which must not be tried in all ways. */
    private static final Pattern MARK =
            Pattern.compile("<(\\s*+/?+\\s*+(?:conversation|memory)\\b)", Pattern.CASE_INSENSITIVE);

    private Fence() {}

    static boolean isIn(String text) {
        return MARK.matcher(text).find();
    }

    /** The text with each mark made harmless. */
    static String without(String text) {
        return MARK.matcher(text).replaceAll("‹$1");
    }
}
