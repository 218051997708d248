package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Path ROOT = Path.of("/checkout");

    @Test
    void of_nothingSet_hasTheDocumentedDefaults() {
        Settings settings = Settings.of(Map.of(), ROOT);

        assertThat(settings)
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8080,
                        Path.of("/checkout/.rapport"),
                        4,
                        4,
                        8181,
                        8281,
                        "320m",
                        "http://127.0.0.1:8080",
                        150,
                        Optional.empty()));
        assertThat(settings.portOfInstance(4)).isEqualTo(8184);
        assertThat(settings.volatileRedisPort()).isEqualTo(8282);
    }

    @Test
    void of_portGiven_movesTheOthersWithIt() {
        Settings settings = Settings.of(Map.of("RAPPORT_PORT", "9000"), ROOT);

        assertThat(settings.variableOfPort())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        9000, "RAPPORT_PORT",
                        9101, "RAPPORT_INSTANCE_PORT",
                        9102, "RAPPORT_INSTANCE_PORT",
                        9103, "RAPPORT_INSTANCE_PORT",
                        9104, "RAPPORT_INSTANCE_PORT",
                        9201, "RAPPORT_REDIS_PORT",
                        9202, "RAPPORT_REDIS_PORT"));
    }

    @ParameterizedTest
    @CsvSource({"/etc/gateway.yaml, /etc/gateway.yaml", "a/../gateway.yaml, gateway.yaml"})
    void of_gatewayFile_isAbsoluteAsSeenFromHere(String given, Path expected) {
        assertThat(Settings.of(Map.of("RAPPORT_GATEWAY_FILE", given), ROOT).gatewayFile())
                .contains(expected.toAbsolutePath());
    }

    @Test
    void of_relativeState_isInTheCheckout() {
        assertThat(Settings.of(Map.of("RAPPORT_STATE", "x/../y"), ROOT).state()).isEqualTo(Path.of("/checkout/y"));
    }

    @Test
    void localUrl_listensEverywhere_isLoopback() {
        Settings settings = Settings.of(Map.of("RAPPORT_HOST", "0.0.0.0"), ROOT);

        assertThat(settings.localUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.publicUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.listenAddress()).isEqualTo("0.0.0.0:8080");
    }

    @Test
    void listenAddress_ipv6_hasBrackets() {
        assertThat(Settings.of(Map.of("RAPPORT_HOST", "::1"), ROOT).listenAddress())
                .isEqualTo("[::1]:8080");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RAPPORT_PORT      | abc          | RAPPORT_PORT: abc (expected: 1..65535)
                    RAPPORT_PORT      | 0            | RAPPORT_PORT: 0 (expected: 1..65535)
                    RAPPORT_PORT      | 65536        | RAPPORT_PORT: 65536 (expected: 1..65535)
                    RAPPORT_PORT      | 65500        | RAPPORT_INSTANCE_PORT: 65601 (expected: 1..65532)
                    RAPPORT_INSTANCES | 65           | RAPPORT_INSTANCES: 65 (expected: 1..64)
                    RAPPORT_LOOPS     | 0            | RAPPORT_LOOPS: 0 (expected: 1..64)
                    RAPPORT_HEAP      | 63m          | RAPPORT_HEAP: 63m (expected: 64m..99999m or 1g..99g)
                    RAPPORT_HEAP      | lots         | RAPPORT_HEAP: lots (expected: 64m..99999m or 1g..99g)
                    RAPPORT_HOST      | a;b          | RAPPORT_HOST: a;b (expected: an address or a host name)
                    RAPPORT_URL       | ftp://a      | RAPPORT_URL: ftp://a (expected: such as https://chat.example.org, without a path)
                    RAPPORT_URL       | http://a/b   | RAPPORT_URL: http://a/b (expected: such as https://chat.example.org, without a path)
                    """)
    void of_unusableValue_isRefusedWithNameValueAndRange(String name, String value, String message) {
        assertThatThrownBy(() -> Settings.of(Map.of(name, value), ROOT)).hasMessage(message);
    }

    @Test
    void of_stateThatWouldEscapeFromAConfiguration_isRefused() {
        assertThatThrownBy(() -> Settings.of(Map.of("RAPPORT_STATE", "/a\";evil"), ROOT))
                .hasMessageStartingWith("RAPPORT_STATE: /a\";evil (expected: ");
    }

    @Test
    void of_portsThatOverlap_areRefused() {
        Map<String, String> overlapping = Map.of("RAPPORT_INSTANCE_PORT", "8080", "RAPPORT_INSTANCES", "1");

        assertThatThrownBy(() -> Settings.of(overlapping, ROOT))
                .hasMessage("RAPPORT_INSTANCE_PORT: 8080..8080 (expected: ports apart from RAPPORT_PORT 8080 and "
                        + "RAPPORT_REDIS_PORT 8281..8282)");
    }
}
