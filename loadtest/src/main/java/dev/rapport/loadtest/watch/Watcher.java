package dev.rapport.loadtest.watch;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import dev.rapport.loadtest.system.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads every second what the parts of the service use, and more often what the harness itself does, on threads of its own: a
 * sampler of each, so that a page that is slow to come keeps nobody from judging the harness, and one that forces collections.
 * The public methods may be called from any thread.
 */
public final class Watcher {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A burst may be over within a second, and the gates need some readings of it. */
    private static final long HARNESS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int HARNESS_SAMPLES_PER_COUNT = 5;

    /** A forced collection that is under way is waited for; longer than that it cannot take. */
    private static final Duration STOP_TIME_MAX = Duration.ofSeconds(25);

    /** What could not be read is told, but a page that is missing for an hour is not 3,600 problems. */
    private static final int PROBLEMS_MAX = 20;

    private static final String HARNESS = "harness";

    private final long startNanos;
    private final Consumer<Gauge> sink;
    private final Proc proc = new Proc(Path.of("/proc"));
    private final Pages pages = new Pages();
    private final Readings readings = new Readings();
    private final HarnessGc gc = HarnessGc.start();
    private final long ownPid = ProcessHandle.current().pid();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<String, Integer> problems = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private long harnessSamples; // its sampler's
    private volatile ServiceUnderTest service;
    private volatile @Nullable HiccupMeter hiccups;

    private Watcher(ServiceUnderTest service, long startNanos, Consumer<Gauge> sink) {
        this.service = service;
        this.startNanos = startNanos;
        this.sink = sink;
    }

    /**
     * Begins to watch.
     *
     * @param forcedGcEach time from one full collection of an instance to its next; zero for none
     * @param startNanos the run's start, as {@link System#nanoTime}
     * @param sink gets every reading, by one thread at a time, none of them an event loop
     */
    public static Watcher start(
            ServiceUnderTest service, Duration forcedGcEach, long startNanos, Consumer<Gauge> sink) {
        Watcher watcher = new Watcher(service, startNanos, sink);
        watcher.run("watch", EVERY_NANOS, true, watcher::sample);
        watcher.run("watch-harness", HARNESS_EVERY_NANOS, true, watcher::sampleHarness);
        if (forcedGcEach.isPositive()) {
            watcher.run("forced-gc", forcedGcEach.toNanos(), false, watcher::collect);
        }
        return watcher;
    }

    /** Watches other processes from now on: the topology has changed. */
    public void retarget(ServiceUnderTest changed) {
        service = changed;
    }

    /** Reads this meter, too; it replaces an earlier one. */
    public void read(HiccupMeter meter) {
        hiccups = meter;
    }

    /** What could not be read, for people; the same thing once, with how often. */
    public List<String> problems() {
        synchronized (problems) {
            return problems.entrySet().stream()
                    .map(problem ->
                            problem.getKey() + (problem.getValue() > 1 ? " (" + problem.getValue() + " times)" : ""))
                    .toList();
        }
    }

    /** Takes a last reading and ends. The sink is not called any more when this returns. */
    public void stop() throws InterruptedException {
        stopped.countDown();
        for (Thread thread : threads) {
            thread.join(STOP_TIME_MAX);
        }
        gc.close();
        pages.close();
    }

    private void run(String name, long everyNanos, boolean atTheEnd, Action action) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                loop(everyNanos, atTheEnd, action);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody does it; if somebody does, it ends
            }
        }));
    }

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }

    /** At full intervals after the run's start; those that were missed are left out. */
    private void loop(long everyNanos, boolean atTheEnd, Action action) throws InterruptedException {
        boolean last;
        do {
            long sinceStart = Math.max(0, System.nanoTime() - startNanos);
            long next = (sinceStart / everyNanos + 1) * everyNanos;
            last = stopped.await(next - sinceStart, TimeUnit.NANOSECONDS);
            if (!last || atTheEnd) {
                action.run();
            }
        } while (!last);
    }

    private void sample() throws InterruptedException {
        ServiceUnderTest now = service;
        for (Part part : parts(now)) {
            if (part.pid() > 0) {
                (part.kind().equals("nginx") ? proc.useWithChildren(part.pid()) : proc.use(part.pid()))
                        .ifPresent(use -> emit(part.name(), Readings.of(use)));
            }
            URI metrics = part.metrics();
            if (metrics != null) {
                try {
                    emit(part.name(), readings.of(part.name(), pages.read(metrics)));
                } catch (IOException e) {
                    problem(e);
                }
            }
        }
        status(now)
                .ifPresent(status -> status.parts()
                        .forEach(part -> emit(part.name(), Map.of(Gauge.RESTARTS, (double) part.restarts()))));
        proc.stolenSeconds().ifPresent(stolen -> emit(Gauge.MACHINE, Map.of(Gauge.STOLEN, stolen)));
    }

    /* Its files are counted less often: to list ten thousand takes some milliseconds. */
    private void sampleHarness() {
        if (harnessSamples++ % HARNESS_SAMPLES_PER_COUNT == 0) {
            proc.use(ownPid).ifPresent(use -> emit(HARNESS, Readings.of(use)));
        } else {
            proc.cpuSeconds(ownPid).ifPresent(seconds -> emit(HARNESS, Map.of(Gauge.CPU, seconds)));
        }
        Map<String, Double> own = new LinkedHashMap<>();
        own.put(Gauge.HEAP_USED, (double) HarnessGc.heapUsed());
        own.put(Gauge.DIRECT, (double) HarnessGc.directBytes());
        own.put(Gauge.GC_PAUSE, gc.totalSeconds());
        own.put(Gauge.GC_PAUSE_MAX, gc.takeLongestSeconds());
        gc.takeHeapAfterFull().ifPresent(heap -> own.put(Gauge.HEAP_AFTER_GC, (double) heap));
        HiccupMeter meter = hiccups;
        if (meter != null) {
            own.put(Gauge.HICCUP_MAX, meter.takeLongestNanos() / 1e9);
        }
        emit(HARNESS, own);
    }

    /** The processes as they are now: the supervisor may have started one again. */
    private static List<Part> parts(ServiceUnderTest now) {
        Status status = status(now).orElse(null);
        if (status == null) {
            return now.parts();
        }
        List<Part> parts = new ArrayList<>(status.watched());
        now.parts().stream().filter(part -> part.kind().equals("simulator")).forEach(parts::add);
        return parts;
    }

    private static Optional<Status> status(ServiceUnderTest now) {
        Path file = now.status();
        return file == null ? Optional.empty() : Status.read(file);
    }

    private void collect() throws InterruptedException {
        for (Part part : parts(service)) {
            URI metrics = part.metrics();
            if (metrics != null && part.pid() > 0 && stopped.getCount() > 0) {
                try {
                    ForcedGc.heapAfter(part, metrics, pages)
                            .ifPresent(heap -> emit(part.name(), Map.of(Gauge.HEAP_AFTER_GC, heap)));
                } catch (IOException e) {
                    problem(e);
                }
            }
        }
    }

    private void emit(String source, Map<String, Double> values) {
        long at = System.nanoTime() - startNanos;
        synchronized (sink) {
            values.forEach((name, value) -> sink.accept(new Gauge(at, source, name, value)));
        }
    }

    private void problem(IOException e) {
        synchronized (problems) {
            String what = String.valueOf(e.getMessage());
            if (problems.containsKey(what) || problems.size() < PROBLEMS_MAX) {
                problems.merge(what, 1, Integer::sum);
            }
        }
    }
}
