package dev.rapport.eval;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The evaluation's command line, {@code ./rapport eval}. */
@Command(
        name = "eval",
        description = "Measures recall, context and traits on known conversations.",
        subcommands = {dev.rapport.eval.traits.TraitsCommand.class},
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "eval: no command (expected: one of those below)");
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
