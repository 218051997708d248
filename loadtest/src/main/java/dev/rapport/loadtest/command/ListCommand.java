package dev.rapport.loadtest.command;

import dev.rapport.loadtest.profile.Profile.Part;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.system.Parts;
import dev.rapport.loadtest.system.Place;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load list}: the profiles, one a line. */
@Command(
        name = "list",
        description =
                "Lists the profiles. Whether a part that one needs is there is asked of a running Rapport; if none"
                        + " runs, the list says what is needed.")
final class ListCommand implements Callable<Integer> {
    private final Suite suite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    ListCommand(Suite suite) {
        this.suite = suite;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Place place = Session.place(spec.commandLine());
        Optional<Set<Part>> missing = missing(place);
        Catalog catalog = Catalog.of(Session.root());
        int exitCode = Exit.PASS;
        for (String id : catalog.ids()) {
            try {
                var profile = suite.read(catalog.find(id), Tier.CI).profile();
                Set<Part> needs = EnumSet.noneOf(Part.class);
                needs.addAll(profile.needs());
                out.println(line(id, profile.summary(), needs, missing.orElse(null)));
            } catch (Suite.UnusableException e) {
                out.println(line(id, "unusable: " + e.getMessage(), Set.of(), null));
                exitCode = Exit.FAIL;
            }
        }
        out.flush();
        return exitCode;
    }

    /** @param missing parts that are known not to be there; null if that is not known */
    static String line(String id, String summary, Set<Part> needs, @Nullable Set<Part> missing) {
        String line = String.format("%-24s %s", id, summary);
        if (missing == null) {
            return needs.isEmpty() ? line : line + " (needs: " + Parts.words(needs) + ")";
        }
        Set<Part> gone = EnumSet.noneOf(Part.class);
        gone.addAll(needs);
        gone.retainAll(missing);
        return gone.isEmpty() ? line : line + " (" + Parts.notPresent(gone) + ")";
    }

    /** Asks a topology that runs in this checkout, if there is one. */
    private static Optional<Set<Part>> missing(Place place) throws InterruptedException {
        Optional<Status> status = Status.read(place.peopleStatusFile());
        if (status.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Parts.missing(
                    new ServiceUnderTest(
                            status.get().url(), "", null, status.get().watched()),
                    EnumSet.allOf(Part.class)));
        } catch (IOException e) {
            return Optional.empty(); // it has ended since
        }
    }
}
