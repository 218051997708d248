package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTextTest {
    /** A process whose name has a blank and a bracket: 250 + 50 ticks, 7 threads. */
    private static final String STAT =
            "4711 (nginx: w) x) S 1 4711 4711 0 -1 4194304 101 0 0 0 250 50 9 9 20 0 7 0 122732"
                    + " 3133440 358 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    private static final String STATUS = "Name:\tnginx\nVmHWM:\t    9000 kB\nVmRSS:\t    8000 kB\nThreads:\t7\n";

    @TempDir
    Path proc;

    @Test
    void stat_nameWithBlanksAndBrackets_isSkipped() {
        assertThat(ProcText.cpuSeconds(STAT)).isEqualTo(3.0);
        assertThat(ProcText.threads(STAT)).isEqualTo(7);
    }

    @Test
    void rssBytes_status_isInBytes() {
        assertThat(ProcText.rssBytes(STATUS)).isEqualTo(8_192_000);
        assertThat(ProcText.rssBytes("Name:\tgone\nState:\tZ (zombie)\n")).isZero();
    }

    @Test
    void stolenSeconds_firstLine_isItsEighthNumber() {
        assertThat(ProcText.stolenSeconds("cpu  50981 0 6742 185118 1181 0 143 472 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n"))
                .isEqualTo(4.72);
    }

    @Test
    void children_someOrNone_areTheirIds() {
        assertThat(ProcText.children("12 345 \n")).containsExactly(12L, 345L);
        assertThat(ProcText.children("")).isEmpty();
    }

    @Test
    void stat_ofAnotherForm_isRefusedWithWhatItIs() {
        assertThatThrownBy(() -> ProcText.cpuSeconds("4711 (x) S 1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/proc: 4711 (x) S 1 (expected: a number at place 11)");
        assertThatThrownBy(() -> ProcText.stolenSeconds("")).hasMessageContaining("place 8");
    }

    @Test
    void useWithChildren_masterAndTwoWorkers_isTheSum() throws IOException {
        process(10, "11 12");
        process(11, "");
        process(12, "");

        assertThat(new Proc(proc).useWithChildren(10)).hasValue(new Proc.Use(9.0, 3 * 8_192_000, 21, 6));
        assertThat(new Proc(proc).use(11)).hasValue(new Proc.Use(3.0, 8_192_000, 7, 2));
        assertThat(new Proc(proc).use(13)).isEmpty();
    }

    private void process(long pid, String children) throws IOException {
        Path folder = proc.resolve(Long.toString(pid));
        Path task = Files.createDirectories(folder.resolve("task").resolve(Long.toString(pid)));
        Files.writeString(task.resolve("children"), children);
        Files.writeString(folder.resolve("stat"), STAT);
        Files.writeString(folder.resolve("status"), STATUS);
        Path files = Files.createDirectories(folder.resolve("fd"));
        Files.writeString(files.resolve("0"), "");
        Files.writeString(files.resolve("1"), "");
    }
}
