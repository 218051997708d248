package dev.rapport.loadtest.record;

/**
 * One reading of one gauge.
 *
 * @param atNanos after the run's start
 * @param source whose: {@code harness}, {@code simulator}, {@code nginx}, {@code redis-durable}, {@code chat-1}, ...
 * @param name see the constants
 * @param value in the unit that the name ends with
 */
public record Gauge(long atNanos, String source, String name, double value) {
    /** User and system time of the process since its start. */
    public static final String CPU = "cpu_seconds";

    public static final String RSS = "rss_bytes";
    public static final String THREADS = "threads";
    public static final String FILES = "open_files";

    /** The heap, live or not. */
    public static final String HEAP_USED = "heap_used_bytes";

    /** The heap right after a full collection. */
    public static final String HEAP_AFTER_GC = "heap_after_gc_bytes";

    /** What the service says that its copies of users' memories take of the heap: data it is meant to keep. */
    public static final String MEMORY_CACHE = "memory_cache_bytes";

    public static final String DIRECT = "direct_bytes";

    /** Time spent in collections since the process's start. */
    public static final String GC_PAUSE = "gc_pause_seconds";

    /** Longest collection since the reading before. */
    public static final String GC_PAUSE_MAX = "gc_pause_max_seconds";

    /** Stalls of event loops of the service, counted since its start. */
    public static final String LOOP_BLOCKED = "loop_blocked_count";

    /** Starts of the part beyond the first, as its supervisor counts them. */
    public static final String RESTARTS = "restarts_count";

    /** How late a timer of the harness's event loop fired, longest since the reading before. */
    public static final String HICCUP_MAX = "hiccup_max_seconds";

    /** CPU time that the machine's owner took away, in all cores together, since boot. */
    public static final String STOLEN = "stolen_seconds";

    /** Turns waiting in the service for a place. */
    public static final String QUEUE_WAITING = "queue_waiting_count";

    /** Answers that the service is making. */
    public static final String IN_FLIGHT = "in_flight_count";

    /** The source of what belongs to no process, such as {@link #STOLEN}. */
    public static final String MACHINE = "machine";
}
