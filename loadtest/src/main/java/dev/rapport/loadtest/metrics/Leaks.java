package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.stats.LeakVerdict;
import dev.rapport.loadtest.stats.LeakVerdict.Leak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the service's resources grow (LOADTEST 10.4). Used by one thread: it remembers.
 *
 * <p>A service that learns grows with what it is told, up to the bound of its cache. Where its instances say what users'
 * memories take ({@link Gauge#MEMORY_CACHE}), that is said beside the heap's growth, but not taken off: it is an estimate,
 * and the service's own.
 */
public final class Leaks {
    /** Growth that counts as a leak, as a share of the start in an hour. */
    private static final double LIMIT_PER_HOUR = 0.01;

    private static final double CONFIDENCE = 0.99;

    /** What a service gathers at first, such as caches and compiled code, is no leak. */
    private static final double DROPPED = 0.2;

    /** Fewer readings after a collection than this, and the heap's least readings have to do. */
    private static final int AFTER_GC_MIN = 10;

    /**
     * The fit looks at each pair of readings, so an hour of seconds is thinned to this many; neighbours would tell the same
     * anyway.
     */
    private static final int BINS_MAX = 300;

    /** Theil and Sen's interval says nothing of fewer. */
    private static final int READINGS_MIN = 5;

    private static final double NANOS_PER_HOUR = 3.6e12;

    private final RunData run;
    private final Map<String, List<Result>> known = new TreeMap<>();

    public Leaks(RunData run) {
        this.run = run;
    }

    /** What can leak. */
    public enum Resource {
        HEAP("MB", 1e6),
        RSS("MB", 1e6),
        THREADS("threads", 1),
        FILES("files", 1),
        DIRECT("MB", 1e6);

        private final String unit;
        private final double scale;

        Resource(String unit, double scale) {
            this.unit = unit;
            this.scale = scale;
        }

        /** Of what {@link Result} says, without the time. */
        public String unit() {
            return unit;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One resource of one part.
     *
     * @param start the fitted value at the first reading, in the resource's unit
     * @param limit growth per hour that counts as a leak, in the resource's unit
     * @param fromHours of the first reading kept, after the run's start
     * @param toHours of the last one
     * @param memoriesGrown by how much users' memories grew between the two, in the resource's unit; not a number if that
     *     is not known or they are no part of this resource
     */
    public record Result(
            String source,
            Resource resource,
            double start,
            double limit,
            double fromHours,
            double toHours,
            double memoriesGrown,
            Leak leak) {

        /** Percent of the start in an hour. */
        double relative(double perHour) {
            return start == 0
                    ? (perHour == 0 ? 0 : Math.signum(perHour) * Double.POSITIVE_INFINITY)
                    : 100 * perHour / start;
        }
    }

    /** All resources of all parts of the service that were read often enough. */
    public List<Result> all() {
        List<Result> all = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            all.addAll(of(resource));
        }
        return all;
    }

    /** One resource of each part that was read often enough. */
    public List<Result> of(Resource resource) {
        return known.computeIfAbsent(
                resource.word(),
                key -> run.serviceSources().stream()
                        .flatMap(source -> of(source, resource).stream())
                        .toList());
    }

    private Optional<Result> of(String source, Resource resource) {
        boolean live = resource == Resource.HEAP
                && run.measuredGauges(source, Gauge.HEAP_AFTER_GC).size() >= AFTER_GC_MIN;
        List<Gauge> memories = resource == Resource.HEAP ? run.measuredGauges(source, Gauge.MEMORY_CACHE) : List.of();
        List<Gauge> readings = settled(run.measuredGauges(source, gauge(resource, live)));
        /* A heap that is not collected right before is live at its least readings at most. */
        List<double[]> points = thin(readings, resource == Resource.HEAP && !live, resource.scale);
        if (points.size() < READINGS_MIN) {
            return Optional.empty();
        }
        double[] hours = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] values = points.stream().mapToDouble(point -> point[1]).toArray();
        double start = Arrays.stream(values, 0, READINGS_MIN).average().orElse(0);
        double limit = LIMIT_PER_HOUR * start;
        Leak leak = LeakVerdict.of(hours, values, limit, CONFIDENCE);
        double to = hours[hours.length - 1];
        double grown = memories.isEmpty() ? Double.NaN : (at(memories, to) - at(memories, hours[0])) / resource.scale;
        return Optional.of(new Result(source, resource, start, limit, hours[0], to, grown, leak));
    }

    /** The reading nearest in time. */
    private static double at(List<Gauge> readings, double hours) {
        return readings.stream()
                .min(Comparator.comparingDouble(each -> Math.abs(each.atNanos() / NANOS_PER_HOUR - hours)))
                .orElseThrow()
                .value();
    }

    private static String gauge(Resource resource, boolean live) {
        return switch (resource) {
            case HEAP -> live ? Gauge.HEAP_AFTER_GC : Gauge.HEAP_USED;
            case RSS -> Gauge.RSS;
            case THREADS -> Gauge.THREADS;
            case FILES -> Gauge.FILES;
            case DIRECT -> Gauge.DIRECT;
        };
    }

    private static List<Gauge> settled(List<Gauge> readings) {
        if (readings.isEmpty()) {
            return readings;
        }
        long first = readings.getFirst().atNanos();
        long from = first + (long) (DROPPED * (readings.getLast().atNanos() - first));
        return readings.stream().filter(each -> each.atNanos() >= from).toList();
    }

    /** Hours and values of bins of consecutive readings: the least of each, or the mean. */
    private static List<double[]> thin(List<Gauge> readings, boolean least, double scale) {
        int size = Math.max(1, Math.ceilDiv(readings.size(), BINS_MAX));
        if (least) {
            size = Math.max(size, Math.min(10, readings.size() / (2 * READINGS_MIN)));
            size = Math.max(1, size);
        }
        List<double[]> points = new ArrayList<>();
        for (int from = 0; from + size <= readings.size(); from += size) {
            List<Gauge> bin = readings.subList(from, from + size);
            double hours = bin.stream()
                    .mapToDouble(each -> each.atNanos() / NANOS_PER_HOUR)
                    .average()
                    .orElse(0);
            var values = bin.stream().mapToDouble(Gauge::value);
            double value = (least ? values.min() : values.average()).orElse(0);
            points.add(new double[] {hours, value / scale});
        }
        return points;
    }
}
