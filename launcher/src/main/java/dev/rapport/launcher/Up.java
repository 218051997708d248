package dev.rapport.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ./rapport up}: prepares, starts a supervisor, and shows the parts come up. */
final class Up {
    /** Sixteen loops on one slow core need a part of it. */
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** A part that ended so often without ever being ready will not start by itself. */
    private static final int FUTILE_STARTS = 3;

    private static final int LOG_LINES_SHOWN = 15;
    private static final int LOG_BYTES_READ = 64 * 1024;

    private final Installation installation;
    private final PrintStream out;
    private final StateFolder folder;
    private final OwnProcesses own;

    Up(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
        this.folder = installation.folder();
        this.own = installation.own();
    }

    /** Starts everything, unless it runs; returns the exit status. */
    int run(String user) {
        Optional<ProcessHandle> running = own.supervisor();
        if (running.isPresent()) {
            out.println("Rapport is already running in " + folder.path() + ".");
            return follow(running.get(), user);
        }
        prepare();
        return follow(spawnSupervisor(), user);
    }

    /** Prepares for a supervisor that this process itself will be. */
    void prepareAlone() {
        if (own.supervisor().isPresent()) {
            throw new LaunchProblem("Rapport is already running in " + folder.path() + " (./rapport down stops it)");
        }
        prepare();
    }

    /** Is the supervisor; the state folder has been prepared. */
    void supervise() throws InterruptedException {
        Secrets secrets = Secrets.in(folder.secrets(), new SecureRandom());
        Topology topology = new Topology(installation.settings(), folder, secrets, programs(), installation.program());
        new Supervisor(installation.settings(), folder, own, topology.parts()).run();
    }

    private static Programs programs() {
        return Programs.onPath(System.getenv().getOrDefault("PATH", ""));
    }

    private void prepare() {
        Settings settings = installation.settings();
        List<OwnProcesses.Own> leftOver = own.find();
        if (!leftOver.isEmpty()) {
            out.println("An earlier supervisor died and left " + leftOver + " behind: stopping them.");
            OwnProcesses.end(leftOver.stream().map(OwnProcesses.Own::handle).toList(), PartKeeper.END_GRACE);
        }
        Programs programs = programs();
        programs.nginx();
        if (programs.find("redis-server").isEmpty()) {
            refuseDataOfNewerRedis();
            out.println("No redis-server on this machine: using the one packaged with the launcher, in "
                    + Programs.unpackedRedis(folder.path().resolve("bin")));
        }
        Ports.requireFree(settings);
        folder.create();
        Secrets secrets = Secrets.in(folder.secrets(), new SecureRandom());
        new Configurations(settings, folder, secrets, Machine.here()).write(installation.root());
    }

    /** The packaged Redis is a 6.2, which would overlook what a Redis 7 has written and begin with nothing. */
    private void refuseDataOfNewerRedis() {
        Path data = folder.redisData(RedisRole.DURABLE).resolve("appendonlydir");
        if (Files.isDirectory(data)) {
            throw new LaunchProblem(
                    "redis-server: not found, and " + data + " was written by Redis 7 or newer, which the "
                            + "packaged one cannot read (expected: the package redis-server; apt-get install redis-server)");
        }
    }

    private ProcessHandle spawnSupervisor() {
        out.println("Starting Rapport in " + folder.path());
        List<String> command = new ArrayList<>();
        // A session of its own: neither Ctrl-C nor the end of the terminal reaches it.
        command.add(programs().find("setsid").map(Path::toString).orElse("nohup"));
        command.addAll(List.of(
                Topology.javaProgram(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Drapport.root=" + installation.root(),
                "-cp",
                System.getProperty("java.class.path"),
                installation.launcherMain().getName()));
        command.addAll(own.supervisorArguments());
        try {
            Files.deleteIfExists(folder.statusFile());
            return new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.log("supervisor").toFile()))
                    .start()
                    .toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int follow(ProcessHandle supervisor, String user) {
        long startNanos = System.nanoTime();
        Set<String> shown = alreadyReady();
        while (System.nanoTime() - startNanos < READY_TIMEOUT.toNanos()) {
            Optional<Status> status = Status.read(folder.statusFile());
            if (status.isPresent()) {
                showNewlyReady(status.get(), shown, startNanos);
                if (status.get().isReady()) {
                    new Welcome(installation, out).print(status.get(), user);
                    return 0;
                }
                Optional<PartStatus> futile = status.get().parts().stream()
                        .filter(part -> !shown.contains(part.name()) && part.restarts() >= FUTILE_STARTS)
                        .findFirst();
                if (futile.isPresent()) {
                    return failed(futile.get().name(), "ended " + FUTILE_STARTS + " times without becoming ready");
                }
            }
            if (OwnProcesses.awaitEnd(supervisor, LOOK_AGAIN)) {
                return failed("supervisor", "ended");
            }
        }
        String late = Status.read(folder.statusFile()).stream()
                .flatMap(status -> status.parts().stream())
                .filter(part -> !part.ready())
                .map(PartStatus::name)
                .findFirst()
                .orElse("supervisor");
        return failed(late, "was not ready after " + READY_TIMEOUT.toSeconds() + " s");
    }

    private Set<String> alreadyReady() {
        return Status.read(folder.statusFile()).stream()
                .flatMap(status -> status.parts().stream())
                .filter(PartStatus::ready)
                .map(PartStatus::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void showNewlyReady(Status status, Set<String> shown, long startNanos) {
        for (PartStatus part : status.parts()) {
            if (part.ready() && shown.add(part.name())) {
                out.printf(
                        "  %-15s ready on port %d after %.1f s%n",
                        part.name(), part.port(), (System.nanoTime() - startNanos) / 1e9);
            }
        }
    }

    private int failed(String part, String how) {
        Path log = folder.log(part);
        out.println(part + " " + how + ". The last lines of " + log + ":");
        lastLines(log).forEach(line -> out.println("    " + line));
        out.println("What to do: " + advice(part));
        new Down(folder, own, out).run();
        return 1;
    }

    private String advice(String part) {
        if (part.equals("nginx")) {
            return "nginx -t -c " + folder.nginxConfiguration()
                    + " names the line; the template is nginx/rapport.conf.template.";
        }
        if (part.startsWith("redis")) {
            return "if the append-only file is damaged (a full disk does that), redis-check-aof --fix mends it; then ./rapport up.";
        }
        if (part.startsWith("chat")) {
            return "if the lines speak of memory, set RAPPORT_HEAP (now "
                    + installation.settings().heap() + ") or fewer RAPPORT_INSTANCES; then ./rapport up.";
        }
        return "mend what the lines name, then ./rapport up.";
    }

    private static List<String> lastLines(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - LOG_BYTES_READ));
            var bytes = ByteBuffer.allocate(LOG_BYTES_READ);
            file.read(bytes);
            Stream<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines();
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size());
        } catch (IOException e) {
            return List.of("(no log: " + e + ")");
        }
    }
}
