package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
    @Test
    void check_logTooLarge_isKeptOnceAndEmptied(@TempDir Path logs) throws Exception {
        Files.writeString(logs.resolve("large.log"), "12345");
        Files.writeString(logs.resolve("large.log.1"), "the one before");
        Files.writeString(logs.resolve("small.log"), "1234");

        new LogRotation(logs, 4).check();

        assertThat(logs.resolve("large.log")).isEmptyFile();
        assertThat(logs.resolve("large.log.1")).hasContent("12345");
        assertThat(logs.resolve("small.log")).hasContent("1234");
        assertThat(logs.resolve("small.log.1")).doesNotExist();
    }
}
