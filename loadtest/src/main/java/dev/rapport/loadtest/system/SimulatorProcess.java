package dev.rapport.loadtest.system;

import dev.rapport.loadtest.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The simulated provider as a process of its own, so that its work is not the harness's. */
final class SimulatorProcess {
    /** It warms up before it listens; on two cores shared with others 3 to 5 s were seen. */
    private static final Duration START_TIME_MAX = Duration.ofSeconds(30);

    private static final Duration LOOK_EACH = Duration.ofMillis(50);
    private static final Duration END_TIME_MAX = Duration.ofSeconds(5);

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9-]*");

    /**
     * Small and with one thread for garbage: it holds little but the log of requests, and its pauses (a few milliseconds)
     * stand in the answers' times.
     */
    private static final List<String> FLAGS =
            List.of("-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4");

    private final Process process;

    private SimulatorProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param options see {@link #arguments}
     * @param log replaced by what it prints
     * @throws IOException if it does not come up; the message has the end of its log
     */
    static SimulatorProcess start(int port, Map<String, String> options, Path log)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString()); // then a Ctrl-C reaches us and not it, and the last answers still come
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "simulator"));
        command.addAll(arguments(port, options));
        Files.deleteIfExists(log);
        SimulatorProcess simulator = new SimulatorProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        try {
            simulator.awaitLine(port, log);
            return simulator;
        } catch (IOException | InterruptedException e) {
            simulator.end();
            throw e;
        }
    }

    /**
     * The options as arguments, in order of their names.
     *
     * @throws IllegalArgumentException if one is not an option's name, or is the port
     */
    static List<String> arguments(int port, Map<String, String> options) {
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
        new TreeMap<>(options).forEach((name, value) -> {
            if (!OPTION.matcher(name).matches() || name.equals("port") || name.equals("host")) {
                throw new IllegalArgumentException(
                        "provider: " + name + " (expected: an option of `load simulator` but host and port)");
            }
            arguments.add("--" + name + "=" + value);
        });
        return arguments;
    }

    private void awaitLine(int port, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIME_MAX.toNanos();
        while (!Files.readString(log).contains("listening on ")) {
            boolean ended = process.waitFor(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - deadline > 0) {
                throw new IOException("The simulated provider "
                        + (ended
                                ? "ended with exit code " + process.exitValue()
                                : "did not listen after " + START_TIME_MAX.toSeconds() + " s")
                        + ". The end of " + log + ":\n" + Shell.tail(log)
                        + "\nIf the port " + port + " is taken, end what has it or set RAPPORT_PORT.");
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }
}
