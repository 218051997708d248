package dev.rapport.llm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the file is refused for, and the whole text that says so. */
class GatewayFileErrorsTest {
    private static final String SECRET = "sk-very-secret";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KEY", SECRET, "EMPTY", " ", "SPACED", "sk very", "OPENAI_API_KEY", "one", "OPENAI_API_KEY_B", "two");

    /** The least that is right; the tests change a part of it. */
    private static final String LEAST = """
            providers: {openai: {protocol: openai, keys: [{name: a}]}, backup: {protocol: openai, keys: [{name: a}]}}
            models: {default: {targets: [{provider: openai, model: m}]}}
            """;

    @TempDir
    private Path folder;

    /** Each row replaces the first place that is as the first column says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        protocol: openai | protocol: openai, prefil: none | providers.openai.prefil: unknown key (expected: one of [base-url, concurrency, http2, in-flight-max, keys, lacks, prefill, protocol, timeouts])
        models:          | model:                    | model: unknown key (expected: one of [cache, default-plan, exhausted, models, plans, prices, providers, queue, retries])
        model: m         | model: m, model: n        | models.default.targets[0].model: a second time (expected: each key once)
        backup:          | openai:                   | providers.openai: a second time (expected: each key once)
        protocol: openai | protocol: grpc            | providers.openai.protocol: grpc (expected: one of [anthropic, gemini, mistral, openai])
        protocol: openai, | ''                       | providers.openai.protocol: missing (expected: openai, anthropic, gemini or mistral)
        protocol: openai | protocol: [openai]        | providers.openai.protocol: (a list) (expected: one of [anthropic, gemini, mistral, openai])
        protocol: openai | protocol: openai, base-url: localhost | providers.openai.base-url: localhost (expected: http or https URL without user, query and fragment)
        protocol: openai | protocol: openai, base-url: 'http://u:sk-very-secret@h/v1' | providers.openai.base-url: http://(hidden)@h/v1 (expected: http or https URL without user, query and fragment)
        protocol: openai | protocol: openai, http2: yes | providers.openai.http2: yes (expected: true or false)
        protocol: openai | protocol: openai, http2: true, base-url: 'http://h' | providers.openai.http2: true (expected: false: it is for https only)
        protocol: openai | protocol: openai, prefill: best | providers.openai.prefill: best (expected: one of [instruct, native, none, prefix, vllm])
        protocol: openai | protocol: openai, concurrency: 8 | providers.openai.concurrency: 8 (expected: one of [adaptive, off])
        protocol: openai | protocol: openai, in-flight-max: -1 | providers.openai.in-flight-max: -1 (expected: 0..1000000)
        protocol: openai | protocol: openai, timeouts: {gap-ms: 0} | providers.openai.timeouts.gap-ms: 0 (expected: 1..600000)
        protocol: openai | protocol: openai, timeouts: {connect-ms: 1s} | providers.openai.timeouts.connect-ms: 1s (expected: 1..600000)
        protocol: openai | protocol: openai, timeouts: 100 | providers.openai.timeouts: (a number) (expected: a mapping)
        openai:          | Open_AI:                  | providers: Open_AI (expected: names as [a-z0-9-]{1,32})
        , keys: [{name: a}] | ''                     | providers.openai.keys: missing (expected: 1..8 entries)
        [{name: a}]      | []                        | providers.openai.keys: 0 (expected: 1..8 entries)
        [{name: a}]      | [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {name: f}, {name: g}, {name: h}, {name: i}] | providers.openai.keys: 9 (expected: 1..8 entries)
        [{name: a}]      | sk-very-secret            | providers.openai.keys: (text) (expected: a list)
        [{name: a}]      | [sk-very-secret]          | providers.openai.keys[0]: (text) (expected: a mapping)
        name: a          | rpm: 1                    | providers.openai.keys[0].name: missing (expected: [a-z0-9-]{1,32})
        protocol: openai | protocol: openai, lacks: [tools, arms] | providers.openai.lacks[1]: arms (expected: one of [json_object, json_schema, tools])
        protocol: openai | protocol: openai, lacks: tools | providers.openai.lacks: (text) (expected: a list)
        name: a          | name: A                   | providers.openai.keys[0].name: A (expected: [a-z0-9-]{1,32})
        name: a          | name: 1                   | providers.openai.keys[0].name: 1 (expected: text; a number needs quotes)
        {name: a}        | {name: a}, {name: a}      | providers.openai.keys[1].name: a (expected: a name that no other key of this provider has)
        name: a          | name: a, rpm: 10000001    | providers.openai.keys[0].rpm: 10000001 (expected: 0..10000000)
        name: a          | name: a, rpm: -1          | providers.openai.keys[0].rpm: -1 (expected: 0..10000000)
        name: a          | name: a, rpm: "500"       | providers.openai.keys[0].rpm: 500 (expected: 0..10000000)
        name: a          | name: a, rpm: 010         | providers.openai.keys[0].rpm: 010 (expected: 0..10000000)
        name: a          | name: a, rpm: 1.5         | providers.openai.keys[0].rpm: 1.5 (expected: 0..10000000)
        name: a          | name: a, rpm:             | providers.openai.keys[0].rpm: (nothing) (expected: 0..10000000)
        name: a          | name: a, tpm: 100000001   | providers.openai.keys[0].tpm: 100000001 (expected: 0..100000000)
        name: a          | name: a, tpm: 99999999999999999999 | providers.openai.keys[0].tpm: 99999999999999999999 (expected: 0..100000000)
        name: a          | name: a, key: sk-very-secret | providers.openai.keys[0].key: (hidden) (expected: key-env or key-file)
        name: a          | name: a, key-env: ABSENT  | providers.openai.keys[0].key-env: ABSENT (expected: a variable that is set)
        name: a          | name: a, key-env: EMPTY   | providers.openai.keys[0].key-env: EMPTY (expected: a variable that is set)
        name: a          | name: a, key-env: SPACED  | providers.openai.keys[0].key-env: (hidden, 7 characters) (expected: a key of printable ASCII without spaces)
        name: a          | name: a, key-env: sk-very-secret | providers.openai.keys[0].key-env: (hidden, 14 characters) (expected: the name of a variable, such as OPENAI_API_KEY)
        name: a          | name: a, key-env: KEY, key-file: /k | providers.openai.keys[0]: key-env and key-file (expected: one of them)
        name: a          | name: a, key-file: sk-very-secret | providers.openai.keys[0].key-file: (hidden, 14 characters) (expected: an absolute path)
        name: a          | name: a, key-file: /nowhere/k | providers.openai.keys[0].key-file: /nowhere/k (expected: a file that can be read)
        protocol: openai | protocol: anthropic       | providers.openai.keys[0]: no key (expected: key-env or key-file: anthropic takes no request without)
        """)
    void read_badProvider_isNamed(String from, String to, String message) {
        assertRefused(LEAST.replaceFirst(Pattern.quote(from), to), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        provider: openai | provider: bakcup          | models.default.targets[0].provider: bakcup (expected: one of [backup, openai])
        {provider: openai, model: m} | {provider: backup, model: m}, {provider: bakcup, model: m} | models.default.targets[1].provider: bakcup (expected: one of [backup, openai])
        provider: openai, | ''                       | models.default.targets[0].provider: missing (expected: one of [backup, openai])
        , model: m       | ''                        | models.default.targets[0].model: missing (expected: the provider's name for it)
        model: m         | model: 4                  | models.default.targets[0].model: 4 (expected: text; a number needs quotes)
        model: m         | model: ' '                | models.default.targets[0].model: (blank) (expected: text; a number needs quotes)
        default:         | fast:                     | models: [fast] (expected: default too)
        {provider: openai, model: m} | ''            | models.default.targets: 0 (expected: 1..16 entries)
        targets:         | target:                   | models.default.target: unknown key (expected: one of [cache, targets, temperature, when-limited])
        targets:         | temperature: 2.1, targets: | models.default.temperature: 2.1 (expected: 0..2, at most 4 digits after the point)
        targets:         | temperature: -0.1, targets: | models.default.temperature: -0.1 (expected: 0..2, at most 4 digits after the point)
        targets:         | temperature: .nan, targets: | models.default.temperature: .nan (expected: 0..2, at most 4 digits after the point)
        targets:         | when-limited: overflow, targets: | models.default.when-limited: overflow (expected: one of [next, wait])
        targets:         | cache: true, targets:     | models.default.cache: true (expected: one of [auto, off, on])
        """)
    void read_badModel_isNamed(String from, String to, String message) {
        assertRefused(LEAST.replaceFirst(Pattern.quote(from), to), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plans: {}                             | plans: 0 (expected: 1..8 entries)
        plans: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}} | plans: 9 (expected: 1..8 entries)
        plans: {free: {rpm: 20}}              | default-plan: missing (expected: one of [free])
        default-plan: gold                    | default-plan: gold (expected: one of [standard])
        plans: {standard: {budget: 1}}        | plans.standard.budget: unknown key (expected: one of [day-cost, day-tokens, open-max, rpm, tpm])
        plans: {standard: {day-tokens: 1e6}}  | plans.standard.day-tokens: 1e6 (expected: 0..1000000000000)
        plans: {standard: {day-cost: 0.0000001}} | plans.standard.day-cost: 0.0000001 (expected: 0..1000000, at most 6 digits after the point)
        plans: {standard: {open-max: 100001}} | plans.standard.open-max: 100001 (expected: 0..100000)
        plans: {standard: }                   | plans.standard: (nothing) (expected: a mapping)
        queue: {deadline-ms: 99}              | queue.deadline-ms: 99 (expected: 100..600000)
        queue: {waiting-max: 100001}          | queue.waiting-max: 100001 (expected: 0..100000)
        retries: {attempts-max: 6}            | retries.attempts-max: 6 (expected: 1..5)
        retries: {budget-percent: 10}         | retries.budget-percent: unknown key (expected: one of [attempts-max])
        cache: {megabytes: 1025}              | cache.megabytes: 1025 (expected: 0..1024)
        cache: {ttl-s: 0}                     | cache.ttl-s: 0 (expected: 1..86400)
        prices: {openai/n: {input: 1, output: 1}} | prices.openai/n: no target of models (expected: currency or one of [openai/m])
        prices: {openai/m: {input: 1}}        | prices.openai/m.output: missing (expected: a price)
        prices: {openai/m: {input: free}}     | prices.openai/m.input: free (expected: 0..100000, at most 6 digits after the point)
        prices: {currency: dollars}           | prices.currency: dollars (expected: three capitals, such as USD)
        exhausted: fail                       | exhausted: fail (expected: one of [local, refuse])
        queue: &q {waiting-max: 1}            | queue: an anchor (&) (expected: the value alone)
        queue: *q                             | queue: an alias (*) (expected: the value itself)
        queue: {waiting-max: !!int 1}         | queue.waiting-max: a tag (!) (expected: the value alone)
        """)
    void read_badRest_isNamed(String line, String message) {
        assertRefused(LEAST + line + "\n", message);
    }

    @Test
    void read_brokenYaml_namesThePlaceAndQuotesNothing() {
        assertRefused(
                LEAST + "queue: {x: " + SECRET + "\n",
                "gateway.yaml: line 3, column 26 (expected: YAML, at most 16 levels deep)");
    }

    @Test
    void read_tooDeep_isNamed() {
        assertRefused(
                "[".repeat(17) + "]".repeat(17),
                "gateway.yaml: (broken or too deep) (expected: YAML, at most 16 levels deep)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''        | gateway.yaml: (empty) (expected: a mapping)
        '# none'  | gateway.yaml: (empty) (expected: a mapping)
        [a]       | gateway.yaml: (a list) (expected: a mapping)
        word      | gateway.yaml: (text) (expected: a mapping)
        '{}'      | providers: missing (expected: at least one provider)
        'providers: {}' | providers: (empty) (expected: at least one provider)
        """)
    void read_noMapping_isNamed(String text, String message) {
        assertRefused(text, message);
    }

    @Test
    void read_secondDocument_isNamed() {
        assertRefused(LEAST + "---\na: b\n", "gateway.yaml: a second document (expected: one)");
    }

    @Test
    void read_sizeMax_isReadAndOneMoreIsRefused() throws IOException {
        String most = LEAST + "#".repeat(GatewayFile.BYTES_MAX - LEAST.length());

        assertThat(read(most)).isEqualTo(read(LEAST));
        assertRefused(most + "#", "gateway.yaml: more than 262144 bytes (expected: at most 262144)");
    }

    @Test
    void read_notUtf8_isNamed() throws IOException {
        Path file = Files.write(
                folder.resolve("gateway.yaml"), (LEAST + "# Schlüssel").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> GatewayFile.read(file, ENVIRONMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gateway.yaml: bytes that are no UTF-8 (expected: UTF-8)");
    }

    @Test
    void read_blankOrLongKeyFile_isNamed() throws IOException {
        Path blank = Files.writeString(folder.resolve("blank"), " \n");
        Path large = Files.writeString(folder.resolve("large"), "k".repeat(4_097));

        assertRefused(
                LEAST.replaceFirst("name: a", "name: a, key-file: " + blank),
                "providers.openai.keys[0].key-file: " + blank + " (expected: a file with a key in it)");
        assertRefused(
                LEAST.replaceFirst("name: a", "name: a, key-file: " + large),
                "providers.openai.keys[0].key-file: " + large + " (expected: a file of at most 4096 bytes)");
    }

    @Test
    void read_valueOfManyLines_isShownOnOne() {
        assertRefused(
                LEAST + "exhausted: \"a\\n" + "b".repeat(200) + "\"",
                "exhausted: a?" + "b".repeat(98) + "... (expected: one of [local, refuse])");
    }

    @Test
    void read_noFile_saysSo() {
        assertThatThrownBy(() -> GatewayFile.read(folder.resolve("none.yaml"), ENVIRONMENT))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    private GatewayConfig read(String text) throws IOException {
        return GatewayFile.read(Files.writeString(folder.resolve("gateway.yaml"), text), ENVIRONMENT);
    }
}
