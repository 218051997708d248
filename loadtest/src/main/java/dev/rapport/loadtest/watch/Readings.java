package dev.rapport.loadtest.watch;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.watch.Proc.Use;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What pages and {@code /proc} say, as values by the names of gauges. Remembers what it takes to tell what is new. */
final class Readings {
    private static final Map<String, String> HEAP = Map.of("area", "heap");
    private static final Map<String, String> DIRECT = Map.of("id", "direct");

    private final Map<String, Pauses> pausesBefore = new HashMap<>();

    private record Pauses(double count, double seconds) {}

    static Map<String, Double> of(Use use) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(Gauge.CPU, use.cpuSeconds());
        values.put(Gauge.RSS, (double) use.rssBytes());
        values.put(Gauge.THREADS, (double) use.threads());
        values.put(Gauge.FILES, (double) use.files());
        return values;
    }

    /** An instance's page; what is not on it is left out. */
    Map<String, Double> of(String source, MetricsPage page) {
        Map<String, Double> values = new LinkedHashMap<>();
        put(values, Gauge.HEAP_USED, heapUsed(page));
        put(values, Gauge.DIRECT, page.sum("jvm_buffer_memory_used_bytes", DIRECT));
        put(values, Gauge.MEMORY_CACHE, page.sum("rapport_memory_cache_bytes"));
        put(values, Gauge.LOOP_BLOCKED, page.sum("rapport_loop_blocked_total"));
        put(values, Gauge.QUEUE_WAITING, page.sum("rapport_queue_waiting"));
        put(values, Gauge.IN_FLIGHT, page.sum("rapport_in_flight"));
        Pauses now = new Pauses(
                page.sum("jvm_gc_pause_seconds_count").orElse(0), // the name comes with the first collection
                page.sum("jvm_gc_pause_seconds_sum").orElse(0));
        values.put(Gauge.GC_PAUSE, now.seconds());
        Pauses before = pausesBefore.put(source, now);
        if (before != null && now.count() >= before.count()) {
            double longest = page.max("jvm_gc_pause_seconds_max").orElse(0);
            values.put(Gauge.GC_PAUSE_MAX, longestSince(before, now, longest));
        }
        return values;
    }

    static OptionalDouble heapUsed(MetricsPage page) {
        return page.sum("jvm_memory_used_bytes", HEAP);
    }

    /**
     * What a full collection a moment ago has left, as the JVM noted it then; what is in use by now has new garbage in it, the
     * more the longer the page takes. If the page does not say, what is in use must do.
     */
    static OptionalDouble heapLeft(MetricsPage page) {
        OptionalDouble left = page.sum("jvm_gc_live_data_size_bytes");
        return left.orElse(0) > 0 ? left : heapUsed(page);
    }

    /**
     * The page's own maximum covers some minutes, and what was spent since the last reading may be several pauses. The
     * longest of them is at most the smaller of the two, and exactly that if there was one.
     */
    private static double longestSince(Pauses before, Pauses now, double longestOfMinutes) {
        double spent = Math.max(0, now.seconds() - before.seconds());
        return now.count() == before.count() ? 0 : Math.min(spent, longestOfMinutes);
    }

    private static void put(Map<String, Double> values, String name, OptionalDouble value) {
        value.ifPresent(there -> values.put(name, there));
    }
}
