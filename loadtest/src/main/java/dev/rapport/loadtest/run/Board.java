package dev.rapport.loadtest.run;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.measure.InFlight;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Where every request is entered when it is planned and crossed out when it has settled: hands out numbers, counts what is
 * in flight, passes samples on, and knows the last seconds for the progress line. Belongs to the run's event loop.
 */
final class Board {
    /** Name of the gauge with the time-weighted mean number of chats in flight since its reading before. */
    static final String IN_FLIGHT_MEAN = "in_flight_mean";

    private static final long MICROS_MAX = 3_600_000_000L;
    private static final int DIGITS = 2;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_MILLI = 1e3;

    private final long startNanos;
    private final Consumer<Sample> samples;
    private final Predicate<Sample> good;
    private final Map<String, Tally> tallies = new HashMap<>(); // one for each phase
    private final Histogram recent = new Histogram(1, MICROS_MAX, DIGITS);
    private InFlight inFlight;
    private long inFlightSinceNanos;
    private int chatsInFlight;
    private long number;
    private long planned;
    private long ok;
    private long failed;
    private long unsettled;
    private Window window = new Window(0, 0, Double.NaN, Double.NaN);
    private long windowPlanned;
    private long windowOk;

    Board(long startNanos, Consumer<Sample> samples) {
        this(startNanos, samples, Sample::ok);
    }

    /** @param good which samples count as good in the tallies */
    Board(long startNanos, Consumer<Sample> samples, Predicate<Sample> good) {
        this.startNanos = startNanos;
        this.samples = samples;
        this.good = good;
        this.inFlight = new InFlight(startNanos);
        this.inFlightSinceNanos = startNanos;
    }

    /** The last full second. */
    record Window(double plannedPerSecond, double okPerSecond, double p50Millis, double p99Millis) {}

    /**
     * The chats of one phase, whenever they settle.
     *
     * @param planned until now
     * @param settled of them
     * @param good of those
     */
    record Tally(long planned, long settled, long good) {
        private static final Tally NONE = new Tally(0, 0, 0);

        private Tally plus(Tally other) {
            return new Tally(planned + other.planned, settled + other.settled, good + other.good);
        }
    }

    /** A request that was planned. */
    record Entry(long number, String phase, Operation operation, int user, String nonce, long plannedNanos) {}

    /**
     * Enters a request.
     *
     * @param plannedNanos {@link System#nanoTime()}
     */
    Entry enter(String phase, Operation operation, int user, String noncePrefix, long plannedNanos) {
        long mine = number++;
        unsettled++;
        if (operation == Operation.CHAT) {
            planned++;
            windowPlanned++;
            tallies.merge(phase, new Tally(1, 0, 0), Tally::plus);
            chatsInFlight++;
            inFlight.enter(System.nanoTime());
        }
        String nonce = operation == Operation.CHAT ? noncePrefix + Long.toString(mine, Character.MAX_RADIX) : "";
        return new Entry(mine, phase, operation, user, nonce, plannedNanos);
    }

    void settle(Entry entry, CallResult result) {
        unsettled--;
        if (entry.operation() == Operation.CHAT) {
            chatsInFlight--;
            inFlight.leave(System.nanoTime());
            if (result.ok()) {
                ok++;
                windowOk++;
                recent.recordValue(Math.clamp(result.times().done() / 1_000, 1, MICROS_MAX));
            } else if (!result.cancelled()) {
                failed++;
            }
        }
        Sample sample = new Sample(
                entry.number(),
                entry.phase(),
                entry.operation(),
                entry.user(),
                entry.nonce(),
                entry.plannedNanos() - startNanos,
                result.times(),
                result.answer(),
                result.outcome(),
                result.detail(),
                result.status(),
                result.retryAfterSeconds(),
                result.bytesSent(),
                result.bytesReceived(),
                result.server());
        if (entry.operation() == Operation.CHAT) {
            tallies.merge(entry.phase(), new Tally(0, 1, good.test(sample) ? 1 : 0), Tally::plus);
        }
        samples.accept(sample);
    }

    /** Of the phase of that name. */
    Tally tally(String phase) {
        return tallies.getOrDefault(phase, Tally.NONE);
    }

    /** Closes the second: the gauge of the chats in flight over it. */
    Gauge tick(long nowNanos) {
        double seconds = Math.max(1, nowNanos - inFlightSinceNanos) / NANOS_PER_SECOND;
        boolean any = recent.getTotalCount() > 0;
        window = new Window(
                windowPlanned / seconds,
                windowOk / seconds,
                any ? recent.getValueAtPercentile(50) / MICROS_PER_MILLI : Double.NaN,
                any ? recent.getValueAtPercentile(99) / MICROS_PER_MILLI : Double.NaN);
        recent.reset();
        windowPlanned = 0;
        windowOk = 0;
        double mean = inFlight.mean(nowNanos);
        inFlight = new InFlight(nowNanos);
        for (int i = 0; i < chatsInFlight; i++) {
            inFlight.enter(nowNanos);
        }
        inFlightSinceNanos = nowNanos;
        return new Gauge(nowNanos - startNanos, "harness", IN_FLIGHT_MEAN, mean);
    }

    Window window() {
        return window;
    }

    long started() {
        return planned;
    }

    long ok() {
        return ok;
    }

    long failed() {
        return failed;
    }

    int chatsInFlight() {
        return chatsInFlight;
    }

    /** Requests of any operation that are under way. */
    long unsettled() {
        return unsettled;
    }
}
