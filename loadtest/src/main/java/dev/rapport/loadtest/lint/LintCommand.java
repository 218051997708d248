package dev.rapport.loadtest.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lint}: shows where reports contradict themselves, with the arithmetic. */
@Command(
        name = "lint",
        description = {
            "Shows where load reports contradict themselves, with the arithmetic.",
            "Without files: the published reports that come with the suite."
        },
        footer = {
            "",
            "Exit codes: 0 nothing found, or in published reports only; 1 found in a report of ours, or with --strict in"
                    + " any; 2 wrong usage."
        })
public final class LintCommand implements Callable<Integer> {
    private static final String ROOT = "rapport.root";
    private static final int FOUND = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--strict", description = "contradictions of published reports count, too")
    private boolean strict;

    @Option(names = "--published", paramLabel = "DIR", description = "folder of published reports as YAML")
    private @Nullable Path published;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "published report as YAML (.yaml), or a report.json of ours")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean counts = false;
        boolean first = true;
        for (Path file : files.isEmpty() ? shipped() : files) {
            if (!first) {
                out.println();
            }
            first = false;
            counts |= print(out, file);
        }
        out.flush();
        return counts ? FOUND : 0;
    }

    /** Whether what was found counts. */
    private boolean print(PrintWriter out, Path file) {
        try {
            if (isYaml(file)) {
                Published report = Lint.read(file);
                List<Contradiction> found = Lint.check(report);
                out.print(LintText.of(report.report() + " (" + report.about() + ")", found));
                return strict && !found.isEmpty();
            }
            List<Contradiction> found = Lint.ours(file);
            out.print(LintText.of(file.toString(), found));
            return !found.isEmpty();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), unreadable(file, e), e);
        }
    }

    private static String unreadable(Path file, IOException e) {
        return "FILE: "
                + (e.getCause() instanceof JsonProcessingException
                        ? e.getMessage()
                        : file + " (expected: a file that can be read)");
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
    }

    private List<Path> shipped() {
        Path folder = folder();
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> sorted = all.filter(LintCommand::isYaml).sorted().toList();
            if (!sorted.isEmpty()) {
                return sorted;
            }
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--published: " + folder + " (expected: a folder that can be read)", e);
        }
        throw new ParameterException(
                spec.commandLine(), "--published: " + folder + " (expected: a folder with *.yaml)");
    }

    private Path folder() {
        Path given = published;
        return given != null ? given : Path.of(System.getProperty(ROOT, "."), "loadtest", "published");
    }
}
