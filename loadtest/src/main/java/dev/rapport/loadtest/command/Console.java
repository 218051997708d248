package dev.rapport.loadtest.command;

import dev.rapport.loadtest.run.Progress;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows on a thread of its own how a run is going: on a terminal one line, rewritten; elsewhere a line now and then. */
final class Console {
    private static final int TERMINAL_SECONDS = 1;
    private static final int PLAIN_SECONDS = 10;

    /** ANSI: to the beginning of the line, and erase it. */
    private static final String AGAIN = "\r\033[K";

    /** Where to ask. */
    @FunctionalInterface
    interface Source {
        Optional<Progress> get() throws InterruptedException;
    }

    private final PrintWriter out;
    private final boolean terminal;
    private final Source progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Console(PrintWriter out, boolean terminal, Source progress) {
        this.out = out;
        this.terminal = terminal;
        this.progress = progress;
        this.thread = Thread.ofPlatform().daemon().name("console").unstarted(this::show);
    }

    static Console start(PrintWriter out, Source progress) {
        Console console = new Console(out, onTerminal(), progress);
        console.thread.start();
        return console;
    }

    private void show() {
        try {
            while (!closed.await(terminal ? TERMINAL_SECONDS : PLAIN_SECONDS, TimeUnit.SECONDS)) {
                progress.get().map(ProgressLine::of).ifPresent(line -> {
                    out.print(terminal ? AGAIN + line : line + "\n");
                    out.flush();
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does it; if somebody does, there is no more progress to see
        }
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean onTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Ends, and leaves an empty line to write on. */
    void close() {
        closed.countDown();
        boolean interrupted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (terminal) {
            out.print(AGAIN);
            out.flush();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
