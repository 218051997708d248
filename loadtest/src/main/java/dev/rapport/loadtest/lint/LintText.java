package dev.rapport.loadtest.lint;

import java.util.ArrayList;
import java.util.List;

/** Contradictions for people, at most {@link #WIDTH} columns wide. Pure. */
final class LintText {
    /** Of a line, so that it fits into a terminal beside another. */
    static final int WIDTH = 110;

    private static final int LABEL = 12;

    private LintText() {}

    /** One group, with its heading. */
    static String of(String heading, List<Contradiction> found) {
        StringBuilder text = new StringBuilder();
        wrap(text, "", heading + ": " + count(found.size()));
        int number = 0;
        for (Contradiction each : found) {
            number++;
            text.append('\n');
            wrap(text, label("%3d.".formatted(number)), each.law() + " (" + each.where() + ")");
            wrap(text, label("     is"), each.found());
            wrap(text, label("     should"), each.expected());
            wrap(text, label("     why"), each.why());
        }
        return text.append('\n').toString();
    }

    private static String count(int contradictions) {
        return switch (contradictions) {
            case 0 -> "no contradiction";
            case 1 -> "1 contradiction";
            default -> contradictions + " contradictions";
        };
    }

    private static String label(String text) {
        return text + " ".repeat(LABEL - text.length());
    }

    private static void wrap(StringBuilder text, String label, String content) {
        String indent = " ".repeat(label.length());
        StringBuilder line = new StringBuilder(label);
        for (String word : words(content, WIDTH - label.length())) {
            boolean first = line.length() == label.length();
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent).append(word);
            } else {
                line.append(first ? "" : " ").append(word);
            }
        }
        text.append(line).append('\n');
    }

    /** A word that fits nowhere is broken, such as a hash beside a long label. */
    private static List<String> words(String content, int most) {
        List<String> words = new ArrayList<>();
        for (String word : content.split(" ", -1)) {
            for (int from = 0; from < Math.max(1, word.length()); from += most) {
                words.add(word.substring(from, Math.min(word.length(), from + most)));
            }
        }
        return words;
    }
}
