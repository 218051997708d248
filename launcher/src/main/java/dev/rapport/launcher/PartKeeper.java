package dev.rapport.launcher;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part running until told to stop: starts it, watches it, starts it again when it ends.
 *
 * <p>Has a thread of its own, which waits for the process and so hears of its end at once. A part that hangs is not
 * killed, only shown as not ready: what it still does for others is not ours to throw away.
 */
final class PartKeeper {
    /** How often a part that is not ready is asked. */
    private static final Duration ASK_WHILE_STARTING = Duration.ofMillis(50);

    /** How often a part that is ready is asked. */
    private static final Duration ASK_WHILE_READY = Duration.ofSeconds(1);

    /** How long a part has to end by itself before it is killed. */
    static final Duration END_GRACE = Duration.ofSeconds(8);

    private final Part part;
    private final Listener listener;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile PartStatus status;

    /** Guarded by this. */
    private @Nullable Process process;

    /** Hears what becomes of a part, on the keeper's thread. */
    interface Listener {
        /** Called after each change of {@link #status()}. */
        void changed();

        /** Called with a line for the log. */
        void says(String line);

        /** Called before a part is started again, to clear away what the dead process left. */
        void beforeRestart(Part part);
    }

    PartKeeper(Part part, Listener listener) {
        this.part = part;
        this.listener = listener;
        this.status = PartStatus.notStarted(part, Instant.now());
        this.thread = Thread.ofPlatform().name("keeps " + part.name()).unstarted(this::run);
    }

    Part part() {
        return part;
    }

    PartStatus status() {
        return status;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            keepRunning();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody interrupts us but the end of the JVM
        }
    }

    private void keepRunning() throws InterruptedException {
        Backoff backoff = new Backoff(part.pause());
        while (!isStopping()) {
            long startNanos = System.nanoTime();
            String end = runOnce();
            if (isStopping()) {
                return;
            }
            Duration ran = Duration.ofNanos(System.nanoTime() - startNanos);
            Duration wait = backoff.after(ran);
            listener.says("%s %s after %.1f s; starts again in %d ms"
                    .formatted(part.name(), end, ran.toMillis() / 1e3, wait.toMillis()));
            update(status.ended(Instant.now()));
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            listener.beforeRestart(part);
        }
    }

    /** Runs the process until it ends, and says how it did. */
    private String runOnce() throws InterruptedException {
        try {
            Process started = startProcess();
            if (started == null) {
                return "not started";
            }
            update(status.started(started.pid(), Instant.now()));
            watch(started);
            return "ended with " + started.exitValue();
        } catch (IOException e) {
            return "cannot be started (" + e.getMessage() + ")";
        }
    }

    private synchronized @Nullable Process startProcess() throws IOException {
        if (isStopping()) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder(part.command())
                .directory(part.folder().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(part.log().toFile()));
        builder.environment().putAll(part.environment());
        Process started = builder.start();
        process = started;
        return started;
    }

    private void watch(Process started) throws InterruptedException {
        boolean ready = false;
        while (!started.waitFor(ready ? ASK_WHILE_READY : ASK_WHILE_STARTING)) {
            boolean readyNow = part.probe().isReady();
            if (readyNow != ready && started.isAlive()) {
                ready = readyNow;
                listener.says(part.name() + (ready ? " is ready" : " is not ready any more"));
                update(status.withReady(ready));
            }
        }
    }

    private void update(PartStatus next) {
        status = next;
        listener.changed();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Asks the part to end, and from now on leaves it ended. Does not wait. */
    void askToEnd() {
        Process running;
        synchronized (this) {
            stopping.countDown();
            running = process;
        }
        if (running == null || !running.isAlive()) {
            return;
        }
        if (part.kind() == Part.Kind.NGINX) {
            signalQuit(running.pid()); // open answers may finish; TERM would cut them
        } else {
            running.destroy();
        }
    }

    /** Waits for the end that was asked for, and enforces it when the grace is over. */
    void awaitEnd() throws InterruptedException {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running != null && !running.waitFor(END_GRACE)) {
            listener.says(part.name() + " did not end within " + END_GRACE.toSeconds() + " s and is killed");
            running.destroyForcibly().waitFor();
        }
    }

    /** Asks NGINX to finish what it does and then end; Java itself knows no such signal. */
    static void signalQuit(long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -QUIT " + pid).start().waitFor(END_GRACE);
        } catch (IOException _) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
