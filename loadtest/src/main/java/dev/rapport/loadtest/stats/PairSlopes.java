package dev.rapport.loadtest.stats;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The slopes of all pairs of points, without storing them: how many slopes are at most m is the number of inversions of y - m x,
 * so a slope of any rank is found by bisection, in memory of the order of n (Cole, Salowe, Steiger, Szemeredi: An Optimal-Time
 * Algorithm for Slope Selection, SIAM Journal on Computing 18, 1989, count in this way).
 */
final class PairSlopes {
    /** The exponents of doubles span 2,100 powers of two and each has 52 bits; a bisection by value needs no more. */
    private static final int STEPS_MAX = 2_200;

    private final double[] x;
    private final double[] y;
    private final long size;
    private final long samePoints;

    /** Points in any order; pairs of the same x have no slope and are left out. */
    PairSlopes(double[] anyX, double[] anyY) {
        Integer[] order = new Integer[anyX.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.<Integer>comparingDouble(i -> anyX[i]).thenComparingDouble(i -> anyY[i]));
        x = new double[anyX.length];
        y = new double[anyX.length];
        for (int i = 0; i < x.length; i++) {
            /* Relative to the first point, for large x and y would leave few digits to their differences. */
            x[i] = anyX[order[i]] - anyX[order[0]];
            y[i] = anyY[order[i]] - anyY[order[0]];
        }
        long n = x.length;
        size = n * (n - 1) / 2 - Inversions.tiedPairs(x);
        samePoints = samePoints();
    }

    /** How many pairs have different x. */
    long size() {
        return size;
    }

    /** The slope of a rank, 1 for the least to {@link #size}; exact but for rounding. */
    double ofRank(long rank) {
        long rising = Inversions.count(y, false);
        if (rising < rank && atMost(0) >= rank) {
            return 0;
        }
        double sign = rising >= rank ? -1 : 1;
        double near = 0;
        double far = sign;
        for (int i = 0; i < STEPS_MAX && isNearer(far, rank, sign); i++) {
            near = far;
            far *= 2;
        }
        for (int i = 0; i < STEPS_MAX; i++) {
            double middle = near + (far - near) / 2;
            if (middle == near || middle == far) {
                break;
            }
            if (isNearer(middle, rank, sign)) {
                near = middle;
            } else {
                far = middle;
            }
        }
        return sign > 0 ? far : near;
    }

    /** Whether this slope lies between 0 and the one of the rank. */
    private boolean isNearer(double slope, long rank, double sign) {
        return sign > 0 ? atMost(slope) < rank : atMost(slope) >= rank;
    }

    private long atMost(double slope) {
        double[] above = new double[x.length];
        Arrays.setAll(above, i -> y[i] - slope * x[i]);
        return Inversions.count(above, true) - samePoints;
    }

    private long samePoints() {
        long pairs = 0;
        long same = 0;
        for (int i = 1; i < x.length; i++) {
            same = x[i] == x[i - 1] && y[i] == y[i - 1] ? same + 1 : 0;
            pairs += same;
        }
        return pairs;
    }
}
