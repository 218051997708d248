package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Report.Word;
import java.util.Locale;

/** A verdict as sign, word and colour. */
final class Badge {
    private Badge() {}

    static void of(Markup markup, Word word) {
        show(markup, style(word), sign(word), word.name());
    }

    static void gate(Markup markup, boolean met) {
        show(markup, met ? "pass" : "fail", met ? "✓" : "✕", met ? "met" : "NOT MET");
    }

    static void leak(Markup markup, String word) {
        switch (word) {
            case "LEAK" -> show(markup, "fail", "✕", word);
            case "NO LEAK" -> show(markup, "pass", "✓", word);
            default -> show(markup, "inconclusive", "?", word);
        }
    }

    static void show(Markup markup, String style, String sign, String word) {
        markup.open("span", "class", "badge " + style);
        markup.element("span", sign, "class", "sign", "aria-hidden", "true")
                .text(" " + word)
                .close();
    }

    static String style(Word word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String sign(Word word) {
        return switch (word) {
            case PASS -> "✓";
            case FAIL -> "✕";
            case INCONCLUSIVE -> "?";
            case INVALID -> "!";
        };
    }
}
