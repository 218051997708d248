package dev.rapport.launcher;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with words in double braces, to be filled in. */
record Template(String name, String text) {
    private static final Pattern WORD = Pattern.compile("\\{\\{([a-z][a-z0-9_]*)}}");

    /** The word that the templates' own comments use to speak of words. */
    private static final String EXAMPLE = "words";

    /**
     * Fills in every word.
     *
     * @throws IllegalArgumentException if a word has no value, or a value no word: then template and code disagree
     */
    String render(Map<String, String> values) {
        TreeSet<String> unused = new TreeSet<>(values.keySet());
        Matcher words = WORD.matcher(text);
        StringBuilder rendered = new StringBuilder();
        while (words.find()) {
            String word = words.group(1);
            String value = word.equals(EXAMPLE) ? EXAMPLE : values.get(word);
            if (value == null) {
                throw new IllegalArgumentException(
                        name + ": {{" + word + "}} (expected: one of " + values.keySet() + ")");
            }
            unused.remove(word);
            words.appendReplacement(rendered, Matcher.quoteReplacement(value));
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(name + ": no place for " + unused);
        }
        return words.appendTail(rendered).toString();
    }
}
