package dev.rapport.loadtest;

import dev.rapport.loadtest.calibrate.CalibrateCommand;
import dev.rapport.loadtest.calibrate.KnownServerCommand;
import dev.rapport.loadtest.calibrate.LeakSelfTestCommand;
import dev.rapport.loadtest.simulator.SimulatorCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load suite's command line. Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 could not be measured. */
@Command(
        name = "loadtest",
        subcommands = {
            SimulatorCommand.class,
            CalibrateCommand.class,
            LeakSelfTestCommand.class,
            KnownServerCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures a chat service as its clients see it.")
public final class Main implements Runnable {
    private static final int COULD_NOT_RUN = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    e.printStackTrace(commandLine.getErr()); // a bug: the stack trace is what its report needs
                    return COULD_NOT_RUN;
                })
                .execute(args));
    }

    /** No command was given. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "command: (expected: one of those below)");
    }
}
