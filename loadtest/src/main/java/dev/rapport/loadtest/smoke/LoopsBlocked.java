package dev.rapport.loadtest.smoke;

import java.util.OptionalDouble;

/** Reads the counter of blocked event loops from a page of metrics in Prometheus' text format. Pure. */
final class LoopsBlocked {
    static final String COUNTER = "rapport_loop_blocked_total";

    private LoopsBlocked() {}

    /** The sum over all label sets; empty if the page does not have the counter, which is not the same as 0. */
    static OptionalDouble sum(String page) {
        double sum = 0;
        boolean found = false;
        for (String line : page.lines().toList()) {
            if (line.startsWith(COUNTER)) {
                String rest = line.substring(COUNTER.length());
                if (rest.startsWith("{") || rest.startsWith(" ") || rest.startsWith("\t")) {
                    sum += Double.parseDouble(firstWord(afterLabels(rest)));
                    found = true;
                }
            }
        }
        return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** What follows the closing brace; a brace within quotes does not close. */
    private static String afterLabels(String rest) {
        if (!rest.startsWith("{")) {
            return rest.strip();
        }
        boolean quoted = false;
        for (int i = 1; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return rest.substring(i + 1).strip();
            }
        }
        throw new NumberFormatException(COUNTER + ": labels without an end");
    }

    /** The value; a time stamp may follow it. */
    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }
}
