package dev.rapport.loadtest.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, and a polite kill: ends the run under way and lets the command go on to its report, its taking down and its exit
 * code. The JVM would end at once; a shutdown hook holds it up.
 */
final class Interruption implements AutoCloseable {
    /** Chats under way have their 30 s; then a report, and a topology with three kinds of parts to stop. */
    private static final int SECONDS_MAX = 120;

    private final CountDownLatch concluded = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private volatile boolean asked;
    private volatile int exitCode = Exit.INVALID;
    private volatile @Nullable Runnable stop;

    static Interruption begin() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether somebody wants it to end. */
    boolean asked() {
        return asked;
    }

    /** What to do from now on when somebody wants it to end; done at once if somebody already does. */
    void onAsked(Runnable action) {
        stop = action;
        if (asked) {
            action.run();
        }
    }

    /** The process's exit code, should it be ended by the hook. */
    void exitCode(int code) {
        exitCode = code;
    }

    private void interrupted() {
        asked = true;
        Runnable action = stop;
        if (action != null) {
            action.run();
        }
        try {
            if (!concluded.await(SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("The run did not end within " + SECONDS_MAX + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** Everything is done. If the process is ending, this does not return. */
    @Override
    public void close() {
        concluded.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            waitForTheEnd(); // the process is ending: the hook has our exit code and ends it
        }
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
