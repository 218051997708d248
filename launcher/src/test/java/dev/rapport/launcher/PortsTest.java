package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void isFree_someoneListens_false() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            assertThat(Ports.isFree("127.0.0.1", port)).isFalse();
        }
        assertThat(Ports.isFree("127.0.0.1", port)).isTrue();
    }

    @Test
    void requireFree_someoneListens_namesTheVariable() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Settings settings = Settings.of(
                    Map.of(
                            "RAPPORT_PORT", "1",
                            "RAPPORT_HOST", "127.0.0.1",
                            "RAPPORT_INSTANCES", "1",
                            "RAPPORT_INSTANCE_PORT", Integer.toString(port)),
                    Path.of("/checkout"));

            assertThatThrownBy(() -> Ports.requireFree(settings, port))
                    .hasMessageStartingWith("RAPPORT_INSTANCE_PORT: " + port + " (expected: a free port, but another "
                            + "program listens on " + port + "; try RAPPORT_INSTANCE_PORT=");
        }
    }
}
