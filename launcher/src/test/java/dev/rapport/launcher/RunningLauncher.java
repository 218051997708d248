package dev.rapport.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs the verbs of the launcher as processes of their own, on free ports, with the stand-in for instances. */
final class RunningLauncher {
    static final int INSTANCES = 2;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final StateFolder folder;
    private final Map<String, String> environment;

    RunningLauncher(Path state) throws IOException {
        this.folder = new StateFolder(state);
        this.environment = Map.of(
                "RAPPORT_STATE", state.toString(),
                "RAPPORT_PORT", Integer.toString(freePorts(1)),
                "RAPPORT_INSTANCES", Integer.toString(INSTANCES),
                "RAPPORT_INSTANCE_PORT", Integer.toString(freePorts(INSTANCES)),
                "RAPPORT_REDIS_PORT", Integer.toString(freePorts(2)),
                "RAPPORT_HEAP", "64m",
                "USER", "ada");
    }

    /** What a verb printed and how it ended. */
    record Result(int exit, String output) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Topology.javaProgram(),
                                "-Drapport.root="
                                        + Path.of("..").toAbsolutePath().normalize(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                StandInLauncher.class.getName()),
                        Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("RAPPORT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    String url() {
        return "http://127.0.0.1:" + environment.get("RAPPORT_PORT");
    }

    List<OwnProcesses.Own> processes() {
        return new OwnProcesses(folder, new InstanceProgram("", List.of(), StandInInstance.class.getName())).find();
    }

    Status status() {
        return Status.read(folder.statusFile()).orElseThrow();
    }

    PartStatus part(String name) {
        return status().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Kills a part as a crash would, and returns the time until another process in its place was ready. */
    Duration killAndAwaitReturn(String name, Duration longest) {
        PartStatus before = part(name);
        long startNanos = System.nanoTime();
        ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
        await(
                name + " is back",
                longest,
                () -> part(name).pid() != before.pid() && part(name).ready());
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    static void await(String what, Duration longest, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + ": not within " + longest);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** The first of so many free ports in a row. */
    private static int freePorts(int count) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int first = socket.getLocalPort();
                boolean allFree = first + count < 65_536;
                for (int next = 1; next < count && allFree; next++) {
                    allFree = Ports.isFree("127.0.0.1", first + next);
                }
                if (allFree) {
                    return first;
                }
            }
        }
        throw new IOException("no free ports");
    }
}
