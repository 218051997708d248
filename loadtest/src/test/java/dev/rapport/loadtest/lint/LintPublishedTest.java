package dev.rapport.loadtest.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintPublishedTest {
    private static final Path PUBLISHED = Path.of("published");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        harmoniqos       | shares                 | 44,811 = 94.06 %
        harmoniqos       | observed or configured | by chance
        harmoniqos       | sessions               | 44,811 chats x 1 / 20 = 2,241 sessions ended
        harmoniqos       | sessions               | more than the 1,100 users
        harmoniqos       | resolution             | one in ten
        harmoniqos       | definition             | the headers, the first token or the end
        harmoniqos       | closed loop            | 50,346 to 50,562
        harmoniqos       | utilisation            | at most the mean latency
        harmoniqos       | CPU of a request       | about the same
        harmoniqos       | memory                 | = 9.6 GB of growth
        harmoniqos       | memory                 | full after 25 of 30 min
        harmoniqos       | evidence               | measurements from 1 to 20
        harmoniqos       | Little                 | 1.982 to 4.004 in flight
        harmoniqos       | success claim          | at least 99.9796 % (95 %, one-sided); 91,533 requests
        harmoniqos       | improvement            | = 266.6 times, successes 1.024 times
        harmoniqos       | unit of a percentile   | = 59 % of users
        voiceflow        | granularity            | 49 = 98.0 % or 50 = 100.0 %
        voiceflow        | offered load           | 50 users x 11 / min = 9.167 a second
        voiceflow        | offered load           | 15 users x 12 / min = 3 a second
        voiceflow        | think time             | the pauses that are configured
        voiceflow        | scaling                | = 49 % of linear
        voiceflow        | one number             | 1,980 / 100 = 19.8
        voiceflow        | one number             | at least 425.5
        voiceflow        | criterion              | error_percent < 1
        voiceflow        | criterion              | p95_ms < 500
        voiceflow        | leak                   | +18.51 %/h
        voiceflow        | queue                  | that wait needs a service of 102 ms
        voiceflow        | queue                  | 25 waiting and 30 with those being served
        orchestrator-hub | utilisation            | 1 / 58 % = 1.724 times
        orchestrator-hub | CPU of a request       | about the same
        orchestrator-hub | Little                 | 20.9 or more in flight
        pic              | success claim          | at least 99.90
        pic              | criterion              | p99_ms < 1000
        pic              | schedule               | 43.6 s of parts + 10 s of pauses = 53.6 s
        gaja             | rate limit             | 500 + 8.333 x 6.02 s = 550
        gaja             | goodput                | = 19.82 a second
        gaja             | burst                  | 200 / 4.02 s of the slowest answer
        """)
    void published_shippedReport_showsTheArithmetic(String report, String law, String expected) throws IOException {
        assertThat(Lint.published(PUBLISHED.resolve(report + ".yaml")))
                .filteredOn(each -> each.law().equals(law))
                .extracting(Contradiction::expected)
                .anyMatch(text -> text.contains(expected));
    }

    @Test
    void published_harmoniq_stressRunKeepsTheClosedLoop() throws IOException {
        assertThat(Lint.published(PUBLISHED.resolve("harmoniqos.yaml")))
                .filteredOn(each -> each.law().equals("closed loop"))
                .extracting(Contradiction::where)
                .containsExactly("natural, 500 users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"harmoniqos", "voiceflow", "orchestrator-hub", "pic", "gaja"})
    void published_underAnotherName_findsTheSame(String report) throws IOException {
        Path original = PUBLISHED.resolve(report + ".yaml");
        String renamed = Files.readString(original).replaceFirst("report: .*", "report: Other");
        Path other = Files.writeString(folder.resolve("other.yaml"), renamed);

        assertThat(Lint.published(other)).isEqualTo(Lint.published(original)).isNotEmpty();
    }

    /** The same schema, with numbers that belong together. */
    @Test
    void published_consistentReport_findsNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("good.yaml"), """
                report: Good
                about: numbers that belong together
                runs:
                  - {name: one, series: users, level: 1, users: 10, seconds: 1000, requests: 4762, failures: 0,
                     per_second: 4.76, mean_ms: 100, success_percent: 100, latency: end, streamed: true,
                     percentiles_ms: {"50": 91, "95": 183, "99": 274, "100": 411},
                     operations: [{name: /chat, does: chat, requests: 4762, failures: 0}],
                     pacing: {pause_seconds: [1, 3], tasks: [{name: chat, does: chat, weight: 1}]},
                     cpu: {cores: 4, low_percent: 2, high_percent: 3},
                     memory: {total_gb: 16, low_gb: 8, high_gb: 9, growth_percent_per_minute: 0.1}}
                  - {name: two, series: users, level: 2, users: 20, seconds: 1000, requests: 9500, failures: 19,
                     per_second: 9.48, mean_ms: 105, success_percent: 99.8}
                claims:
                  - {claim: success, source: s, run: one, operation: /chat, percent: 99.9}
                  - {claim: linear, source: s, series: users, up_to: 2, words: linear}
                  - {claim: speed-up, source: s, series: users, level: 2, factor: 1.99}
                  - {claim: at-once, source: s, run: two, requests: 1, words: one}
                  - {claim: criterion, source: s, run: one, metric: p99_ms, limit: "< 300", words: met}
                  - {claim: no-leak, source: s, words: none, start_mb: 100, growth_mb_per_hour: 0.2}
                  - {claim: twice, source: s, what: length, value: 1 h, other: 1 h, other_source: t}
                  - {claim: schedule, source: s, what: all, total_seconds: 21, parts: [{what: a, times: 2, seconds: 9, pause_seconds: 1, requests: 9}]}
                  - {claim: queue, source: s, what: q, arrivals: 50, spacing_ms: 10, servers: 5, service_low_ms: 100, service_high_ms: 104, mean_wait_ms: 234, peak_waiting: 25}
                """);

        assertThat(Lint.published(file)).isEmpty();
    }

    @Test
    void published_unknownKey_isRefusedWithItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.yaml"), "report: Odd\nspeed: 3\n");

        assertThatThrownBy(() -> Lint.published(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("odd.yaml")
                .hasMessageContaining("speed");
    }

    @Test
    void meanOf_percentiles_isBetweenTheStepsBelowAndAbove() {
        Range mean = Range.meanOf(Map.of("50", figure("10"), "100", figure("30")));

        assertThat(List.of(mean.low(), mean.high())).containsExactly(0.5 * 9.5, 0.5 * 10.5 + 0.5 * 30.5);
    }

    private static Figure figure(String printed) {
        return Figure.of(new BigDecimal(printed));
    }
}
