package dev.rapport.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs the verbs of the launcher as processes of their own, on free ports. */
final class RunningLauncher {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Below the ports from which systems take those of outgoing connections: a killed part gets its own back. */
    private static final int PORT_MIN = 22_000;

    private static final int PORT_MAX = 32_000;

    /** What would have a real provider answer, or a setting of whoever runs the tests. */
    private static final Pattern NOT_INHERITED = Pattern.compile("RAPPORT_.*|.*_API_KEY|.*_BASE_URL|OLLAMA_.*");

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final StateFolder folder;
    private final List<String> command;
    private final String instanceMain;
    private final Map<String, String> environment;

    private RunningLauncher(
            Path state, List<String> command, String instanceMain, int instances, Map<String, String> settings) {
        this.folder = new StateFolder(state);
        this.command = command;
        this.instanceMain = instanceMain;
        int port = freePorts(3 + instances);
        this.environment = new HashMap<>(Map.of(
                "RAPPORT_STATE", state.toString(),
                "RAPPORT_PORT", Integer.toString(port),
                "RAPPORT_REDIS_PORT", Integer.toString(port + 1),
                "RAPPORT_INSTANCE_PORT", Integer.toString(port + 3),
                "RAPPORT_INSTANCES", Integer.toString(instances),
                "USER", "ada"));
        environment.putAll(settings);
    }

    /** Two instances that only keep the contract with the launcher. */
    static RunningLauncher ofStandIns(Path state) {
        return new RunningLauncher(
                state,
                java(ROOT, System.getProperty("java.class.path"), StandInLauncher.class),
                StandInInstance.class.getName(),
                2,
                Map.of("RAPPORT_HEAP", "64m"));
    }

    /** Instances of the chat service as the build left it. */
    static RunningLauncher ofChatService(Path state, int instances, Map<String, String> settings) {
        return ofChatService(state, java(ROOT, System.getProperty("java.class.path"), Main.class), instances, settings);
    }

    /** @param command what runs a verb, up to its name */
    static RunningLauncher ofChatService(
            Path state, List<String> command, int instances, Map<String, String> settings) {
        String instanceMain = InstanceProgram.built(ROOT, Map.of()).mainClass();
        return new RunningLauncher(state, command, instanceMain, instances, settings);
    }

    /** Runs a main class of the launcher for a checkout. */
    static List<String> java(Path root, String classPath, Class<?> main) {
        return List.of(Topology.javaProgram(), "-Drapport.root=" + root, "-cp", classPath, main.getName());
    }

    /** What a verb printed and how it ended. */
    record Result(int exit, String output) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        return execute(Stream.concat(command.stream(), Stream.of(arguments)).toList());
    }

    /** Runs a command of the shell script {@code ./rapport}. */
    Result script(String... arguments) throws IOException, InterruptedException {
        return execute(Stream.concat(Stream.of(ROOT.resolve("rapport").toString()), Stream.of(arguments))
                .toList());
    }

    /** Begins a verb that reads what it is given, with its two outputs apart. */
    Process begin(String... arguments) throws IOException {
        return builder(Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .start();
    }

    private Result execute(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> NOT_INHERITED.matcher(name).matches());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    StateFolder folder() {
        return folder;
    }

    String url() {
        return "http://127.0.0.1:" + environment.get("RAPPORT_PORT");
    }

    List<OwnProcesses.Own> processes() {
        return new OwnProcesses(folder, new InstanceProgram("", List.of(), instanceMain)).find();
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

    /** Kills a part as a crash would; the supervisor will start it again. */
    void kill(String name) {
        ProcessHandle.of(part(name).pid()).orElseThrow().destroyForcibly();
    }

    /** Kills a part as a crash would, and returns the time until another process in its place was ready. */
    Duration killAndAwaitReturn(String name, Duration longest) {
        PartStatus before = part(name);
        long startNanos = System.nanoTime();
        kill(name);
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
    static int freePorts(int count) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            if (IntStream.range(first, first + count).allMatch(port -> Ports.isFree("127.0.0.1", port))) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports");
    }
}
