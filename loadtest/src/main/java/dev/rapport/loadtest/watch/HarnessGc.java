package dev.rapport.loadtest.watch;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The harness's own collections, as the JVM tells of them: each with its length, in milliseconds as the JVM counts. */
final class HarnessGc implements AutoCloseable {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private final NotificationListener listener = (notification, handback) -> note(notification);
    private double totalSeconds;
    private double longestSeconds;
    private long heapAfterFull = -1;

    /** Listens from now on. */
    static HarnessGc start() {
        HarnessGc gc = new HarnessGc();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(gc.listener, null, null);
            }
        }
        return gc;
    }

    private void note(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
            note(
                    info.getGcAction(),
                    info.getGcInfo().getDuration() / MILLIS_PER_SECOND,
                    heap(info.getGcInfo().getMemoryUsageAfterGc()));
        }
    }

    /** Cycles of concurrent collectors are no pauses, and only a full collection shows what is alive. */
    synchronized void note(String action, double seconds, long heapBytesAfter) {
        if (action.contains("cycle")) {
            return;
        }
        totalSeconds += seconds;
        longestSeconds = Math.max(longestSeconds, seconds);
        if (action.equals("end of major GC")) {
            heapAfterFull = heapBytesAfter;
        }
    }

    synchronized double totalSeconds() {
        return totalSeconds;
    }

    /** The longest pause since this was asked before. */
    synchronized double takeLongestSeconds() {
        double longest = longestSeconds;
        longestSeconds = 0;
        return longest;
    }

    /** The heap after the last full collection, if there was one since this was asked before. */
    synchronized OptionalLong takeHeapAfterFull() {
        long heap = heapAfterFull;
        heapAfterFull = -1;
        return heap < 0 ? OptionalLong.empty() : OptionalLong.of(heap);
    }

    static long heapUsed() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    throw new IllegalStateException("it was added at the start", e);
                }
            }
        }
    }
}
