package dev.rapport.loadtest.calibrate;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Locale;

/** This process's memory, as a page in Prometheus' text format with the names that Micrometer gives the same figures. */
final class MetricsPage {
    private MetricsPage() {}

    /** Readings of now. */
    static String text() {
        StringBuilder page = new StringBuilder();
        page.append("# TYPE jvm_memory_used_bytes gauge\n");
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            gauge(page, "jvm_memory_used_bytes", pool, pool.getUsage().getUsed());
        }
        page.append("# TYPE jvm_memory_max_bytes gauge\n");
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            gauge(page, "jvm_memory_max_bytes", pool, pool.getUsage().getMax());
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        line(page, "gauge", "jvm_gc_max_data_size_bytes", heap.getMax());
        line(page, "gauge", "jvm_gc_live_data_size_bytes", afterLastCollection());
        line(
                page,
                "gauge",
                "jvm_threads_live_threads",
                ManagementFactory.getThreadMXBean().getThreadCount());
        double seconds = ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
        line(page, "counter", "jvm_gc_pause_seconds_sum", seconds);
        return page.toString();
    }

    private static long afterLastCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static void gauge(StringBuilder page, String name, MemoryPoolMXBean pool, long value) {
        String area = pool.getType() == MemoryType.HEAP ? "heap" : "nonheap";
        page.append(String.format(Locale.ROOT, "%s{area=\"%s\",id=\"%s\"} %s%n", name, area, pool.getName(), value));
    }

    private static void line(StringBuilder page, String type, String name, Object value) {
        page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        page.append(name).append(' ').append(value).append('\n');
    }
}
