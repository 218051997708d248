package dev.rapport.loadtest.stats;

/**
 * Whether a count of failures proves a success ratio: the exact one-sided binomial test, which is the bound of Clopper and
 * Pearson (The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial, Biometrika 26, 1934) put as a yes
 * or no.
 *
 * <p>4 failures of 44,811 do not prove 99.99 %: a service whose true ratio is exactly that shows as few in 54 % of such runs.
 */
public final class SuccessClaim {
    /** Beyond it doubles no longer resolve the difference of the gamma functions well; no run comes near. */
    private static final long TRIALS_MAX = 100_000_000_000L;

    private SuccessClaim() {}

    /**
     * Judges "the success ratio is at least {@code minRatio}".
     *
     * @param failures 0 to n
     * @param n at least 0
     * @param minRatio above 0, at most 1; no number of trials proves 1, but one failure contradicts it
     * @param confidence of a pass and, on the other side, of a fail: above 0, below 1
     */
    public static Decision decide(long failures, long n, double minRatio, double confidence) {
        Check.atLeast("n", n, 0);
        Check.range("failures", failures, 0, n);
        Check.share("confidence", confidence);
        if (minRatio == 1) {
            return failures > 0 ? new Decision(Word.FAIL, 0) : new Decision(Word.INCONCLUSIVE, Decision.NEVER);
        }
        Check.share("minRatio", minRatio);
        if (n > 0 && Binomial.atMost(failures, n, 1 - minRatio) <= 1 - confidence) {
            return new Decision(Word.PASS, 0);
        }
        if (Binomial.atLeast(failures, n, 1 - minRatio) <= 1 - confidence) {
            return new Decision(Word.FAIL, 0);
        }
        return new Decision(Word.INCONCLUSIVE, trialsFor(failures, minRatio, confidence) - n);
    }

    /**
     * The least number of trials in which so many failures still prove the claim.
     *
     * @param failures at least 0
     * @param minRatio above 0, below 1
     * @param confidence above 0, below 1
     * @throws IllegalArgumentException also if more than 10^11 trials were needed
     */
    public static long trialsFor(long failures, double minRatio, double confidence) {
        Check.atLeast("failures", failures, 0);
        Check.share("minRatio", minRatio);
        Check.share("confidence", confidence);
        long tooFew = failures;
        long enough = failures + 1;
        while (!proves(failures, enough, minRatio, confidence)) {
            tooFew = enough;
            enough *= 2;
            if (enough > TRIALS_MAX) {
                throw new IllegalArgumentException("minRatio: " + minRatio + " (expected: provable by at most "
                        + TRIALS_MAX + " trials with " + failures + " failures)");
            }
        }
        while (enough - tooFew > 1) {
            long middle = tooFew + (enough - tooFew) / 2;
            if (proves(failures, middle, minRatio, confidence)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    private static boolean proves(long failures, long n, double minRatio, double confidence) {
        return Binomial.atMost(failures, n, 1 - minRatio) <= 1 - confidence;
    }
}
