package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Leaks;
import dev.rapport.loadtest.metrics.Leaks.Resource;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.ResourceSeries;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resources of all parts by time, with the lines of the leak fits. */
final class Resources {
    /** A drawing resolves no more. */
    private static final int POINTS_MAX = 600;

    private static final double SECONDS_PER_HOUR = 3_600;

    /** What is drawn of a gauge, and which fit belongs to it. */
    private record Drawn(
            String gauge,
            String name,
            String unit,
            double scale,
            @Nullable Resource fit) {}

    private static final List<Drawn> DRAWN = List.of(
            new Drawn(Gauge.HEAP_AFTER_GC, "heap after collection", "MB", 1e6, Resource.HEAP),
            new Drawn(Gauge.HEAP_USED, "heap", "MB", 1e6, Resource.HEAP),
            new Drawn(Gauge.MEMORY_CACHE, "users' memories", "MB", 1e6, null),
            new Drawn(Gauge.RSS, "rss", "MB", 1e6, Resource.RSS),
            new Drawn(Gauge.DIRECT, "direct", "MB", 1e6, Resource.DIRECT),
            new Drawn(Gauge.THREADS, "threads", "threads", 1, Resource.THREADS),
            new Drawn(Gauge.FILES, "files", "files", 1, Resource.FILES),
            new Drawn(Gauge.QUEUE_WAITING, "queue", "turns", 1, null));

    private Resources() {}

    static List<ResourceSeries> of(RunData run, Leaks leaks) {
        List<ResourceSeries> series = new ArrayList<>();
        for (String source : run.sources()) {
            cpu(run, source, series);
            boolean fitted = false;
            for (Drawn drawn : DRAWN) {
                List<Gauge> readings = Numbers.thin(run.gauges(source, drawn.gauge()), POINTS_MAX);
                if (!readings.isEmpty()) {
                    /* One fit of the heap: through the readings after a collection, if there are any. */
                    List<Point> fit = drawn.fit() == Resource.HEAP && fitted ? List.of() : fit(leaks, source, drawn);
                    fitted |= drawn.fit() == Resource.HEAP;
                    series.add(new ResourceSeries(
                            source,
                            drawn.name(),
                            drawn.unit(),
                            readings.stream().map(each -> each.atNanos() / 1e9).toList(),
                            readings.stream()
                                    .map(each -> each.value() / drawn.scale())
                                    .toList(),
                            fit));
                }
            }
        }
        return List.copyOf(series);
    }

    private static List<Point> fit(Leaks leaks, String source, Drawn drawn) {
        if (drawn.fit() == null) {
            return List.of();
        }
        return leaks.of(drawn.fit()).stream()
                .filter(result -> result.source().equals(source))
                .findFirst()
                .map(result -> List.of(
                        new Point(
                                result.fromHours() * SECONDS_PER_HOUR,
                                result.leak().line().at(result.fromHours())),
                        new Point(
                                result.toHours() * SECONDS_PER_HOUR,
                                result.leak().line().at(result.toHours()))))
                .orElse(List.of());
    }

    /** Cores in use between readings. */
    private static void cpu(RunData run, String source, List<ResourceSeries> series) {
        List<Gauge> readings = Numbers.thin(run.gauges(source, Gauge.CPU), POINTS_MAX);
        List<Double> at = new ArrayList<>();
        List<Double> cores = new ArrayList<>();
        for (int i = 1; i < readings.size(); i++) {
            double seconds = (readings.get(i).atNanos() - readings.get(i - 1).atNanos()) / 1e9;
            double used = readings.get(i).value() - readings.get(i - 1).value();
            if (seconds > 0 && used >= 0) {
                at.add(readings.get(i).atNanos() / 1e9);
                cores.add(used / seconds);
            }
        }
        if (!at.isEmpty()) {
            series.add(new ResourceSeries(source, "cpu", "cores", at, cores, List.of()));
        }
    }
}
