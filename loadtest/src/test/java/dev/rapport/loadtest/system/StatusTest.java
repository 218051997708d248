package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    static final String TWO_PARTS = """
            {"supervisor": 41, "since": "2026-01-02T03:04:05Z", "url": "https://chat.example.org",
             "local_url": "http://127.0.0.1:11080", "instances": 1, "loops": 4, "parts": [
              {"name": "chat-1", "kind": "INSTANCE", "pid": 43, "port": 11181, "since": "2026-01-02T03:04:06Z",
               "restarts": 2, "ready": true},
              {"name": "nginx", "kind": "NGINX", "pid": 44, "port": 11080, "since": "2026-01-02T03:04:07Z",
               "restarts": 0, "ready": false}]}
            """;

    @TempDir
    Path folder;

    @Test
    void parse_whatTheSupervisorWrites_hasPartsAndWhetherAllAreReady() throws IOException {
        Status status = Status.parse(TWO_PARTS).orElseThrow();

        assertThat(status.url()).isEqualTo(URI.create("http://127.0.0.1:11080"));
        assertThat(status.parts().getFirst())
                .isEqualTo(new Status.PartStatus("chat-1", "instance", 43, 11_181, 2, true));
        assertThat(status.isReady()).isFalse();
    }

    @Test
    void watched_instanceAndNginx_onlyTheInstanceHasMetricsAndTheSupervisorIsThere() throws IOException {
        assertThat(Status.parse(TWO_PARTS).orElseThrow().watched())
                .containsExactly(
                        new Part("chat-1", "instance", 43, URI.create("http://127.0.0.1:11181/metrics")),
                        new Part("nginx", "nginx", 44, null),
                        new Part("supervisor", "supervisor", 41, null));
    }

    @Test
    void read_noFileOrAnothersFile_isEmpty() throws IOException {
        assertThat(Status.read(folder.resolve("status.json"))).isEmpty();
        assertThat(Status.parse("{\"parts\": []}")).isEmpty();
    }
}
