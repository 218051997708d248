package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.stats.Decision;
import dev.rapport.loadtest.stats.Interval;

/**
 * What a metric says of a limit.
 *
 * @param interval of the value; unbounded where nothing is known
 * @param confidence of each end alone, 0 where there is no interval
 * @param statement what the numbers show, for people
 * @param needsMore requests that would decide it at least, 0 if it is decided or none would
 */
record Finding(Word word, Interval interval, double confidence, String statement, long needsMore) {

    static Finding exact(boolean kept, String statement) {
        return new Finding(kept ? Word.PASS : Word.FAIL, Interval.UNBOUNDED, 0, statement, 0);
    }

    static Word word(Decision decision) {
        return switch (decision.word()) {
            case PASS -> Word.PASS;
            case FAIL -> Word.FAIL;
            case INCONCLUSIVE -> Word.INCONCLUSIVE;
        };
    }

    /** Of a decision; a need without end is none that anybody can meet. */
    static long needs(Decision decision) {
        return decision.needsMore() == Decision.NEVER ? 0 : decision.needsMore();
    }
}
