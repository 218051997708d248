package dev.rapport.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OPENAI_API_KEY=k                                              | openai    | https://api.openai.com/v1 | gpt-5.4-mini
        OPENAI_API_KEY=k RAPPORT_MODEL=m                              | openai    | https://api.openai.com/v1 | m
        OPENAI_BASE_URL=http://localhost:8000/v1 RAPPORT_MODEL=m      | openai    | http://localhost:8000/v1 | m
        ANTHROPIC_API_KEY=k                                           | anthropic | https://api.anthropic.com/v1 | claude-haiku-4-5
        ANTHROPIC_API_KEY=k ANTHROPIC_BASE_URL=http://localhost:1     | anthropic | http://localhost:1/v1 | claude-haiku-4-5
        ANTHROPIC_API_KEY=k ANTHROPIC_BASE_URL=http://localhost:1/x   | anthropic | http://localhost:1/x | claude-haiku-4-5
        GEMINI_API_KEY=k                                              | gemini    | https://generativelanguage.googleapis.com/v1beta/openai/ | gemini-flash-latest
        MISTRAL_API_KEY=k                                             | mistral   | https://api.mistral.ai/v1 | mistral-small-latest
        OLLAMA_BASE_URL=http://127.0.0.1:11434/v1 OLLAMA_MODEL=m      | ollama    | http://127.0.0.1:11434/v1 | m
        OLLAMA_BASE_URL=http://127.0.0.1:11434/                       | ollama    | http://127.0.0.1:11434/v1 | llama3.2
        OPENAI_API_KEY=k MISTRAL_API_KEY=k                            | openai    | https://api.openai.com/v1 | gpt-5.4-mini
        OPENAI_API_KEY=k MISTRAL_API_KEY=k RAPPORT_PROVIDER=Mistral   | mistral   | https://api.mistral.ai/v1 | mistral-small-latest
        """)
    void fromEnvironment_configured_isChosen(String variables, String name, String url, String model) {
        ProviderSettings chosen =
                Providers.fromEnvironment(environment(variables)).chosen().orElseThrow();

        assertThat(chosen.name()).isEqualTo(name);
        assertThat(chosen.baseUrl()).isEqualTo(url);
        assertThat(chosen.model()).isEqualTo(model);
        assertThat(chosen.kind()).isEqualTo(name.equals("anthropic") ? Kind.ANTHROPIC : Kind.OPENAI);
        assertThat(chosen.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"PATH=/bin", "OPENAI_API_KEY=", "RAPPORT_PROVIDER=local OPENAI_API_KEY=k", "OLLAMA_API_KEY=k"})
    void fromEnvironment_nothingConfigured_choosesNone(String variables) {
        assertThat(Providers.fromEnvironment(environment(variables)).chosen()).isEmpty();
    }

    @Test
    void fromEnvironment_modelOfTheChosen_leavesTheOthersTheirs() {
        Providers providers =
                Providers.fromEnvironment(environment("OPENAI_API_KEY=k MISTRAL_API_KEY=k RAPPORT_MODEL=m"));

        assertThat(providers.configured())
                .extracting(ProviderSettings::model)
                .containsExactly("m", "mistral-small-latest");
    }

    @Test
    void fromEnvironment_timeouts_areTaken() {
        HttpTimeouts timeouts = Providers.fromEnvironment(environment("OPENAI_API_KEY=k RAPPORT_CONNECT_TIMEOUT_MS=5"
                        + " RAPPORT_FIRST_TOKEN_TIMEOUT_MS=6 RAPPORT_GAP_TIMEOUT_MS=7 RAPPORT_ATTEMPTS=3"))
                .chosen()
                .orElseThrow()
                .timeouts();

        assertThat(timeouts)
                .isEqualTo(new HttpTimeouts(
                        Duration.ofMillis(5),
                        Duration.ofMillis(6),
                        Duration.ofMillis(7),
                        HttpTimeouts.DEFAULT.reader()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RAPPORT_PROVIDER=claude          | RAPPORT_PROVIDER: claude (expected: openai, anthropic, gemini, mistral, ollama or local)
        RAPPORT_PROVIDER=gemini          | RAPPORT_PROVIDER: gemini (expected: a configured provider: set GEMINI_API_KEY)
        RAPPORT_PROVIDER=openai          | RAPPORT_PROVIDER: openai (expected: a configured provider: set OPENAI_API_KEY or OPENAI_BASE_URL)
        OPENAI_BASE_URL=localhost:8000   | OPENAI_BASE_URL: localhost:8000 (expected: http or https URL without user, query and fragment, such as https://api.openai.com/v1)
        OPENAI_BASE_URL=http://u:secret@h/v1 | OPENAI_BASE_URL: http://(hidden)@h/v1 (expected: http or https URL without user, query and fragment, such as https://api.openai.com/v1)
        OPENAI_API_KEY=schlüssel         | OPENAI_API_KEY: (hidden, 9 characters) (expected: printable ASCII without spaces)
        RAPPORT_ATTEMPTS=9               | RAPPORT_ATTEMPTS: 9 (expected: 1..5)
        RAPPORT_GAP_TIMEOUT_MS=20s       | RAPPORT_GAP_TIMEOUT_MS: 20s (expected: 1..600000)
        """)
    void fromEnvironment_badValue_isNamed(String variables, String message) {
        assertThatThrownBy(() -> Providers.fromEnvironment(environment(variables)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void toString_withKey_hidesIt() {
        Providers providers = Providers.fromEnvironment(Map.of("OPENAI_API_KEY", "sk-very-secret"));

        assertThat(providers.toString()).contains("gpt-5.4-mini").doesNotContain("very-secret");
    }

    private static Map<String, String> environment(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }
}
