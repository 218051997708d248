package dev.rapport.eval.report;

import java.util.List;

/**
 * What one question came to.
 *
 * @param number its place in the file of questions: the pair of it in another method's results has the same
 * @param conversation its own
 * @param swapped whether it was asked of another conversation, to find a leak
 * @param values 0 to 1, one for each column of the report
 */
public record Score(int number, String conversation, String category, boolean swapped, List<Double> values) {
    public Score {
        values = List.copyOf(values);
    }
}
