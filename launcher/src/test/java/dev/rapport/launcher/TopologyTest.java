package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void instance_gatewayFileRelative_isToldWhereItIs() {
        assertThat(instance(Map.of("RAPPORT_GATEWAY_FILE", "gateway.yaml")).environment())
                .isEqualTo(Map.of(
                        "RAPPORT_GATEWAY_FILE",
                        Path.of("gateway.yaml").toAbsolutePath().toString()));
    }

    @Test
    void instance_noGatewayFile_hasTheLaunchersEnvironmentAlone() {
        assertThat(instance(Map.of()).environment()).isEmpty();
    }

    private static Part instance(Map<String, String> environment) {
        return new Topology(
                        Settings.of(environment, Path.of("/checkout")),
                        new StateFolder(Path.of("/state")),
                        new Secrets("key", "chat-password", "operator-password"),
                        new Programs(List.of()),
                        new InstanceProgram("lib", List.of(), "Main"))
                .instance(1);
    }
}
