package dev.rapport.llm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigsTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("gateway.yaml"), """
                providers: {own: {protocol: openai, keys: [{name: a, key-env: KEY}]}}
                models:
                  default: {targets: [{provider: own, model: m}]}
                  fast: {targets: [{provider: own, model: f}], cache: on}
                """);
    }

    @Test
    void load_fileNamed_isTheFile() throws IOException {
        GatewayConfig config = GatewayConfigs.load(
                Map.of("RAPPORT_GATEWAY_FILE", file.toString(), "KEY", "k", "OPENAI_API_KEY", "other"));

        assertThat(config).isEqualTo(GatewayFile.read(file, Map.of("KEY", "k")));
    }

    @ParameterizedTest
    @CsvSource({"''", "' '"})
    void load_fileBlank_isTheEnvironment(String blank) throws IOException {
        Map<String, String> environment = Map.of("RAPPORT_GATEWAY_FILE", blank, "OPENAI_API_KEY", "k");

        assertThat(GatewayConfigs.load(environment)).isEqualTo(FromEnvironment.read(environment));
    }

    @Test
    void load_localChosen_leavesNoTarget() throws IOException {
        GatewayConfig config = GatewayConfigs.load(
                Map.of("RAPPORT_GATEWAY_FILE", file.toString(), "KEY", "k", "RAPPORT_PROVIDER", "Local"));

        assertThat(config.models().values())
                .allSatisfy(alias -> assertThat(alias.targets()).isEmpty())
                .extracting(AliasConfig::name)
                .containsExactlyInAnyOrder("default", "fast");
        assertThat(config.models())
                .hasEntrySatisfying("fast", alias -> assertThat(alias.cache()).isEqualTo(AliasConfig.CacheMode.ON));
        assertThat(config.providers()).containsOnlyKeys("own");
    }

    @ParameterizedTest
    @CsvSource({"RAPPORT_MODEL, m, unset", "RAPPORT_ATTEMPTS, 2, unset", "RAPPORT_PROVIDER, openai, local or unset"})
    void load_saidInTwoPlaces_namesBoth(String name, String value, String expected) {
        assertThatThrownBy(() ->
                        GatewayConfigs.load(Map.of("RAPPORT_GATEWAY_FILE", file.toString(), "KEY", "k", name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + ": " + value + " (expected: " + expected + ", since RAPPORT_GATEWAY_FILE is " + file
                        + ")");
    }

    @Test
    void load_noSuchFile_namesTheVariable() {
        assertThatThrownBy(() -> GatewayConfigs.load(Map.of("RAPPORT_GATEWAY_FILE", "/nowhere/gateway.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAPPORT_GATEWAY_FILE: /nowhere/gateway.yaml (expected: a file that can be read)");
    }
}
