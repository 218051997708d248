package dev.rapport.loadtest.command;

import dev.rapport.loadtest.command.Suite.Loaded;
import dev.rapport.loadtest.command.Suite.UnusableException;
import dev.rapport.loadtest.simulator.SimulatorCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load PROFILE}: runs one profile; the other verbs are its subcommands. */
@Command(
        name = "load",
        showDefaultValues = true,
        description = "Measures a chat service as its clients see it, and judges it.",
        synopsisSubcommandLabel = "PROFILE|COMMAND",
        footer = {"", Exit.DESCRIPTION})
public final class LoadCommand implements Callable<Integer> {
    private final Suite suite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROFILE",
            description = "id of a profile (load list), or a profile's file")
    private @Nullable String profile;

    @Mixin
    private RunOptions options = new RunOptions();

    private LoadCommand(Suite suite) {
        this.suite = suite;
    }

    /** The whole command line. */
    public static CommandLine commandLine() {
        return commandLine(new BuiltSuite());
    }

    static CommandLine commandLine(Suite suite) {
        CommandLine line = new CommandLine(new LoadCommand(suite));
        line.addSubcommand(new ListCommand(suite));
        line.addSubcommand(new AllCommand(suite));
        line.addSubcommand(new ReportCommand(suite));
        line.addSubcommand(new SimulatorCommand());
        suite.commands().forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, commandLine, parsed) -> {
            e.printStackTrace(commandLine.getErr()); // a bug: the stack trace is what its report needs
            return Exit.INVALID;
        });
        usage(line);
        return line;
    }

    private static void usage(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Exit.USAGE);
        line.getSubcommands().values().forEach(LoadCommand::usage);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        String wanted = profile;
        if (wanted == null) {
            throw new ParameterException(spec.commandLine(), "PROFILE: (expected: a profile or one of the commands)");
        }
        Session session = new Session(suite, options, spec.commandLine());
        Loaded loaded = loaded(suite, wanted, options, spec.commandLine());
        return session.run((runner, interruption) -> runner.run(
                        loaded, options.tier, session.folder(loaded.profile().id()))
                .exitCode());
    }

    /** @throws ParameterException if there is no such profile, or it cannot be used */
    static Loaded loaded(Suite suite, String profile, RunOptions options, CommandLine line) {
        try {
            return options.overrides()
                    .apply(suite.read(Catalog.of(Session.root()).find(profile), options.tier));
        } catch (UnusableException | IOException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
    }
}
