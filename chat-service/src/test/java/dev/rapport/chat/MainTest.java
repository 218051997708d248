package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told something wrong ends at once with status 2, and its last words say what. */
@Timeout(60)
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void main_gatewayFileWithAnUnknownKey_endsWithStatus2AndNamesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "providres: {}\n");
        Ended ended = run(Map.of("RAPPORT_GATEWAY_FILE", file.toString()));
        assertThat(ended.output()).contains("cannot start: ").contains("providres");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void main_gatewayFileThatIsNotThere_endsWithStatus2AndNamesIt() throws Exception {
        Path file = folder.resolve("none.yaml");
        Ended ended = run(Map.of("RAPPORT_GATEWAY_FILE", file.toString()));
        assertThat(ended.output()).contains("cannot start: ").contains(file.toString());
        assertThat(ended.status()).isEqualTo(2);
    }

    private Ended run(Map<String, String> environment) throws IOException, InterruptedException {
        Path config = Files.writeString(
                folder.resolve("chat.properties"),
                "redis.durable=redis://a\nredis.volatile=redis://b\nsecrets.folder=/s\n");
        ProcessBuilder java = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config",
                config.toString(),
                "--instance",
                "1",
                "--port",
                "1"));
        java.environment().putAll(environment);
        Path output = folder.resolve("output");
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Ended(int status, String output) {}
}
