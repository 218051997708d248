package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology with a real simulator process and, for {@code ./rapport}, a script that writes down what it was asked. */
class OwnTopologyIT {
    private static final SystemSetup ONE = new SystemSetup(1, 1, Map.of(), Duration.ZERO);
    private static final ProviderSetup PLAIN = new ProviderSetup(Map.of());

    private final StringWriter said = new StringWriter();

    @TempDir
    Path root;

    private Place place = new Place(Path.of(""), Path.of(""), Path.of(""), 1);
    private OwnTopology own = new OwnTopology(place, Map.of(), new PrintWriter(said));

    @BeforeEach
    void prepare() throws IOException {
        place = new Place(root, root.resolve("state"), root.resolve("reports"), freePort() - 50);
        own = new OwnTopology(place, Map.of("PATH", "/usr/bin:/bin"), new PrintWriter(said));
    }

    @AfterEach
    void takeDown() throws InterruptedException {
        own.takeDown();
    }

    /** The simulator's port is 50 above the topology's. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void script(String up) throws IOException {
        Files.writeString(root.resolve("rapport"), """
                #!/bin/sh
                echo "$1 $RAPPORT_INSTANCES" >>"%s/asked"
                case $1 in
                    up) %s ;;
                    audit) sed -n '/./=' "%s/asked" | sed 's/.*/{"record":"{\\\\"request\\\\":\\\\"&\\\\"}"}/' >"$3" ;;
                esac
                """.formatted(root, up, root));
        Files.setPosixFilePermissions(root.resolve("rapport"), PosixFilePermissions.fromString("rwx------"));
    }

    private String ready() throws IOException {
        Path status = Files.writeString(
                root.resolve("ready.json"), StatusTest.TWO_PARTS.replace("\"ready\": false", "\"ready\": true"));
        return """
                mkdir -p "$RAPPORT_STATE/run" "$RAPPORT_STATE/secrets" && cp "%s" "$RAPPORT_STATE/run/status.json" &&
                echo key >"$RAPPORT_STATE/secrets/application.key\"""".formatted(status);
    }

    private String asked() throws IOException {
        return Files.readString(root.resolve("asked")).replace("\n", ", ");
    }

    @Test
    void bringUp_sameSetUpAgain_goesOnRunning() throws Exception {
        script(ready());
        ServiceUnderTest first = own.bringUp(ONE, PLAIN);

        ServiceUnderTest second = own.bringUp(ONE, PLAIN);

        assertThat(second).isEqualTo(first);
        assertThat(first.key()).isEqualTo("key");
        assertThat(first.parts()).extracting(Part::name).containsExactly("chat-1", "nginx", "supervisor", "simulator");
        assertThat(ProcessHandle.of(first.parts().getLast().pid())).isPresent();
        assertThat(asked()).isEqualTo("down 4, up 1, audit 1, ");
    }

    @Test
    void bringUp_otherProvider_restartsOnlyTheSimulator() throws Exception {
        script(ready());
        long first = own.bringUp(ONE, PLAIN).parts().getLast().pid();

        long second = own.bringUp(ONE, new ProviderSetup(Map.of("rpm", "500")))
                .parts()
                .getLast()
                .pid();

        assertThat(second).isNotEqualTo(first);
        assertThat(ProcessHandle.of(first)).isEmpty();
        assertThat(Files.readString(place.simulatorLog())).contains("listening on ");
        assertThat(asked()).isEqualTo("down 4, up 1, audit 1, ");
    }

    @Test
    void bringUp_otherSystem_beginsWithEmptyStoresAndTheSameSimulator() throws Exception {
        script(ready());
        long simulator = own.bringUp(ONE, PLAIN).parts().getLast().pid();
        Path old =
                Files.createDirectories(place.state().resolve("redis-durable")).resolve("old");
        Files.writeString(old, "records");

        ServiceUnderTest second = own.bringUp(new SystemSetup(2, 1, Map.of(), Duration.ZERO), PLAIN);

        assertThat(old).doesNotExist();
        assertThat(second.parts().getLast().pid()).isEqualTo(simulator);
        assertThat(asked()).isEqualTo("down 4, up 1, audit 1, audit 1, down 4, up 2, audit 2, ");
    }

    @Test
    void recordsWritten_acrossTwoSystems_countsBothFromTheirStarts() throws Exception {
        script(ready());
        own.bringUp(ONE, PLAIN); // the script counts its calls: 3 at the start
        own.bringUp(new SystemSetup(2, 1, Map.of(), Duration.ZERO), PLAIN); // 4 at the end, then 7 at the start

        assertThat(own.recordsWritten().requests()).isEqualTo((4 - 3) + (8 - 7));
    }

    @Test
    void bringUp_upFails_showsWhatItSaidAndTakesDownWhatCameUp() throws Exception {
        script("echo 'chat-1 ended 3 times'; exit 1");

        assertThatThrownBy(() -> own.bringUp(ONE, PLAIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chat-1 ended 3 times")
                .hasMessageContaining(place.state().resolve("logs").toString());
        own.takeDown();

        assertThat(asked()).isEqualTo("down 4, up 1, down 4, ");
        assertThat(place.state().resolve("simulator.pid")).doesNotExist();
    }

    @Test
    void bringUp_simulatorRefusesItsOptions_showsItsLog() throws Exception {
        script(ready());

        assertThatThrownBy(() -> own.bringUp(ONE, new ProviderSetup(Map.of("no-such-option", "1"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The simulated provider ended with exit code")
                .hasMessageContaining("no-such-option");
    }
}
