package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without the rights of root: tests that root runs, as in a container, would otherwise never see it. */
@Timeout(120)
class OrdinaryUserIT {
    /** Nobody, in every distribution. */
    private static final String ID = "65534";

    /** All that the launcher needs of a checkout. */
    private static final List<String> CHECKOUT =
            List.of("nginx", "deploy/redis", "launcher/target/lib", "chat-service/target/lib");

    @TempDir
    private Path folder;

    @Test
    void up_byAnOrdinaryUser_everyPartRunsAsThatUser() throws Exception {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        Path root = folder.resolve("checkout");
        copyCheckout(root);
        Path state = Files.createDirectory(folder.resolve("state"));
        List<String> command = new ArrayList<>();
        if (isRoot) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setAttribute(state, "unix:uid", Integer.valueOf(ID));
            command.addAll(List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups"));
            assertThat(isExecutable(command, Topology.javaProgram()))
                    .as(
                            "%s can be run by every user (expected: a JDK outside of root's own folders)",
                            Topology.javaProgram())
                    .isTrue();
        }
        command.addAll(RunningLauncher.java(
                root,
                root.resolve("launcher/target") + "/*:" + root.resolve("launcher/target/lib") + "/*",
                Main.class));

        try (RunningRapport rapport =
                RunningRapport.up(RunningLauncher.ofChatService(state, command, 1, Map.of("RAPPORT_LOOPS", "2")))) {
            assertThat(rapport.launcher().processes())
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(own -> assertThat(userIdOf(own.handle().pid()))
                            .as(own.toString())
                            .isEqualTo(
                                    isRoot
                                            ? ID
                                            : userIdOf(ProcessHandle.current().pid())));
            RunningRapport.Talk talk = rapport.begin("ada");
            talk.say("My sister lives in Porto.").done();
            assertThat(talk.say("Where does my sister live?").text()).contains("Porto");
        }
    }

    private static boolean isExecutable(List<String> asUser, String program) throws Exception {
        List<String> test = new ArrayList<>(asUser);
        test.addAll(List.of("test", "-x", program));
        return new ProcessBuilder(test).start().waitFor() == 0;
    }

    private static String userIdOf(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+", -1)[1])
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copyCheckout(Path root) throws IOException {
        for (String part : CHECKOUT) {
            copy(RunningLauncher.ROOT.resolve(part), root.resolve(part), "");
        }
        for (String module : List.of("launcher", "chat-service")) {
            Path target = Path.of(module, "target");
            copy(RunningLauncher.ROOT.resolve(target), root.resolve(target), ".jar");
        }
    }

    /** The files of one folder, readable for everyone. */
    private static void copy(Path from, Path to, String ending) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList()) {
                Path copy = Files.copy(file, to.resolve(file.getFileName().toString()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
    }
}
