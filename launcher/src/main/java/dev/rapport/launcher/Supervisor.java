package dev.rapport.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the topology until the process is asked to end: Redis first, then the instances all at once, then NGINX; each is
 * started again whenever it dies. On SIGTERM stops them in the other order.
 *
 * <p>There is one supervisor for a state folder, which a file lock ensures; the system frees it however the process ends.
 */
final class Supervisor implements PartKeeper.Listener {
    private static final Duration LOG_CHECK_INTERVAL = Duration.ofSeconds(1);

    /** How long orphaned NGINX workers may take to close the port; what they still stream goes on. */
    private static final Duration WORKER_QUIT_GRACE = Duration.ofSeconds(1);

    private final Settings settings;
    private final StateFolder folder;
    private final OwnProcesses own;
    private final List<PartKeeper> keepers;
    private final Instant since = Instant.now();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Guarded by this. */
    private boolean stopping;

    Supervisor(Settings settings, StateFolder folder, OwnProcesses own, List<Part> parts) {
        this.settings = settings;
        this.folder = folder;
        this.own = own;
        this.keepers = parts.stream().map(part -> new PartKeeper(part, this)).toList();
    }

    /**
     * Runs until the process is asked to end.
     *
     * @throws LaunchProblem if another supervisor has this state folder
     */
    void run() throws InterruptedException {
        try (FileChannel file =
                        FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = locked(file)) {
            says("supervisor " + ProcessHandle.current().pid() + " begins");
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stops everything"));
            changed();
            startInOrder();
            LogRotation rotation = new LogRotation(folder.logs(), LogRotation.BYTES_MAX);
            while (!stopped.await(LOG_CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                rotation.check();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileLock locked(FileChannel file) throws IOException {
        FileLock lock = file.tryLock();
        if (lock == null) {
            throw new LaunchProblem("another supervisor runs in " + folder.path() + " (./rapport status shows it)");
        }
        return lock;
    }

    private void startInOrder() throws InterruptedException {
        startAll(Part.Kind.REDIS);
        if (awaitReady(Part.Kind.REDIS, false)) {
            startAll(Part.Kind.INSTANCE);
        }
        if (awaitReady(Part.Kind.INSTANCE, true)) { // one is enough to answer
            startAll(Part.Kind.NGINX);
        }
    }

    private synchronized void startAll(Part.Kind kind) {
        if (!stopping) {
            of(kind).forEach(PartKeeper::start);
        }
    }

    /** Waits until one or all of a kind are ready, however long it takes: the keepers go on trying and say so. */
    private synchronized boolean awaitReady(Part.Kind kind, boolean oneIsEnough) throws InterruptedException {
        while (!stopping) {
            boolean ready = oneIsEnough
                    ? of(kind).anyMatch(keeper -> keeper.status().ready())
                    : of(kind).allMatch(keeper -> keeper.status().ready());
            if (ready) {
                return true;
            }
            wait();
        }
        return false;
    }

    private Stream<PartKeeper> of(Part.Kind kind) {
        return keepers.stream().filter(keeper -> keeper.part().kind() == kind);
    }

    /** Stops everything in order. */
    private void stop() {
        says("stopping");
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            for (Part.Kind kind : List.of(Part.Kind.NGINX, Part.Kind.INSTANCE, Part.Kind.REDIS)) {
                of(kind).forEach(PartKeeper::askToEnd);
                for (PartKeeper keeper : of(kind).toList()) {
                    keeper.awaitEnd();
                }
                if (kind == Part.Kind.NGINX) {
                    OwnProcesses.end(own.orphanedWorkers(), Duration.ZERO); // a killed master leaves them behind
                }
            }
            Files.deleteIfExists(folder.statusFile());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("status.json stays: " + e);
        }
        says("stopped");
        stopped.countDown();
    }

    @Override
    public synchronized void changed() {
        notifyAll();
        Status status = new Status(
                ProcessHandle.current().pid(),
                since,
                settings.publicUrl(),
                settings.localUrl(),
                settings.instances(),
                settings.loops(),
                keepers.stream().map(PartKeeper::status).toList());
        try {
            status.write(folder.statusFile());
        } catch (UncheckedIOException e) {
            says("status.json is out of date: " + e.getMessage()); // a full disk must not stop the supervising
        }
    }

    @Override
    public void says(String line) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    /** Workers of a killed NGINX go on streaming, and hold the port: they are asked to finish, which frees it at once. */
    @Override
    public void beforeRestart(Part part) {
        if (part.kind() != Part.Kind.NGINX) {
            return;
        }
        List<ProcessHandle> orphans = own.orphanedWorkers();
        if (orphans.isEmpty()) {
            return;
        }
        says("asking the workers of the dead NGINX to finish: "
                + orphans.stream().map(ProcessHandle::pid).toList());
        orphans.forEach(worker -> PartKeeper.signalQuit(worker.pid()));
        Ports.awaitFree(settings.host(), settings.port(), WORKER_QUIT_GRACE);
    }
}
