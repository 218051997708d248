package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.AnswerPlan;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The latency that each request of one list of arrivals must have had, computed from the server's rule and the plan alone,
 * without a look at any clock. Pure.
 *
 * <p>Because every request has a truth of its own, the comparison needs no long run: the true p95 is that of these very
 * arrivals, not of the distribution they were drawn from.
 *
 * <p>Where the load is bounded to so many places, a request that finds none free waits for the first one (first come,
 * first served) and the wait is part of its truth: somebody wanted to say something then. The bound's effect is computed
 * exactly, by playing the queue.
 */
public final class Truth {
    private final List<Arrival> arrivals;
    private final double[] ttftNanos;
    private final double[] e2eNanos;

    /**
     * A request that should be sent at this time.
     *
     * @param atNanos since 1970
     * @param nonce names its answer
     */
    public record Arrival(long atNanos, String nonce) {}

    private Truth(List<Arrival> arrivals, double[] ttftNanos, double[] e2eNanos) {
        this.arrivals = arrivals;
        this.ttftNanos = ttftNanos;
        this.e2eNanos = e2eNanos;
    }

    /**
     * The truth of these arrivals.
     *
     * @param arrivals in order of time
     * @param places requests in flight at most, 0 for no bound
     * @throws IllegalArgumentException if the arrivals are out of order
     */
    public static Truth of(KnownTiming timing, List<Arrival> arrivals, int places) {
        double[] ttft = new double[arrivals.size()];
        double[] e2e = new double[arrivals.size()];
        PriorityQueue<Long> doneAt = new PriorityQueue<>();
        long before = Long.MIN_VALUE;
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            if (arrival.atNanos() < before) {
                throw new IllegalArgumentException("arrivals: number " + i + " is earlier than the one before");
            }
            before = arrival.atNanos();
            long sent = arrival.atNanos();
            if (places > 0 && doneAt.size() == places) {
                sent = Math.max(sent, doneAt.remove());
            }
            AnswerPlan plan = AnswerPlan.forNonce(timing.answers(), arrival.nonce());
            long done = timing.doneAt(plan, sent);
            if (places > 0) {
                doneAt.add(done);
            }
            ttft[i] = timing.tokenAt(plan, 0, sent) - arrival.atNanos();
            e2e[i] = done - arrival.atNanos();
        }
        return new Truth(List.copyOf(arrivals), ttft, e2e);
    }

    /**
     * The truth of what a run planned.
     *
     * @param startedAt of the run
     * @param planned as {@link #inOrder} gives them
     */
    public static Truth ofSamples(KnownTiming timing, Instant startedAt, List<Sample> planned, int places) {
        long start = WallClock.sinceEpoch(startedAt);
        List<Arrival> arrivals = planned.stream()
                .map(sample -> new Arrival(start + sample.plannedNanos(), sample.nonce()))
                .toList();
        return of(timing, arrivals, places);
    }

    /** One phase's chats by their planned time. */
    public static List<Sample> inOrder(List<Sample> samples, String phase) {
        return samples.stream()
                .filter(sample -> sample.operation() == Sample.Operation.CHAT)
                .filter(sample -> sample.phase().equals(phase))
                .sorted(Comparator.comparingLong(Sample::plannedNanos).thenComparingLong(Sample::number))
                .toList();
    }

    public int size() {
        return arrivals.size();
    }

    public List<Arrival> arrivals() {
        return arrivals;
    }

    /** The true time to the first token of arrival {@code index}, in nanoseconds from its plan. */
    public double ttftNanos(int index) {
        return ttftNanos[index];
    }

    /** The true time to {@code done} of arrival {@code index}, in nanoseconds from its plan. */
    public double e2eNanos(int index) {
        return e2eNanos[index];
    }

    /** All true times to the first token, sorted. */
    double[] ttftSorted() {
        return sorted(ttftNanos);
    }

    /** All true times to {@code done}, sorted. */
    double[] e2eSorted() {
        return sorted(e2eNanos);
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
