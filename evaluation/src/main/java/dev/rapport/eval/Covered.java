package dev.rapport.eval;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a text stands word for word in what a model reads, line by line: a line that is a part of the text covers that
 * part. So a message that was kept in several sentences is found, and one of which two words stand in another line is not.
 *
 * @param lines without what says who said it
 */
record Covered(List<String> lines) {
    private static final Pattern SAID = Pattern.compile("^- (?:(?:I|You): )?");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    static Covered by(String text) {
        return new Covered(text.lines()
                .map(line -> oneLine(SAID.matcher(line).replaceFirst("")))
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList());
    }

    /** 0 to 1. */
    double share(String text) {
        String wanted = oneLine(text);
        boolean[] covered = new boolean[wanted.length()];
        for (String line : lines) {
            int from = wanted.indexOf(line);
            for (int i = Math.max(0, from); from >= 0 && i < from + line.length(); i++) {
                covered[i] = true;
            }
        }
        int count = 0;
        int all = 0;
        for (int i = 0; i < covered.length; i++) {
            all += wanted.charAt(i) == ' ' ? 0 : 1; // between two lines there is none
            count += covered[i] && wanted.charAt(i) != ' ' ? 1 : 0;
        }
        return all == 0 ? 1 : (double) count / all;
    }

    /** 1 if every one stands in it whole, else 0. */
    double all(List<String> texts) {
        return texts.stream().allMatch(text -> share(text) == 1) ? 1 : 0;
    }

    /** Mean of the shares; 1 if there are none. */
    double mean(List<String> texts) {
        return texts.stream().mapToDouble(this::share).average().orElse(1);
    }

    private static String oneLine(String text) {
        return SPACE.splitAsStream(text.strip()).collect(Collectors.joining(" "));
    }
}
