package dev.rapport.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.embed.Embedders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceConfigTest {
    private static final String LEAST = "redis.durable=redis://a\nredis.volatile=redis://b\nsecrets.folder=/s\n";

    @TempDir
    private Path folder;

    @Test
    void load_leastThatIsNeeded_restIsDefault() throws IOException {
        ServiceConfig config = load(LEAST, Map.of());
        assertThat(config.loops()).isEqualTo(4);
        assertThat(config.auth().algorithm()).isEqualTo("RS256");
        assertThat(config.recall()).isEqualTo(ServiceConfig.RecallConfig.DEFAULT); // what the evaluation measures
    }

    @Test
    void load_environment_winsOverTheFile() throws IOException {
        assertThat(load(LEAST + "recall.top-k=5\n", Map.of("RAPPORT_RECALL_TOP_K", "7"))
                        .recall()
                        .topK())
                .isEqualTo(7);
    }

    @Test
    void load_gatewayShare_isTheLoopsOfThisInstanceUnlessItIsSet() throws IOException {
        assertThat(load(LEAST + "loops=3\n", Map.of()).gatewayShare()).isEqualTo(3);
        assertThat(load(LEAST + "loops=3\ngateway.share=12\n", Map.of()).gatewayShare())
                .isEqualTo(12);
        assertThatThrownBy(() -> load(LEAST + "gateway.share=4097\n", Map.of()))
                .hasMessage("gateway.share: 4097 (expected: 1..4096)");
    }

    @Test
    void load_detachedZero_isAllowed() throws IOException {
        assertThat(load(LEAST, Map.of("RAPPORT_TURN_DETACHED_MS", "0")).turn().detached())
                .isZero();
        assertThatThrownBy(() -> load(LEAST, Map.of("RAPPORT_TURN_DETACHED_MS", "-1")))
                .hasMessage("turn.detached-ms: -1 (expected: 0..600000)");
    }

    @Test
    void load_placesOfALoop_areNoSettingsAnyMore() {
        assertThatThrownBy(() -> load(LEAST + "turn.in-flight-max=5\n", Map.of()))
                .hasMessageStartingWith("turn.in-flight-max: unknown setting");
    }

    @Test
    void load_wrongValue_isNamedWithItsRange() {
        assertThatThrownBy(() -> load(LEAST + "loops=0\n", Map.of())).hasMessage("loops: 0 (expected: 1..64)");
        assertThatThrownBy(() -> load(LEAST + "loops=many\n", Map.of())).hasMessage("loops: many (expected: 1..64)");
        assertThatThrownBy(() -> load(LEAST + "auth.algorithm=none\n", Map.of()))
                .hasMessage("auth.algorithm: none (expected: RS256, ES256 or HS256)");
    }

    @Test
    void load_embedder_isChosenByName() throws Exception {
        assertThat(load(LEAST, Map.of()).recall().embedder()).isEqualTo(Embedders.Choice.MINILM);
        assertThat(load(LEAST + "recall.embedder=bge-small\n", Map.of())
                        .recall()
                        .embedder())
                .isEqualTo(Embedders.Choice.BGE_SMALL);
        assertThat(load(LEAST, Map.of("RAPPORT_RECALL_EMBEDDER", "static"))
                        .recall()
                        .embedder())
                .isEqualTo(Embedders.Choice.STATIC);
        assertThatThrownBy(() -> load(LEAST + "recall.embedder=gpt\n", Map.of()))
                .hasMessage("recall.embedder: gpt (expected: one of [minilm, bge-small, static])");
    }

    @Test
    void load_unknownKey_isRefused() {
        assertThatThrownBy(() -> load(LEAST + "recall.topk=5\n", Map.of()))
                .hasMessageStartingWith("recall.topk: unknown setting (expected: one of [");
    }

    @Test
    void load_missingKey_saysWhereToPutIt() {
        assertThatThrownBy(() -> load("redis.durable=x\n", Map.of()))
                .hasMessage("redis.volatile: missing (expected: a value in the file or in RAPPORT_REDIS_VOLATILE)");
    }

    private ServiceConfig load(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("chat.properties"), text);
        return ServiceConfig.load(file, "1", 8080, environment);
    }
}
