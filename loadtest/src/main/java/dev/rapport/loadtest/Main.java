package dev.rapport.loadtest;

import dev.rapport.loadtest.command.LoadCommand;

/** The load suite's command line, {@code ./rapport load}. */
public final class Main {
    private static final int COULD_NOT_RUN = 3;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> {
            bug.printStackTrace(System.err); // the JVM's own exit code would say that the service failed
            System.exit(COULD_NOT_RUN);
        });
        System.exit(LoadCommand.commandLine().execute(args));
    }
}
