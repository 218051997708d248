package dev.rapport.loadtest;

import dev.rapport.loadtest.command.LoadCommand;

/** The load suite's command line, {@code ./rapport load}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(LoadCommand.commandLine().execute(args));
    }
}
