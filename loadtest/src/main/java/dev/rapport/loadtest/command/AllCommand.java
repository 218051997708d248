package dev.rapport.loadtest.command;

import dev.rapport.loadtest.command.Suite.Loaded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load all}: runs every profile, one after the other. */
@Command(
        name = "all",
        showDefaultValues = true,
        description =
                "Runs all profiles one after the other and shows a table at the end. The exit code is the worst one.",
        footer = {"", Exit.DESCRIPTION})
final class AllCommand implements Callable<Integer> {
    /** Serves the build, not a claim. */
    private static final String TRAIN = "train";

    private final Suite suite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--only", split = ",", paramLabel = "ID", description = "only these; separated by commas")
    private List<String> only = new ArrayList<>();

    @Option(names = "--skip", split = ",", paramLabel = "ID", description = "all but these; separated by commas")
    private List<String> skip = new ArrayList<>();

    @Mixin
    private RunOptions options = new RunOptions();

    AllCommand(Suite suite) {
        this.suite = suite;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session(suite, options, spec.commandLine());
        List<String> ids = Catalog.of(Session.root()).ids();
        Map<String, Loaded> profiles = new LinkedHashMap<>(); // all are read before the first one runs for minutes
        for (String id : selected(ids)) {
            profiles.put(id, LoadCommand.loaded(suite, id, options, spec.commandLine()));
        }
        return session.run((runner, interruption) -> {
            List<Runner.Result> results = new ArrayList<>();
            for (Map.Entry<String, Loaded> profile : profiles.entrySet()) {
                if (!interruption.asked()) {
                    results.add(runner.run(profile.getValue(), options.tier, session.folderOfMany(profile.getKey())));
                }
            }
            spec.commandLine().getOut().print(Table.of(results));
            if (results.size() < profiles.size()) {
                spec.commandLine().getOut().println((profiles.size() - results.size()) + " were not run: interrupted.");
            }
            return Exit.worst(results.stream().map(Runner.Result::exitCode).toList());
        });
    }

    private Set<String> selected(List<String> ids) {
        for (String named : concat(only, skip)) {
            if (!ids.contains(named)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only, --skip: " + named + " (expected: some of " + String.join(", ", ids) + ")");
            }
        }
        Set<String> selected = new LinkedHashSet<>(only.isEmpty() ? ids : only);
        if (!only.contains(TRAIN)) {
            selected.remove(TRAIN);
        }
        skip.forEach(selected::remove);
        return selected;
    }

    private static List<String> concat(List<String> a, List<String> b) {
        List<String> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }
}
