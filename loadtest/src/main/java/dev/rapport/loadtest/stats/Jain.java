package dev.rapport.loadtest.stats;

/**
 * How evenly something is shared (Jain, Chiu, Hawe: A Quantitative Measure of Fairness and Discrimination for Resource
 * Allocation in Shared Computer Systems, DEC-TR-301, 1984).
 */
public final class Jain {
    private Jain() {}

    /**
     * The fairness index, (sum x)^2 / (n sum x^2).
     *
     * @param shares at least one, finite, none below 0
     * @return 1/n if one has all, 1 if all have the same, also if all have nothing
     */
    public static double index(double[] shares) {
        Check.atLeast("shares: length", shares.length, 1);
        Check.finite("shares", shares);
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            if (share < 0) {
                throw new IllegalArgumentException("shares: " + share + " (expected: at least 0)");
            }
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }
}
