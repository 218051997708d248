package dev.rapport.eval.traits;

import java.util.Locale;

/**
 * One labelled utterance.
 *
 * @param relation the finer label, such as {@code like_read}
 * @param attribute the coarser one, such as {@code like_media}
 * @param value words of the text, in any case and spacing
 */
record Utterance(String text, String relation, String attribute, String value) {
    /** What must not stand on both sides of the split. */
    String pair() {
        return attribute
                + '='
                + String.join(" ", value.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
    }
}
