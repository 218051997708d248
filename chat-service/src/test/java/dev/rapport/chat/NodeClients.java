package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Clients for Node, as programs use them. Needs {@code node} and {@code npm}; the clients come from the npm registry at the first
 * run, into {@code target}, and are kept there until the versions change.
 */
final class NodeClients {
    private static final List<String> PACKAGES =
            List.of("openai@6.30.1", "ai@7.0.173", "@ai-sdk/openai-compatible@3.0.92");
    private static final Path FOLDER = Path.of("target", "node-clients").toAbsolutePath();

    private NodeClients() {}

    /** Gets the clients, unless they are there. */
    static void install() throws Exception {
        Path installed = Files.createDirectories(FOLDER).resolve("installed");
        if (!Files.exists(installed) || !Files.readAllLines(installed).equals(PACKAGES)) {
            List<String> command = new ArrayList<>(
                    List.of("npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund"));
            command.addAll(PACKAGES);
            run(command);
            Files.write(installed, PACKAGES);
        }
    }

    /** What the script of this name says, which is one object of JSON. */
    static JsonObject run(String script, String... arguments) throws Exception {
        try (InputStream source = NodeClients.class.getResourceAsStream("/clients/" + script)) {
            Files.copy(Objects.requireNonNull(source), FOLDER.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new JsonObject(run(command));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
        return said;
    }
}
