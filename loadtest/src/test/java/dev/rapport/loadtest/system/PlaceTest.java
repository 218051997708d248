package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private static final Path ROOT = Path.of("/checkout");

    @Test
    void of_emptyEnvironment_isBesideTheDefaults() {
        Place place = Place.of(ROOT, Map.of());

        assertThat(place.state()).isEqualTo(Path.of("/checkout/.rapport/load"));
        assertThat(place.reports()).isEqualTo(Path.of("/checkout/.rapport/load-reports"));
        assertThat(place.target()).isEqualTo(URI.create("http://127.0.0.1:11080"));
        assertThat(place.simulator()).isEqualTo(URI.create("http://127.0.0.1:11130"));
    }

    @Test
    void of_stateAndPortOfTheEnvironment_isBesideThose() {
        Place place = Place.of(ROOT, Map.of("RAPPORT_STATE", "other", "RAPPORT_PORT", "18080"));

        assertThat(place.state()).isEqualTo(Path.of("/checkout/other/load"));
        assertThat(place.port()).isEqualTo(21_080);
    }

    @Test
    void of_unusablePort_namesItAndWhatWasExpected() {
        assertThatThrownBy(() -> Place.of(ROOT, Map.of("RAPPORT_PORT", "64000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RAPPORT_PORT: 64000 (expected: 1..62235");
        assertThatThrownBy(() -> Place.of(ROOT, Map.of("RAPPORT_PORT", "http")))
                .hasMessageContaining("RAPPORT_PORT: http");
    }
}
