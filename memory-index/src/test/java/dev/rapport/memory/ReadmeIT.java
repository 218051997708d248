package dev.rapport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program is the one that is run here, and it prints what the README says. */
class ReadmeIT {
    @Test
    void example_run_printsWhatTheReadmeSays(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (RedisProcess redis = RedisProcess.start(folder);
                RedisMemoryLog first = RedisMemoryLog.connect(redis.uri())) {
            awaitWarm(first);
            PrintStream before = System.out;
            System.setOut(new PrintStream(printed, true, UTF_8));
            try {
                Example.main(new String[] {redis.uri()});
            } finally {
                System.setOut(before);
            }
        }
        String output = printed.toString(UTF_8);
        assertThat(output.lines().findFirst()).get().asString().endsWith("My sister lives in Lisbon.");
        assertThat(output).doesNotContain("Porto");
        assertThat(Files.readString(Path.of("README.md"))).contains("```\n" + output + "```");
    }

    @Test
    void example_inTheReadme_isThatProgram() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/rapport/memory/Example.java"));
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + source + "```");
    }

    /** On a busy machine the first use of a connection takes longer than the deadline: classes are loaded. */
    private static void awaitWarm(RedisMemoryLog log) {
        Owner nobody = Owner.authenticated("nobody");
        Lesson nothing = new Lesson(null, List.of(), "turn-0", Instant.EPOCH);
        for (int tries = 0; tries < 20; tries++) {
            if (log.learn(nobody, nothing)
                    .toCompletableFuture()
                    .handle((_, failure) -> failure == null)
                    .join()) {
                return;
            }
        }
    }
}
