package dev.rapport.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        return new Up(installation, System.out).run(user());
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

    @Command(description = "Chats in the terminal, or answers what comes through a pipe.")
    int chat(@Parameters(paramLabel = "USER", arity = "0..1") @Nullable String user) throws IOException {
        // The console of JDK 25 is none where there is no terminal, that of others says so.
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean colour = System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
        String name = user == null ? user() : user;
        ChatScreen screen = new ChatScreen(utf8(System.out), utf8(System.err), terminal, colour);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ChatApi api = new ChatApi(running().localUrl(), sessions(), name);
        return new ChatCommand(api, lines, screen)
                .run(terminal ? "Signed in as " + name + ". /help lists the commands." : "");
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    private static String user() {
        String user = System.getenv().getOrDefault("USER", "").strip();
        return user.isEmpty() ? "me" : user;
    }

    private Sessions sessions() {
        return new Sessions(running(), installation.folder());
    }

    private Status running() {
        StateFolder folder = installation.folder();
        return Status.read(folder.statusFile())
                .orElseThrow(() -> new LaunchProblem("Nothing runs in " + folder.path() + " (./rapport up starts it)"));
    }
}
