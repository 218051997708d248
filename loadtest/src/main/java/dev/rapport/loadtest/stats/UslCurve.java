package dev.rapport.loadtest.stats;

/**
 * A curve of the Universal Scalability Law; see {@link Usl}.
 *
 * @param lambda throughput of one
 * @param sigma contention, at least 0
 * @param kappa coherence, at least 0
 */
public record UslCurve(double lambda, double sigma, double kappa) {
    /** Each step divides the damping by this where it helps, and multiplies where not. */
    private static final double DAMPING_FACTOR = 8;

    private static final double DAMPING_START = 1e-3;
    private static final double DAMPING_MAX = 1e12;

    /** Converges in some ten steps; the rest is for odd data. */
    private static final int STEPS_MAX = 200;

    private static final double PRECISION = 1e-14;

    /** The throughput at n. */
    public double at(double n) {
        return lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1));
    }

    double peakN() {
        return kappa == 0 ? Double.POSITIVE_INFINITY : Math.max(1, Math.sqrt(Math.max(0, 1 - sigma) / kappa));
    }

    double peakX() {
        if (kappa > 0) {
            return at(peakN());
        }
        return sigma == 0 ? Double.POSITIVE_INFINITY : Math.max(lambda, lambda / sigma);
    }

    /** The greatest whole n with at(n) >= efficiency n lambda: where sigma (n - 1) + kappa n (n - 1) is 1/efficiency - 1. */
    double limitOf(double efficiency) {
        double slack = 1 / efficiency - 1;
        double b = sigma - kappa;
        double c = sigma + slack;
        if (kappa == 0 && sigma == 0) {
            return Double.POSITIVE_INFINITY;
        }
        /* The stable form of the root of kappa n^2 + b n - c: it also holds where kappa is 0. */
        double root = 2 * c / (b + Math.sqrt(b * b + 4 * kappa * c));
        return Math.max(1, Math.floor(root * (1 + PRECISION)));
    }

    /** The curve of least squares with sigma and kappa at least 0. */
    static UslCurve fit(double[] n, double[] x) {
        UslCurve best = fit(n, x, true, true);
        if (best.sigma >= 0 && best.kappa >= 0) {
            return best;
        }
        /* The least is on an edge of what is allowed: there at least one of the two is 0. */
        UslCurve linear = fit(n, x, false, false);
        UslCurve contention = fit(n, x, true, false);
        UslCurve coherence = fit(n, x, false, true);
        UslCurve least = linear;
        for (UslCurve edge : new UslCurve[] {contention, coherence}) {
            if (edge.sigma >= 0 && edge.kappa >= 0 && edge.squares(n, x) < least.squares(n, x)) {
                least = edge;
            }
        }
        return least;
    }

    private double squares(double[] n, double[] x) {
        double squares = 0;
        for (int i = 0; i < n.length; i++) {
            double residual = x[i] - at(n[i]);
            squares += residual * residual;
        }
        return squares;
    }

    /** Levenberg's and Marquardt's method, from a line through the origin. */
    private static UslCurve fit(double[] n, double[] x, boolean freeSigma, boolean freeKappa) {
        UslCurve curve = new UslCurve(1, freeSigma ? 0.01 : 0, freeKappa ? 1e-4 : 0).scaled(n, x);
        double squares = curve.squares(n, x);
        double damping = DAMPING_START;
        for (int i = 0; i < STEPS_MAX && damping < DAMPING_MAX; i++) {
            UslCurve next = curve.step(n, x, freeSigma, freeKappa, damping);
            double nextSquares = next.squares(n, x);
            if (nextSquares < squares && next.isDefinedAt(n)) {
                boolean converged = squares - nextSquares <= squares * PRECISION;
                curve = next;
                squares = nextSquares;
                damping /= DAMPING_FACTOR;
                if (converged) {
                    break;
                }
            } else {
                damping *= DAMPING_FACTOR;
            }
        }
        return curve;
    }

    /** Whether the divisor is positive at every level; beyond, the law says nothing. */
    private boolean isDefinedAt(double[] n) {
        for (double one : n) {
            if (!(1 + sigma * (one - 1) + kappa * one * (one - 1) > 0)) {
                return false;
            }
        }
        return lambda >= 0;
    }

    /** The same shape with the lambda of least squares, for which there is a formula. */
    private UslCurve scaled(double[] n, double[] x) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n.length; i++) {
            double unit = at(n[i]) / lambda;
            products += x[i] * unit;
            squares += unit * unit;
        }
        return new UslCurve(products / squares, sigma, kappa);
    }

    private UslCurve step(double[] n, double[] x, boolean freeSigma, boolean freeKappa, double damping) {
        double[][] normal = new double[3][4];
        for (int i = 0; i < n.length; i++) {
            double divisor = 1 + sigma * (n[i] - 1) + kappa * n[i] * (n[i] - 1);
            double value = at(n[i]);
            double[] gradient = {
                n[i] / divisor,
                freeSigma ? -value * (n[i] - 1) / divisor : 0,
                freeKappa ? -value * n[i] * (n[i] - 1) / divisor : 0
            };
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    normal[r][c] += gradient[r] * gradient[c];
                }
                normal[r][3] += gradient[r] * (x[i] - value);
            }
        }
        for (int r = 0; r < 3; r++) {
            /* A parameter that is not free has an empty row: a 1 there keeps it where it is. */
            normal[r][r] = normal[r][r] == 0 ? 1 : normal[r][r] * (1 + damping);
        }
        double[] change = solve(normal);
        return new UslCurve(lambda + change[0], sigma + change[1], kappa + change[2]);
    }

    /** Cholesky would do too; elimination without pivots is safe for a damped, positive definite matrix. */
    private static double[] solve(double[][] rows) {
        for (int p = 0; p < 3; p++) {
            for (int r = p + 1; r < 3; r++) {
                double factor = rows[r][p] / rows[p][p];
                for (int c = p; c < 4; c++) {
                    rows[r][c] -= factor * rows[p][c];
                }
            }
        }
        double[] solution = new double[3];
        for (int r = 2; r >= 0; r--) {
            double value = rows[r][3];
            for (int c = r + 1; c < 3; c++) {
                value -= rows[r][c] * solution[c];
            }
            solution[r] = value / rows[r][r];
        }
        return solution;
    }
}
