package dev.rapport.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the processes of one state folder, whether or not anyone wrote them down.
 *
 * <p>A process is ours when its command line says so: it names a configuration of this folder, and is the kind of program
 * that reads it. A recorded process id alone is never enough, because the system gives it to others later. Only the
 * workers of NGINX show no path; of them, those count that have our run folder as their working directory.
 */
final class OwnProcesses {
    private static final String SUPERVISE = "supervise";
    private static final String NGINX_WORKER = "nginx: worker process";

    private final StateFolder folder;
    private final InstanceProgram program;

    OwnProcesses(StateFolder folder, InstanceProgram program) {
        this.folder = folder;
        this.program = program;
    }

    /**
     * A process of ours.
     *
     * @param handle refuses to signal another process that has got the same id meanwhile
     * @param what its kind, in a word
     */
    record Own(ProcessHandle handle, What what) {
        @Override
        public String toString() {
            return what.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + handle.pid();
        }
    }

    /** In the order in which leftovers are stopped. */
    enum What {
        SUPERVISOR,
        NGINX,
        NGINX_WORKER,
        INSTANCE,
        REDIS
    }

    /** Everything of ours that runs now, in the order of {@link What}. */
    List<Own> find() {
        List<Own> found = new ArrayList<>();
        commandLines()
                .forEach(
                        (handle, line) -> what(handle.pid(), line).ifPresent(what -> found.add(new Own(handle, what))));
        found.sort(Comparator.comparing(Own::what));
        return found;
    }

    Optional<ProcessHandle> supervisor() {
        return find().stream()
                .filter(own -> own.what() == What.SUPERVISOR)
                .map(Own::handle)
                .findFirst();
    }

    /** Workers whose master died; they still hold the port. */
    List<ProcessHandle> orphanedWorkers() {
        List<Own> all = find();
        return all.stream()
                .filter(own -> own.what() == What.NGINX_WORKER)
                .map(Own::handle)
                .filter(worker -> worker.parent()
                        .map(parent -> all.stream()
                                .noneMatch(own ->
                                        own.what() == What.NGINX && own.handle().equals(parent)))
                        .orElse(true))
                .toList();
    }

    /** The arguments by which {@link #find} recognises a supervisor. */
    List<String> supervisorArguments() {
        return List.of(SUPERVISE, folder.path().toString());
    }

    Optional<What> what(long pid, String line) {
        String words = " " + line + " ";
        boolean isJava = line.contains("/java ");
        if (isJava && words.contains(" " + SUPERVISE + " ") && words.endsWith(" " + folder.path() + " ")) {
            return Optional.of(What.SUPERVISOR);
        }
        if (line.startsWith("nginx: master process ") && words.contains(" " + folder.nginxConfiguration() + " ")) {
            return Optional.of(What.NGINX);
        }
        if (words.contains(" " + program.mainClass() + " ") && words.contains(" " + folder.chatProperties() + " ")) {
            return Optional.of(What.INSTANCE);
        }
        for (RedisRole role : RedisRole.values()) {
            if (words.contains("redis-server " + folder.redisConfiguration(role) + " ")) {
                return Optional.of(What.REDIS);
            }
        }
        if (line.startsWith(NGINX_WORKER) && runsIn(pid, folder.run())) {
            return Optional.of(What.NGINX_WORKER);
        }
        return Optional.empty();
    }

    private static boolean runsIn(long pid, Path run) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(run.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }

    /** Asks them to end, waits, and kills what is left. */
    static void end(List<ProcessHandle> processes, Duration grace) {
        processes.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + grace.toNanos();
        for (ProcessHandle process : processes) {
            if (!awaitEnd(process, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                process.destroyForcibly();
                awaitEnd(process, Duration.ofSeconds(1));
            }
        }
    }

    /** Waits for the end of a process. */
    static boolean awaitEnd(ProcessHandle process, Duration longest) {
        try {
            process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return !process.isAlive();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<ProcessHandle, String> commandLines() {
        Map<ProcessHandle, String> lines = new LinkedHashMap<>();
        if (Files.isReadable(Path.of("/proc/self/cmdline"))) {
            ProcessHandle.allProcesses().forEach(handle -> lines.put(handle, linuxCommandLine(handle.pid())));
        } else {
            listedCommandLines(lines);
        }
        lines.remove(ProcessHandle.current());
        return lines;
    }

    private static String linuxCommandLine(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException _) {
            return ""; // ended meanwhile, or another user's
        }
    }

    private static void listedCommandLines(Map<ProcessHandle, String> lines) {
        try {
            Process ps = new ProcessBuilder("ps", "-axww", "-o", "pid=,command=")
                    .redirectErrorStream(true)
                    .start();
            String listed = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            listed.lines().map(String::strip).forEach(line -> {
                String[] columns = line.split("\\s+", 2);
                if (columns.length == 2 && columns[0].matches("[0-9]+")) {
                    ProcessHandle.of(Long.parseLong(columns[0])).ifPresent(handle -> lines.put(handle, columns[1]));
                }
            });
        } catch (IOException e) {
            throw new LaunchProblem("ps: " + e.getMessage() + " (expected: a working ps; install procps)", e);
        }
    }
}
