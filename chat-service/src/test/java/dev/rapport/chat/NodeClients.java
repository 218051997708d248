package dev.rapport.chat;

import dev.rapport.memory.NodeFolder;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
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

    private NodeClients() {}

    /** Gets the clients, unless they are there. */
    static NodeFolder install() throws Exception {
        return NodeFolder.with(Path.of("target", "node-clients"), PACKAGES);
    }

    /** What the script of this name says, which is one object of JSON. */
    static JsonObject run(String script, String... arguments) throws Exception {
        NodeFolder folder = install();
        try (InputStream source = NodeClients.class.getResourceAsStream("/clients/" + script)) {
            Files.copy(Objects.requireNonNull(source), folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new JsonObject(folder.run(command));
    }
}
