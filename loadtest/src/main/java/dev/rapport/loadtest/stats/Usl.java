package dev.rapport.loadtest.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How throughput grows with load or with machines: the Universal Scalability Law (Gunther: A Simple Capacity Model of Massively
 * Parallel Transaction Systems, CMG 1993), X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)).
 *
 * <p>Fitted by least squares of X. The intervals are at 95 %, by the bootstrap of residuals (Efron: Bootstrap Methods: Another
 * Look at the Jackknife, Annals of Statistics 7, 1979); residuals are widened by sqrt(n / (n - 3)), for a fit of three parameters
 * to few points leaves residuals that are too small. A fit holds in the range that was measured; do not extrapolate.
 *
 * @param lambda throughput of one, in units of x; above 0
 * @param sigma contention: the share that is serial; at least 0
 * @param kappa coherence: the cost of agreeing among each pair; at least 0
 * @param lambdaInterval of {@code lambda}
 * @param sigmaInterval of {@code sigma}
 * @param kappaInterval of {@code kappa}
 * @param r2 share of the variance that the fit explains, at most 1
 * @param resampled the curves of the resamples
 */
public record Usl(
        double lambda,
        double sigma,
        double kappa,
        Interval lambdaInterval,
        Interval sigmaInterval,
        Interval kappaInterval,
        double r2,
        List<UslCurve> resampled) {
    /** Of all intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Three parameters always fit three points, and then nothing is left to judge the fit by. */
    public static final int POINTS_MIN = 4;

    private static final int PARAMETERS = 3;
    private static final int RESAMPLES_MAX = 100_000;

    /** An efficiency that still counts as linear. */
    private static final double LINEAR_EFFICIENCY = 0.8;

    /** Keeps the curves from being changed. */
    public Usl {
        resampled = List.copyOf(resampled);
    }

    /**
     * Fits throughput by load.
     *
     * @param n levels such as users or instances, each at least 1, at least {@value #POINTS_MIN} of them
     * @param x throughput at each, at least 0, not all 0
     * @param resamples 1 to 100,000, such as 2,000
     */
    public static Usl fit(double[] n, double[] x, int resamples, RandomGenerator random) {
        Check.atLeast("n: length", n.length, POINTS_MIN);
        Check.sameLength("x", x.length, "n", n.length);
        Check.finite("n", n);
        Check.finite("x", x);
        Check.range("resamples", resamples, 1, RESAMPLES_MAX);
        for (int i = 0; i < n.length; i++) {
            if (n[i] < 1 || x[i] < 0) {
                throw new IllegalArgumentException(
                        "n, x: " + n[i] + ", " + x[i] + " (expected: n at least 1, x at least 0)");
            }
        }
        UslCurve best = UslCurve.fit(n, x);
        double[] residuals = new double[n.length];
        Arrays.setAll(residuals, i -> x[i] - best.at(n[i]));
        double mean = Arrays.stream(residuals).average().orElseThrow();
        double widening = Math.sqrt((double) n.length / (n.length - PARAMETERS));
        List<UslCurve> curves = new ArrayList<>();
        double[] drawn = new double[n.length];
        for (int i = 0; i < resamples; i++) {
            /* Throughput is not negative, however bad the draw. */
            Arrays.setAll(
                    drawn,
                    k -> Math.max(0, best.at(n[k]) + widening * (residuals[random.nextInt(residuals.length)] - mean)));
            curves.add(UslCurve.fit(n, drawn));
        }
        return new Usl(
                best.lambda(),
                best.sigma(),
                best.kappa(),
                interval(curves, UslCurve::lambda),
                interval(curves, UslCurve::sigma),
                interval(curves, UslCurve::kappa),
                explained(x, residuals),
                curves);
    }

    private static double explained(double[] x, double[] residuals) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double total = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
        double left = Arrays.stream(residuals).map(r -> r * r).sum();
        return total == 0 ? 0 : 1 - left / total;
    }

    private static Interval interval(List<UslCurve> curves, ToDoubleFunction<UslCurve> value) {
        return BlockBootstrap.percentileInterval(
                curves.stream().mapToDouble(value).toArray(), CONFIDENCE);
    }

    private UslCurve curve() {
        return new UslCurve(lambda, sigma, kappa);
    }

    /** The fitted throughput at n. */
    public double at(double n) {
        return curve().at(n);
    }

    /** Where the throughput at n lies according to the resamples. */
    public Interval bandAt(double n) {
        return interval(resampled, curve -> curve.at(n));
    }

    /** The load of the greatest throughput, at least 1; infinite if kappa is 0. */
    public double peakN() {
        return curve().peakN();
    }

    /** Where {@link #peakN} lies according to the resamples; its ends may be infinite. */
    public Interval peakInterval() {
        return interval(resampled, UslCurve::peakN);
    }

    /** Where {@link #linearLimit} lies according to the resamples; its ends may be infinite. */
    public Interval linearLimitInterval() {
        return interval(resampled, curve -> curve.limitOf(LINEAR_EFFICIENCY));
    }

    /** The greatest throughput; if kappa is 0, what throughput approaches, infinite if sigma is 0 too. */
    public double peakX() {
        return curve().peakX();
    }

    /** The greatest whole load with X(N) at least 0.8 N X(1); infinite if the fit is linear. */
    public double linearLimit() {
        return curve().limitOf(LINEAR_EFFICIENCY);
    }
}
