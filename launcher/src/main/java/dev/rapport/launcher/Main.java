package dev.rapport.launcher;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code ./rapport} that need more than shell. Exit status: 0 done, 1 not done, 2 misused. */
@Command(name = "rapport")
public final class Main {
    private final Installation installation;

    private Main(Installation installation) {
        this.installation = installation;
    }

    /** Runs one verb; the checkout is the system property {@code rapport.root}, by default the current folder. */
    public static void main(String[] args) {
        System.exit(run(args, InstanceProgram.built(root(), System.getenv()), Main.class));
    }

    static Path root() {
        return Path.of(System.getProperty("rapport.root", "")).toAbsolutePath().normalize();
    }

    static int run(String[] args, InstanceProgram program, Class<?> launcherMain) {
        try {
            Installation installation = Installation.of(root(), System.getenv(), program, launcherMain);
            return new CommandLine(new Main(installation))
                    .setExecutionExceptionHandler((e, _, _) -> {
                        if (e instanceof LaunchProblem) {
                            System.err.println(e.getMessage());
                            return 1;
                        }
                        throw e;
                    })
                    .execute(args);
        } catch (LaunchProblem e) {
            System.err.println(e.getMessage());
            return 2; // a setting, which every verb reads
        }
    }

    @Command(description = "Starts everything and shows it come up.")
    int up() {
        String user = System.getenv().getOrDefault("USER", "").strip();
        return new Up(installation, System.out).run(user.isEmpty() ? "me" : user);
    }

    @Command(description = "Is the supervisor. Its command line is how it is recognised.", hidden = true)
    int supervise(
            @Option(names = "--prepare", description = "Prepare as up does, for systemd and containers.")
                    boolean prepare,
            @Parameters(paramLabel = "STATE") Path state)
            throws InterruptedException {
        if (!state.equals(installation.folder().path())) {
            throw new LaunchProblem(
                    "STATE: " + state + " (expected: " + installation.folder().path() + ")");
        }
        Up up = new Up(installation, System.out);
        if (prepare) {
            up.prepareAlone();
        }
        up.supervise();
        return 0;
    }

    @Command(description = "Stops everything.")
    int down() {
        return new Down(installation.folder(), installation.own(), System.out).run();
    }

    @Command(description = "Shows what runs, since when, where.")
    int status() {
        return new StatusCommand(installation, System.out).run();
    }

    @Command(
            name = "recording-flags",
            description = "Prints the JVM flags that record what the start-up cache is made of.",
            hidden = true)
    int recordingFlags() {
        System.out.println(String.join(" ", new StartUpCache(root()).recordingFlags()));
        return 0;
    }

    @Command(name = "start-up-cache", description = "Makes the start-up cache of what was recorded.", hidden = true)
    int startUpCache() {
        return new StartUpCache(root())
                .create(
                        installation.program(),
                        Topology.instanceFlags(installation.settings().heap()),
                        System.out);
    }

    @Command(description = "Prints the base URL.")
    int url() {
        System.out.println(Status.read(installation.folder().statusFile())
                .map(Status::url)
                .orElse(installation.settings().publicUrl()));
        return 0;
    }

    @Command(description = "Prints a session token.")
    int token(@Parameters(paramLabel = "USER") String user) {
        System.out.println(sessions().token(user));
        return 0;
    }

    @Command(description = "Prints a link that signs a browser in.")
    int invite(@Parameters(paramLabel = "USER") String user) {
        System.out.println(sessions().signInLink(user));
        return 0;
    }

    private Sessions sessions() {
        StateFolder folder = installation.folder();
        Optional<Status> status = Status.read(folder.statusFile());
        return new Sessions(
                status.orElseThrow(
                        () -> new LaunchProblem("Nothing runs in " + folder.path() + " (./rapport up starts it)")),
                folder);
    }
}
