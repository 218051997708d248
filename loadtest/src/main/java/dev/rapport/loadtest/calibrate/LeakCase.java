package dev.rapport.loadtest.calibrate;

import java.util.List;
import java.util.Set;

/**
 * A process that leaks a known multiple of the limit, and what may be said of it.
 *
 * @param timesLimit of growth
 * @param allowed the verdicts that are right, or at least not wrong
 */
record LeakCase(double timesLimit, Set<String> allowed) {
    private static final String LEAK = "LEAK";
    private static final String NO_LEAK = "NO LEAK";
    private static final String INCONCLUSIVE = "INCONCLUSIVE";

    /** Nothing and ten times the limit must be told; near the limit a short run may say that it cannot tell. */
    static final List<LeakCase> ALL = List.of(
            new LeakCase(0, Set.of(NO_LEAK)),
            new LeakCase(0.5, Set.of(NO_LEAK, INCONCLUSIVE)),
            new LeakCase(2, Set.of(LEAK, INCONCLUSIVE)),
            new LeakCase(10, Set.of(LEAK)));

    boolean allows(String verdict) {
        return allowed.contains(verdict);
    }
}
