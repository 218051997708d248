package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpCacheTest {
    private static final Instant BUILT = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    private Path root;

    @Test
    void flags_cacheOfThisBuild_isUsed_andAnOlderOneIsNot() throws IOException {
        Path target = Files.createDirectories(root.resolve("chat-service/target"));
        file(target.resolve("chat-service.jar"), BUILT);
        StartUpCache cache = new StartUpCache(root);
        assertThat(cache.flags(Map.of())).isEmpty();

        file(target.resolve("chat.aot"), BUILT.plusSeconds(60));
        assertThat(cache.flags(Map.of())).containsExactly("-XX:AOTCache=" + target.resolve("chat.aot"));

        file(target.resolve("chat.aot"), BUILT.minusSeconds(1));
        assertThat(cache.flags(Map.of())).isEmpty();
    }

    @Test
    void flags_ofTheEnvironment_comeFirst() {
        assertThat(new StartUpCache(root).flags(Map.of(StartUpCache.FLAGS, " -Xint  -Xms1m ")))
                .containsExactly("-Xint", "-Xms1m");
    }

    private static void file(Path path, Instant modified) throws IOException {
        Files.write(path, new byte[0]);
        Files.setLastModifiedTime(path, FileTime.from(modified));
    }
}
