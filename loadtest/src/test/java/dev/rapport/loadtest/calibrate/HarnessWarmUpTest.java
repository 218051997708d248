package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HarnessWarmUpTest {
    @Test
    void run_sendsChats_andLeavesNoFolderBehind() throws IOException, InterruptedException {
        List<Path> before = folders();

        assertThat(HarnessWarmUp.run(Duration.ofSeconds(1))).isGreaterThan(100);

        assertThat(folders()).isEqualTo(before);
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("rapport-warm-up"))
                    .sorted()
                    .toList();
        }
    }
}
