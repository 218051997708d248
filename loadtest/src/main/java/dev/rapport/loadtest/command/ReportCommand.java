package dev.rapport.loadtest.command;

import dev.rapport.loadtest.record.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load report}: judges a run's raw data again. */
@Command(
        name = "report",
        description = "Analyses the raw data of a run again and writes its report anew.",
        footer = {"", Exit.DESCRIPTION})
final class ReportCommand implements Callable<Integer> {
    private final Suite suite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Parameters(paramLabel = "DIR", description = "a run's folder")
    private Path folder = Path.of("");

    ReportCommand(Suite suite) {
        this.suite = suite;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(folder.resolve(RunFolder.RUN))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "DIR: " + folder + " (expected: a folder with " + RunFolder.RUN + " in it, of a run that ended)");
        }
        try {
            return Exit.of(Runner.report(
                    suite, new RunFolder(folder), spec.commandLine().getOut()));
        } catch (IOException e) {
            spec.commandLine().getErr().println("The run could not be judged: " + e.getMessage());
            return Exit.INVALID;
        }
    }
}
