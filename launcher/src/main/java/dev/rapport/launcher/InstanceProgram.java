package dev.rapport.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an instance runs.
 *
 * @param classPath as {@code java -cp} takes it
 * @param moreFlags JVM flags beside those of every instance
 * @param mainClass also the mark by which a process is recognised as an instance
 */
record InstanceProgram(String classPath, List<String> moreFlags, String mainClass) {
    private static final String CHAT_MAIN = "dev.rapport.chat.Main";

    /** The chat service as the build leaves it. */
    static InstanceProgram built(Path root, Map<String, String> environment) {
        Path target = root.resolve("chat-service").resolve("target");
        List<String> jars = new ArrayList<>();
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "chat-service-*.jar")) {
                found.forEach(jar -> jars.add(jar.toString()));
            } catch (IOException e) {
                throw new LaunchProblem("cannot look into " + target + ": " + e, e);
            }
        }
        jars.add(target.resolve("lib") + File.separator + "*");
        return new InstanceProgram(
                String.join(File.pathSeparator, jars), new StartUpCache(root).flags(environment), CHAT_MAIN);
    }
}
