package dev.rapport.loadtest.stats;

/** What data say about a claim. */
public enum Word {
    /** The data prove the claim at the asked confidence. */
    PASS,
    /** The data contradict the claim at the asked confidence. */
    FAIL,
    /** The data do neither: there are too few, or the truth is too close to the limit. */
    INCONCLUSIVE
}
