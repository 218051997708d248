package dev.rapport.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ahead-of-time cache of the instances: classes linked and methods profiled under a short load, so that a start costs
 * half the CPU and the first users meet code that is nearly warm (JEP 483, 514, 515).
 *
 * <p>It belongs to one build. The JVM does not always refuse it for another (seen with 25.0.3: an instance ran classes that its jar
 * did not have any more), so one that is older than the jar is not used.
 */
final class StartUpCache {
    /** Extra JVM flags for the instances. */
    static final String FLAGS = "RAPPORT_JVM_FLAGS";

    /** The JVM takes 5 to 15 s on 2 cores. */
    private static final long CREATE_MINUTES_MAX = 3;

    private final Path target;

    StartUpCache(Path root) {
        this.target = root.resolve("chat-service").resolve("target");
    }

    /** The flags of instances: those of the environment, else the cache if there is one. */
    List<String> flags(Map<String, String> environment) {
        String given = environment.getOrDefault(FLAGS, "").strip();
        if (!given.isEmpty()) {
            return List.of(given.split("\\s+", -1));
        }
        return isOfThisBuild() ? List.of("-XX:AOTCache=" + cache()) : List.of();
    }

    private boolean isOfThisBuild() {
        try (Stream<Path> files = Files.list(target)) {
            if (!Files.isRegularFile(cache())) {
                return false;
            }
            FileTime made = Files.getLastModifiedTime(cache());
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // everything works without
        }
    }

    /** The flags with which an instance records what the cache is made of. */
    List<String> recordingFlags() {
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration());
    }

    /** Makes the cache of what was recorded; without it everything works, only slower at first. */
    int create(InstanceProgram program, List<String> instanceFlags, PrintStream out) {
        try {
            if (!Files.isRegularFile(configuration())) {
                out.println("Nothing was recorded for the start-up cache; starts are slower without it.");
                return 1;
            }
            List<String> command = new ArrayList<>(List.of(Topology.javaProgram()));
            command.addAll(instanceFlags);
            command.addAll(List.of(
                    "-XX:AOTMode=create",
                    "-XX:AOTConfiguration=" + configuration(),
                    "-XX:AOTCache=" + cache(),
                    "-cp",
                    program.classPath()));
            Process java = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(target.resolve("chat.aot.log").toFile())
                    .start();
            boolean ended = java.waitFor(CREATE_MINUTES_MAX, TimeUnit.MINUTES);
            java.destroyForcibly();
            Files.delete(configuration());
            boolean made = ended && java.exitValue() == 0 && Files.isRegularFile(cache());
            out.println(
                    made ? "Start-up cache: " + cache() : "No start-up cache: see " + target.resolve("chat.aot.log"));
            return made ? 0 : 1;
        } catch (IOException e) {
            throw new LaunchProblem("cannot make the start-up cache: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private Path cache() {
        return target.resolve("chat.aot");
    }

    private Path configuration() {
        return target.resolve("chat.aot.recorded");
    }
}
