package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Status status() {
        return new Status(
                100,
                NOW.minus(Duration.ofDays(3).plusHours(5)),
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080",
                1,
                4,
                List.of(
                        new PartStatus("chat-1", Part.Kind.INSTANCE, 42, 8181, NOW.minusSeconds(61), 2, true),
                        new PartStatus("nginx", Part.Kind.NGINX, 0, 8080, NOW.minusSeconds(7), 0, false)));
    }

    @Test
    void render_aPartDown_showsItAndAlignsTheColumns() {
        assertThat(StatusTable.render(status(), NOW, _ -> "4")).isEqualTo("""
                        NAME        WHAT                    PORT  PID  UP SINCE  RESTARTS  READY  LOOPS
                        supervisor  keeps the rest running  -     100  3d 5h     -         yes    -
                        chat-1      chat instance           8181  42   1m 1s     2         yes    4
                        nginx       NGINX                   8080  -    down 7s   0         NO     -
                        """);
    }

    @Test
    void ago_clockSetBack_isZero() {
        assertThat(StatusTable.ago(NOW.plusSeconds(5), NOW)).isEqualTo("0s");
    }

    @Test
    void write_thenRead_isTheSame(@TempDir Path folder) {
        Path file = folder.resolve("status.json");
        status().write(file);

        assertThat(Status.read(file)).contains(status());
        assertThat(status().isReady()).isFalse();
    }

    @Test
    void read_noFileOrGarbage_isEmpty(@TempDir Path folder) {
        Path file = folder.resolve("status.json");
        assertThat(Status.read(file)).isEmpty();

        StateFolder.write(file, "[1, 2");
        assertThat(Status.read(file)).isEmpty();
    }
}
