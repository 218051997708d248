package dev.rapport.loadtest.run;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.record.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the system lets the harness have, from Linux' {@code /proc} (proc(5)): open files, and ports for connections. Says
 * nothing on other systems. Used by the thread that waits for the run.
 */
final class HarnessRoom {
    /** As often as the other gauges of the harness are needed: ports that wait do so for a minute. */
    private static final long LOOK_EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Pattern FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");
    private static final Pattern PORTS = Pattern.compile("(\\d+)\\s+(\\d+)\\s*");
    private static final Pattern WAITING = Pattern.compile("(?m)^TCP:.*\\btw (\\d+)\\b");

    private final Path proc;
    private final long startNanos;
    private final Consumer<Gauge> gauges;
    private long lookedNanos;

    /** @param startNanos the run's start, as {@link System#nanoTime} */
    HarnessRoom(Path proc, long startNanos, Consumer<Gauge> gauges) {
        this.proc = proc;
        this.startNanos = startNanos;
        this.gauges = gauges;
        this.lookedNanos = startNanos - LOOK_EACH_NANOS;
    }

    /** Of this process, whose limits are said at once. */
    static HarnessRoom begin(long startNanos, Consumer<Gauge> gauges) {
        HarnessRoom room = new HarnessRoom(Path.of("/proc"), startNanos, gauges);
        room.limits();
        return room;
    }

    /** The limits, and on how many event loops the load runs: one, see {@link LegRun}. Once, when the run starts. */
    void limits() {
        say(HarnessGauges.EVENT_LOOPS, OptionalDouble.of(1));
        say(HarnessGauges.FILES_MAX, files(read("self/limits")));
        say(HarnessGauges.PORTS_MAX, ports(read("sys/net/ipv4/ip_local_port_range")));
    }

    /** What is used now, if it was not looked at in this second. */
    void look() {
        long now = System.nanoTime();
        if (now - lookedNanos >= LOOK_EACH_NANOS) {
            lookedNanos = now;
            say(HarnessGauges.PORTS_WAITING, waiting(read("net/sockstat")));
        }
    }

    /** The soft limit of {@code /proc/self/limits}; empty if there is none. */
    static OptionalDouble files(String limits) {
        return first(FILES, limits);
    }

    /** How many ports lie in the range, both ends included. */
    static OptionalDouble ports(String range) {
        Matcher matcher = PORTS.matcher(range.strip());
        return matcher.matches()
                ? OptionalDouble.of(Double.parseDouble(matcher.group(2)) - Double.parseDouble(matcher.group(1)) + 1)
                : OptionalDouble.empty();
    }

    /** Connections in TIME_WAIT of {@code /proc/net/sockstat}, of the whole machine. */
    static OptionalDouble waiting(String sockets) {
        return first(WAITING, sockets);
    }

    private static OptionalDouble first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    private String read(String file) {
        try {
            return Files.readString(proc.resolve(file));
        } catch (IOException e) {
            return ""; // another system
        }
    }

    private void say(String name, OptionalDouble value) {
        if (value.isPresent()) {
            gauges.accept(new Gauge(System.nanoTime() - startNanos, RunData.HARNESS, name, value.getAsDouble()));
        }
    }
}
