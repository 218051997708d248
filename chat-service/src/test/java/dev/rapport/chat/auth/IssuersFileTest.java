package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.rapport.memory.Owner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersFileTest {
    private static final Path EXAMPLE = Path.of("..", "deploy", "issuers.example.json");
    private static final String LEAST = "{\"name\":\"acme\",\"issuer\":\"https://a.example\",\"audience\":\"rapport\"}";

    @TempDir
    private Path folder;

    @Test
    void read_example_hasBothWithTheirDefaults() throws IOException {
        List<Issuer> issuers = IssuersFile.read(EXAMPLE);

        assertThat(issuers)
                .containsExactly(
                        new Issuer(
                                "acme",
                                "https://login.example.com/realms/acme",
                                "rapport",
                                Optional.empty(),
                                List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                                "sub",
                                "rapport_plan"),
                        new Issuer(
                                "partner",
                                "https://id.example.org/",
                                "https://chat.example.com",
                                Optional.of(URI.create("https://id.example.org/oauth/keys.json")),
                                List.of(JWSAlgorithm.RS256),
                                "email",
                                ""));
        assertThat(issuers)
                .extracting(issuer -> issuer.discovery().toString())
                .containsExactly(
                        "https://login.example.com/realms/acme/.well-known/openid-configuration",
                        "https://id.example.org/.well-known/openid-configuration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"name\":\"acme\"`|`\"name\":\"Acme\"`|issuers[0].name: Acme",
                "`\"name\":\"acme\"`|`\"name\":7`|issuers[0].name: NUMBER",
                "`\"name\":\"acme\"`|`\"nam\":\"acme\"`|issuers[0].nam: unknown",
                "`https://a.example`|`http://a.example`|issuers[0].issuer: http://a.example",
                "`https://a.example`|`https://user@a.example`|issuers[0].issuer: https://user@a.example",
                "`https://a.example`|`file:///keys`|issuers[0].issuer: file:///keys",
                "`\"rapport\"`|`\"\"`|issuers[0].audience: empty",
                "`\"rapport\"`|`\"rapport\",\"jwks\":\"ftp://a.example\"`|issuers[0].jwks: ftp://a.example",
                "`\"rapport\"`|`\"rapport\",\"algorithms\":[\"HS256\"]`|issuers[0].algorithms: [HS256]",
                "`\"rapport\"`|`\"rapport\",\"algorithms\":[\"none\"]`|issuers[0].algorithms: [none]",
                "`\"rapport\"`|`\"rapport\",\"algorithms\":[]`|issuers[0].algorithms: []",
                "`\"rapport\"`|`\"rapport\",\"audience\":\"b\"`|expected: one JSON object"
            })
    void read_wrongEntry_isNamed(String part, String wrong, String message) throws IOException {
        Path file = file("{\"issuers\":[" + LEAST + "]}");
        assertThat(IssuersFile.read(file)).hasSize(1);
        assertThatThrownBy(() -> IssuersFile.read(file("{\"issuers\":[" + LEAST.replace(part, wrong) + "]}")))
                .hasMessageContaining(message)
                .hasMessageContaining("expected: ");
    }

    @Test
    void read_twoOfOneName_orNone_isRefused() {
        for (String wrong : List.of(
                "{\"issuers\":[" + LEAST + "," + LEAST.replace("a.example", "b.example") + "]}",
                "{\"issuers\":[" + LEAST + "," + LEAST.replace("acme", "b") + "]}",
                "{\"issuers\":[]}",
                "{\"issuers\":[" + LEAST + "],\"more\":1}",
                "{}")) {
            assertThatThrownBy(() -> IssuersFile.read(file(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void user_noTwoOfAnyIssuers_haveOneName() {
        Issuer acme = named("acme");
        String hashed = acme.user("a|b");
        assertThat(Owner.isSubject(hashed)).isTrue();
        // whoever could choose what an issuer calls them could not be somebody else by that
        assertThat(acme.user(hashed.substring("acme+".length()))).isNotEqualTo(hashed);
        assertThat(named("sixteenletters16").user("+".repeat(255))).hasSizeLessThanOrEqualTo(Owner.SUBJECT_LENGTH_MAX);
        assertThat(named("a").user("b+c")).isEqualTo("a+b+c");
        assertThat(named("a").isUser("a+b+c")).isTrue();
        assertThat(named("a").isUser("ab+c")).isFalse();
        assertThat(named("a").isUser("a")).isFalse();
    }

    private static Issuer named(String name) {
        return new Issuer(
                name, "https://a.example", "rapport", Optional.empty(), List.of(JWSAlgorithm.RS256), "sub", "");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("issuers.json"), text);
    }
}
