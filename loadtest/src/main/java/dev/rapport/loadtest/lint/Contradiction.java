package dev.rapport.loadtest.lint;

/**
 * Numbers of one report that cannot all be true.
 *
 * @param law that they break, in a word or two
 * @param where in the report
 * @param found what the numbers are
 * @param expected what they should be, with the arithmetic
 * @param why that cannot be, one sentence for people
 */
public record Contradiction(String law, String where, String found, String expected, String why) {

    /** All of it in one line. */
    public String line() {
        return law + ", " + where + ": " + found + " (expected: " + expected + "). " + why;
    }
}
