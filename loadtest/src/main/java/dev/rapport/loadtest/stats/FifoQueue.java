package dev.rapport.loadtest.stats;

import java.util.Arrays;

/** What a deterministic queue must show: arrivals at even distances, several servers, a fixed time of service, first come
 * first served (D/D/c). Computed request by request, so it is exact. */
public final class FifoQueue {
    /** A prediction compares each request with all before, and no profile has a burst near this. */
    private static final int ARRIVALS_MAX = 10_000;

    private FifoQueue() {}

    /**
     * What a queue shows; times in the unit of the arguments.
     *
     * @param meanWait from arrival to start of service
     * @param p95Wait by nearest rank
     * @param peakWaiting most requests that wait at once
     * @param peakInSystem most requests that wait or are served at once
     */
    public record Prediction(double meanWait, double p95Wait, int peakWaiting, int peakInSystem) {}

    /**
     * Predicts the first {@code arrivals} requests of a queue that is empty at the start.
     *
     * @param arrivals 1 to 10,000
     * @param spacing time from one arrival to the next, at least 0
     * @param servers at least 1
     * @param service time of service, at least 0
     */
    public static Prediction predict(int arrivals, double spacing, int servers, double service) {
        Check.range("arrivals", arrivals, 1, ARRIVALS_MAX);
        Check.atLeast("servers", servers, 1);
        if (!(spacing >= 0) || !(service >= 0)) {
            throw new IllegalArgumentException(
                    "spacing, service: " + spacing + ", " + service + " (expected: both at least 0)");
        }
        double[] starts = new double[arrivals];
        double[] waits = new double[arrivals];
        int peakWaiting = 0;
        int peakInSystem = 0;
        for (int i = 0; i < arrivals; i++) {
            double now = i * spacing;
            /* Services end in the order in which they start, so the server that is free first had request i - servers. */
            starts[i] = i < servers ? now : Math.max(now, starts[i - servers] + service);
            waits[i] = starts[i] - now;
            int waiting = 0;
            int inSystem = 0;
            for (int k = 0; k <= i; k++) {
                waiting += starts[k] > now ? 1 : 0;
                inSystem += starts[k] + service > now ? 1 : 0;
            }
            peakWaiting = Math.max(peakWaiting, waiting);
            peakInSystem = Math.max(peakInSystem, inSystem);
        }
        double meanWait = Arrays.stream(waits).sum() / arrivals;
        Arrays.sort(waits);
        return new Prediction(meanWait, Quantile.of(waits, 0.95), peakWaiting, peakInSystem);
    }
}
