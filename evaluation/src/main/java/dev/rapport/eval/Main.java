package dev.rapport.eval;

import dev.rapport.eval.data.BadData;
import dev.rapport.eval.traits.TraitsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The evaluation's command line, {@code ./rapport eval}. */
@Command(
        name = "eval",
        description = "Measures recall, context, compression, traits and embeddings on known conversations.",
        subcommands = {
            RecallCommand.class,
            ContextCommand.class,
            CompressionCommand.class,
            TraitsCommand.class,
            EmbedCommand.class,
        },
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
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof BadData) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
        System.exit(commands.execute(args));
    }
}
