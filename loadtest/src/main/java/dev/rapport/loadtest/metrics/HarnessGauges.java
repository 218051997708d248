package dev.rapport.loadtest.metrics;

/** What the harness says of itself once a second, besides the gauges that every part has; the source is {@code harness}. */
public final class HarnessGauges {
    /** Chats between begun and settled, weighted by time, over the time since the reading before. */
    public static final String IN_FLIGHT_MEAN = "in_flight_mean";

    /** Event loops that send; each may use one core. 1 if nobody says. */
    public static final String EVENT_LOOPS = "event_loops_count";

    /** Files that the harness may open; not judged if nobody says. */
    public static final String FILES_MAX = "open_files_max";

    /** Ports that the system gives to connections of clients; not judged if nobody says. */
    public static final String PORTS_MAX = "client_ports_max";

    /** Connections of the whole machine that have ended and keep their port for a while (TIME_WAIT). */
    public static final String PORTS_WAITING = "client_ports_waiting_count";

    private HarnessGauges() {}
}
