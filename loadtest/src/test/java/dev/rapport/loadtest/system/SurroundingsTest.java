package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.SystemSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {
    private static final Place PLACE = new Place(Path.of("/c"), Path.of("/c/s"), Path.of("/c/r"), 11_080);

    private static SystemSetup settings(Map<String, String> settings) {
        return new SystemSetup(2, 3, settings, Duration.ZERO);
    }

    @Test
    void of_callersKeysAndPlaces_areNotPassedOn() {
        Map<String, String> caller = Map.of(
                "PATH", "/bin",
                "OPENAI_API_KEY", "sk-real",
                "ANTHROPIC_API_KEY", "real",
                "RAPPORT_PROVIDER", "anthropic",
                "RAPPORT_INSTANCE_PORT", "8181",
                "RAPPORT_STATE", "/people");

        Map<String, String> environment = Surroundings.of(caller, PLACE, settings(Map.of()));

        assertThat(environment)
                .containsEntry("PATH", "/bin")
                .containsEntry("OPENAI_API_KEY", "simulated")
                .containsEntry("OPENAI_BASE_URL", "http://127.0.0.1:11130/v1")
                .containsEntry("RAPPORT_MODEL", "sim")
                .containsEntry("RAPPORT_STATE", "/c/s")
                .containsEntry("RAPPORT_PORT", "11080")
                .containsEntry("RAPPORT_INSTANCES", "2")
                .containsEntry("RAPPORT_LOOPS", "3")
                .doesNotContainKeys("ANTHROPIC_API_KEY", "RAPPORT_PROVIDER", "RAPPORT_INSTANCE_PORT");
    }

    @Test
    void of_settingsOfTheProfile_comeBeforeTheCallers() {
        Map<String, String> environment =
                Surroundings.of(Map.of("RAPPORT_HEAP", "1g"), PLACE, settings(Map.of("RAPPORT_HEAP", "200m")));

        assertThat(environment).containsEntry("RAPPORT_HEAP", "200m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "OPENAI_API_KEY", "RAPPORT_STATE", "RAPPORT_INSTANCES"})
    void of_settingThatIsNotTheProfiles_isRefusedByName(String name) {
        assertThatThrownBy(() -> Surroundings.of(Map.of(), PLACE, settings(Map.of(name, "x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settings: " + name + " (expected: ");
    }
}
