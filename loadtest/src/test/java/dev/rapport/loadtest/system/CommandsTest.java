package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.SystemSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said to other programs, and what they say. */
class CommandsTest {
    @Test
    void arguments_options_followThePortInOrderOfTheirNames() {
        assertThat(SimulatorProcess.arguments(11_130, Map.of("tpm", "9", "rpm", "500")))
                .containsExactly("--port", "11130", "--rpm=500", "--tpm=9");
    }

    @Test
    void arguments_whatIsNoOption_isRefusedByName() {
        assertThatThrownBy(() -> SimulatorProcess.arguments(1, Map.of("port", "2")))
                .hasMessageContaining("provider: port (expected: ");
        assertThatThrownBy(() -> SimulatorProcess.arguments(1, Map.of("--rpm", "2")))
                .hasMessageContaining("provider: --rpm (expected: ");
    }

    /** NGINX takes a request to a second instance when the first cannot take it; both write it down. */
    @Test
    void count_requestThatTwoInstancesHad_isOneRequest() throws IOException {
        String line = "{\"chain\":\"audit:1\",\"seq\":1,\"record\":\"{\\\"request\\\":\\\"%s\\\"}\"}%n";
        String exported = String.format(line, "a") + String.format(line, "b") + String.format(line, "a");

        AuditCount.Counts counts = AuditCount.count(new BufferedReader(new StringReader(exported)));

        assertThat(counts.records()).isEqualTo(3);
        assertThat(counts.requests()).isEqualTo(2);
        assertThat(counts.ids()).containsExactlyInAnyOrder("a", "b");
        AuditCount.Counts later =
                counts.plus(new AuditCount.Counts(1, Set.of("c"))).minus(counts);
        assertThat(later).isEqualTo(new AuditCount.Counts(1, Set.of("c")));
    }

    @Test
    void isSimulator_othersAndOtherPorts_areNot() {
        assertThat(LeftOver.isSimulator(
                        "/bin/java -cp x dev.rapport.loadtest.Main simulator --port 11130 --rpm=1", 11_130))
                .isTrue();
        assertThat(LeftOver.isSimulator("/bin/java dev.rapport.loadtest.Main simulator --port 11130", 1113))
                .isFalse();
        assertThat(LeftOver.isSimulator("/usr/bin/vi simulator --port 11130", 11_130))
                .isFalse();
    }

    @Test
    void sameSystem_otherForcedCollections_areNoReasonToStartAnew() {
        SystemSetup running = new SystemSetup(4, 4, Map.of("RAPPORT_HEAP", "1g"), Duration.ZERO);

        assertThat(OwnTopology.sameSystem(
                        new SystemSetup(4, 4, Map.of("RAPPORT_HEAP", "1g"), Duration.ofMinutes(1)), running))
                .isTrue();
        assertThat(OwnTopology.sameSystem(new SystemSetup(4, 4, Map.of(), Duration.ZERO), running))
                .isFalse();
        assertThat(OwnTopology.sameSystem(new SystemSetup(2, 4, Map.of("RAPPORT_HEAP", "1g"), Duration.ZERO), running))
                .isFalse();
        assertThat(OwnTopology.sameSystem(running, null)).isFalse();
    }

    @Test
    void run_commandThatFails_hasItsStatusAndTheEndOfWhatItSaid() throws Exception {
        Shell.Result result = Shell.run(
                List.of("/bin/sh", "-c", "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i + 1)); done; exit 3"),
                Map.of(),
                Duration.ofSeconds(20));

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.tail().lines())
                .hasSize(2 + Shell.TAIL_LINES)
                .startsWith("line 0", "...", "line 10")
                .endsWith("line 29");
    }

    @Test
    void run_commandThatDoesNotEnd_isKilledAndSaysWhatItHadSaid() {
        assertThatThrownBy(() -> Shell.run(
                        List.of("/bin/sh", "-c", "echo waiting; exec sleep 60"), Map.of(), Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end within 1 s")
                .hasMessageContaining("waiting");
    }
}
