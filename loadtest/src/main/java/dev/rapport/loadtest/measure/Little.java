package dev.rapport.loadtest.measure;

/**
 * Little's law held against a run: the mean number in flight must be arrivals a second times mean time in the system.
 *
 * @param inFlightMean L, measured over time
 * @param arrivalsTimesMean lambda times W, from the requests' own latencies
 */
public record Little(double inFlightMean, double arrivalsTimesMean) {
    /** More than this says that the report's numbers do not belong together. */
    public static final double RESIDUAL_MAX = 0.05;

    /** The difference as a share of L; 0 if nothing happened. */
    public double residual() {
        return inFlightMean == 0 ? 0 : Math.abs(inFlightMean - arrivalsTimesMean) / inFlightMean;
    }
}
