package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.record.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessRoomTest {
    @TempDir
    private Path proc = Path.of("");

    private final List<Gauge> gauges = new ArrayList<>();

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void limits_andWhatWaits_areSaid() throws IOException {
        write("self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             15000                15000                processes
                Max open files            1024                 4096                 files
                """);
        write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("net/sockstat", "sockets: used 286\nTCP: inuse 84 orphan 0 tw 78 alloc 233 mem 0\nUDP: inuse 0 mem 0\n");
        HarnessRoom room = new HarnessRoom(proc, System.nanoTime(), gauges::add);
        room.limits();
        room.look();
        room.look(); // not again in the same second

        assertThat(gauges).extracting(Gauge::source).containsOnly("harness");
        assertThat(gauges)
                .extracting(Gauge::name, Gauge::value)
                .containsExactly(
                        tuple(HarnessGauges.EVENT_LOOPS, 1.0),
                        tuple(HarnessGauges.FILES_MAX, 1024.0),
                        tuple(HarnessGauges.PORTS_MAX, 28_232.0),
                        tuple(HarnessGauges.PORTS_WAITING, 78.0));
    }

    @Test
    void systemWithoutProc_saysNothingOfItsLimits() {
        HarnessRoom room = new HarnessRoom(proc.resolve("none"), System.nanoTime(), gauges::add);
        room.limits();
        room.look();
        assertThat(gauges).extracting(Gauge::name).containsExactly(HarnessGauges.EVENT_LOOPS);
    }

    @Test
    void unlimitedFiles_areNoNumber() {
        assertThat(HarnessRoom.files("Max open files            unlimited            unlimited            files"))
                .isEmpty();
        assertThat(HarnessRoom.ports("")).isEmpty();
    }
}
