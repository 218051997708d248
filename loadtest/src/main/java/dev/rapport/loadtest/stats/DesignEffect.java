package dev.rapport.loadtest.stats;

/**
 * By how much clustered failures are worth less than independent ones (Kish: Survey Sampling, 1965, section 5.4). A stall
 * fails many requests at once, so 100 failures of one stall say less about the ratio than 100 of their own.
 */
public final class DesignEffect {
    private DesignEffect() {}

    /**
     * The variance of the failure ratio by blocks, over the variance it would have if all were independent. Divide the number
     * of trials by it where it is above 1.5.
     *
     * @param failedByBlock failures of each block of time, 0 to the total
     * @param totalByBlock trials of each block; blocks without any are left out
     * @return at least 1; 1 if nothing or everything failed, or if there are fewer than two blocks to compare
     */
    public static double of(long[] failedByBlock, long[] totalByBlock) {
        Check.sameLength("failedByBlock", failedByBlock.length, "totalByBlock", totalByBlock.length);
        long failed = 0;
        long total = 0;
        int blocks = 0;
        for (int i = 0; i < totalByBlock.length; i++) {
            Check.range("failedByBlock[" + i + "]", failedByBlock[i], 0, totalByBlock[i]);
            failed += failedByBlock[i];
            total += totalByBlock[i];
            blocks += totalByBlock[i] > 0 ? 1 : 0;
        }
        if (failed == 0 || failed == total || blocks < 2) {
            return 1;
        }
        double ratio = (double) failed / total;
        double squares = 0;
        for (int i = 0; i < totalByBlock.length; i++) {
            double residual = failedByBlock[i] - ratio * totalByBlock[i];
            squares += residual * residual;
        }
        double clustered = squares * blocks / (blocks - 1.0);
        double independent = total * ratio * (1 - ratio);
        return Math.max(1, clustered / independent);
    }
}
