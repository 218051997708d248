package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @Test
    void advice_moreLoopsThanCores_namesWhatFits() {
        assertThat(new Machine(4, 8192, 1024).advice(4, 4))
                .hasValueSatisfying(advice -> assertThat(advice).contains("RAPPORT_INSTANCES=2 RAPPORT_LOOPS=2"));
    }

    @Test
    void advice_whatWasAdvisedOrFits_isNone() {
        assertThat(new Machine(1, 8192, 1024).advice(2, 1)).isEmpty();
        assertThat(new Machine(16, 8192, 1024).advice(4, 4)).isEmpty();
    }

    @Test
    void openFiles_readsTheHardLimit(@TempDir Path folder) {
        Path limits = folder.resolve("limits");
        StateFolder.write(limits, "Limit  Soft  Hard\nMax open files            1024                 20000    files\n");

        assertThat(Machine.openFiles(limits)).isEqualTo(20_000);
        assertThat(Machine.openFiles(folder.resolve("none"))).isEqualTo(4096);
    }

    @Test
    void nginxConnections_staysBelowTheOpenFiles() {
        assertThat(new Machine(2, 8192, 4096).nginxConnections()).isEqualTo(4032);
        assertThat(new Machine(2, 8192, 1_000_000).nginxConnections()).isEqualTo(16_384);
    }
}
