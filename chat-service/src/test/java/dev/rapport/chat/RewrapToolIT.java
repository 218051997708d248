package dev.rapport.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Lesson;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vault;
import dev.rapport.memory.Vectors;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RewrapToolIT {
    private static final String A = "ab".repeat(32);
    private static final String B = "cd".repeat(32);

    @TempDir
    Path folder;

    private record Run(int exitCode, String output) {}

    private Run rewrap(Map<String, String> environment) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> arguments =
                List.of("--config", folder.resolve("chat.properties").toString());
        try (PrintStream stream = new PrintStream(output, true, UTF_8)) {
            return new Run(RewrapTool.run(arguments, environment, stream, stream), output.toString(UTF_8));
        }
    }

    private static String shown(String key) {
        return Vault.show(new AesVault(MasterKey.parse(key, "test"), true).fingerprints());
    }

    /** With no more rights in Redis than the service has. */
    @Test
    void rewrap_theSwappedFile_wrapsAnew_andEverythingElseIsRefusedWithAReason() throws Exception {
        try (RedisProcess redis = AccessLists.start(folder, "durable")) {
            Path secrets = Files.createDirectories(folder.resolve("secrets"));
            Path file = secrets.resolve(MasterKey.FILE);
            Files.writeString(
                    folder.resolve("chat.properties"),
                    "redis.durable=" + redis.uri("chat") + "\nredis.volatile=" + redis.uri("chat") + "\nsecrets.folder="
                            + secrets + "\n");
            Vault before = new AesVault(MasterKey.parse(A, "test"), true);
            try (RedisMemoryLog log = RedisMemoryLog.connect(redis.uri("chat"), before)) {
                QuantizedVector vector = QuantizedVector.of(Vectors.random(new Random(9)));
                NewMemory memory = new NewMemory("I live in Turin.", vector, "m");
                log.learn(Owner.authenticated("mia"), new Lesson(memory, List.of(), "t", Instant.ofEpochSecond(1)))
                        .toCompletableFuture()
                        .join();
            }

            assertThat(rewrap(Map.of()))
                    .isEqualTo(
                            new Run(2, "rewrap: " + file + ": no such file (expected: 64 hexadecimal digits in it)\n"));
            assertThat(file).doesNotExist();
            assertThat(rewrap(Map.of("RAPPORT_ENCRYPTION_MASTER_KEY", B)))
                    .isEqualTo(new Run(
                            2,
                            "rewrap: master key: not the one that the texts in the durable Redis are sealed with: "
                                    + shown(B) + " (expected: also " + shown(A) + ", from a backup of the secrets)\n"));

            Files.writeString(file, B + "\n" + A + "\n");
            assertThat(rewrap(Map.of()))
                    .isEqualTo(new Run(
                            0,
                            "rewrap: 1 keys, 1 wrapped anew; master key " + shown(B)
                                    + " wraps\nrewrap: done; needed no more: " + shown(A) + "\n"));
            assertThat(rewrap(Map.of("RAPPORT_ENCRYPTION_MASTER_KEY", B)).output())
                    .contains("1 keys, 0 wrapped anew", "done; needed no more: none");
            assertThat(rewrap(Map.of("RAPPORT_ENCRYPTION_MASTER_KEY", A)).exitCode())
                    .isEqualTo(2);
        }
    }
}
