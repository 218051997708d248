package dev.rapport.loadtest.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Doctors a consistent report as one would: by changing single values of its JSON. */
class LawsTest {

    @Test
    void check_reportWhoseNumbersBelongTogether_findsNothing() {
        assertThat(Laws.check(ConsistentReport.make())).isEmpty();
    }

    @Test
    void check_reportThatWasWrittenAndRead_findsNothing() throws IOException {
        String json = Json.MAPPER.writeValueAsString(ConsistentReport.make());

        assertThat(Laws.check(Json.MAPPER.readValue(json, Report.class))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /operations/0/ok                            | 1000       | sums
        /operations/0/failed                        | 0          | sums
        /operations/0/started                       | 2000       | sums
        /operations/1/cancelled                     | 3          | sums
        /failures/0/count                           | 1          | sums
        /waterfall/0/stages/0/millis                | 60         | sums
        /phases/1/success_ratio                     | 0.9999     | granularity
        /phases/1/success_ratio                     | 1          | sums
        /operations/0/success_low                   | 0.9999     | success bound
        /operations/0/latencies/0/p95               | 110        | percentiles
        /operations/0/latencies/0/p99               | 180        | percentiles
        /operations/0/latencies/0/max               | 290        | percentiles
        /operations/0/latencies/0/p999              | 400        | rank
        /operations/1/latencies/0/p99               | 5          | rank
        /operations/0/latencies/0/mean              | 30         | mean
        /operations/0/latencies/0/mean              | 150        | Little
        /operations/0/latencies/0/p99_with_failures | 250        | failures are slow
        /charts/percentiles/0/millis/2              | 150        | percentiles
        /operations/0/good_per_second               | 12         | goodput
        /charts/timeline/good/1                     | 11         | goodput
        /operations/0/achieved_per_second           | 25         | throughput
        /phases/1/achieved_per_second               | 14         | throughput
        /phases/1/in_flight                         | 25         | Little
        /phases/1/flow/residence_millis             | 90         | Little
        /phases/1/flow/users                        | 500        | closed loop
        /phases/1/flow/think_millis                 | 100        | closed loop
        /judgements/0/claims/0/value                | 291        | one number
        /judgements/0/claims/0/value                | 340        | verdict
        /judgements/0/claims/0/n                    | 44811      | count of a claim
        /judgements/1/claims/0/high                 | 335        | verdict
        /judgements/1/claims/0/low                  | 315        | interval
        /judgements/1/claims/0/limit                | <= 300 ms  | verdict
        /judgements/1/word                          | FAIL       | verdict
        /judgements/2/word                          | PASS       | verdict
        /judgements/2/claims/1/word                 | PASS       | verdict
        /judgements/2/claims/1/value                | 0.9995     | granularity
        /judgements/2/claims/1/statement            | 0 of 1,000 failed | one number
        /gates/0/measured                           | 7.5 ms     | gate
        /leaks/0/word                               | LEAK       | verdict
        /leaks/0/high                               | 12         | verdict
        /leaks/0/slope                              | 5          | interval
        /costs/0/total                              | 400000     | utilisation
        /costs/1/per_good_request                   | 500        | costs
        /profile/yaml                               | id: other  | hash
        """)
    void check_oneValueDoctored_findsTheLawItBreaks(String pointer, String value, String law) throws IOException {
        List<Contradiction> found = Laws.check(doctored(pointer, value));

        assertThat(found).extracting(Contradiction::law).contains(law);
        assertThat(found).allSatisfy(each -> assertThat(each.found()).isNotEqualTo(each.expected()));
    }

    @Test
    void check_phasesBesideOneAnother_countTheirTimeOnce() throws IOException {
        assertThat(Laws.check(withTwin("12.0"))).extracting(Contradiction::law).doesNotContain("throughput");
        assertThat(Laws.check(withTwin("112.0"))) // one after the other
                .extracting(Contradiction::law)
                .contains("throughput");
    }

    /** The consistent report, whose measured phase has another one like it that began at that second. */
    private static Report withTwin(String from) throws IOException {
        ObjectNode tree = Json.MAPPER.valueToTree(ConsistentReport.make());
        ArrayNode phases = (ArrayNode) tree.get("phases");
        ((ObjectNode) phases.get(1)).put("from", 12.0);
        ObjectNode twin = phases.get(1).deepCopy();
        phases.add(twin.put("name", "beside").put("from", Double.parseDouble(from)));
        return Json.MAPPER.treeToValue(tree, Report.class);
    }

    @Test
    void check_gateNotMet_forbidsPass() throws IOException {
        List<Contradiction> found = Laws.check(doctored("/gates/0/met", "false"));

        assertThat(found)
                .extracting(Contradiction::where)
                .contains("dispatch delay p99", "judge seed", "judge beat", "judge strict");
    }

    private static List<String> judgesThatDoNotFollow(
            Word judged, boolean gateMet, boolean interrupted, Word... words) {
        Report whole = ConsistentReport.make();
        ClaimRow claim = whole.judgements().getFirst().claims().getFirst();
        List<ClaimRow> claims = Stream.of(words)
                .map(word -> new ClaimRow(claim.metric(), "", "in words", null, null, null, 0, 0, word, "", 0))
                .toList();
        Report.Run run = new Report.Run("r1", whole.run().startedAt(), 112, interrupted, "simulated");
        Report report = new Report(
                whole.profile(),
                run,
                List.of(new Judgement("strict", judged, claims)),
                List.of(new Gate("a gate", gateMet, "said", "in words")),
                whole.operations(),
                whole.phases(),
                whole.charts(),
                whole.waterfall(),
                whole.failures(),
                whole.leaks(),
                whole.costs(),
                whole.laws(),
                whole.provenance(),
                whole.notes());
        return WordLaws.check(report).stream().map(Contradiction::expected).toList();
    }

    @Test
    void check_wordOfAJudge_followsFromItsClaimsAndTheGates() {
        assertThat(judgesThatDoNotFollow(Word.FAIL, true, false, Word.INVALID, Word.FAIL))
                .isEmpty();
        assertThat(judgesThatDoNotFollow(Word.INVALID, true, false, Word.INVALID, Word.FAIL))
                .containsExactly("FAIL");
        assertThat(judgesThatDoNotFollow(Word.FAIL, false, false, Word.FAIL)).containsExactly("INVALID");
        assertThat(judgesThatDoNotFollow(Word.INVALID, true, false, Word.INVALID, Word.PASS))
                .isEmpty();
        assertThat(judgesThatDoNotFollow(Word.INCONCLUSIVE, true, true, Word.PASS))
                .isEmpty();
        assertThat(judgesThatDoNotFollow(Word.INCONCLUSIVE, true, false, Word.PASS))
                .containsExactly("PASS");
    }

    @Test
    void check_claimAboutNothing_mayBeKeptButNotBroken() {
        ClaimRow none = new ClaimRow(
                "chat.refused_fast.p99", "ms", "<= 250 ms", null, null, null, 0, 0, Word.PASS, "there were none", 0);
        ClaimRow broken = new ClaimRow(
                "chat.refused_fast.p99", "ms", "<= 250 ms", null, null, null, 0, 0, Word.FAIL, "there were none", 0);
        Report whole = ConsistentReport.make();
        assertThat(WordLaws.check(whole.with(
                        whole.gates(), List.of(new Judgement("strict", Word.PASS, List.of(none))), List.of())))
                .isEmpty();
        assertThat(WordLaws.check(whole.with(
                        whole.gates(), List.of(new Judgement("strict", Word.FAIL, List.of(broken))), List.of())))
                .hasSize(1);
    }

    @Test
    void check_partAboveOneAgainstPercent_isJudgedInPercent() {
        ClaimRow grows = new ClaimRow("bursts.slope", "%", "<= 5%", 1.308, null, null, 0, 5, Word.FAIL, "growth", 0);
        Report whole = ConsistentReport.make();
        assertThat(WordLaws.check(whole.with(
                        whole.gates(), List.of(new Judgement("strict", Word.FAIL, List.of(grows))), List.of())))
                .isEmpty();
    }

    @Test
    void check_requestsThatWaitForAPlace_stayLongerThanTheyAreInFlight() throws IOException {
        assertThat(Laws.check(doctored(
                        "/profile/yaml",
                        "burst: {requests: 500, in_flight_max: 50}",
                        "/operations/0/latencies/0/mean",
                        "5000")))
                .noneMatch(
                        found -> found.law().equals("Little") && found.where().equals("operation chat"));
    }

    @Test
    void check_doctoredPercentile_saysWhatItShouldBe() throws IOException {
        assertThat(Laws.check(doctored("/operations/0/latencies/0/p999", "400")))
                .contains(new Contradiction(
                        "rank",
                        "chat e2e",
                        "p99.9 400 of 998 values",
                        "the greatest, 520",
                        "With so few values no other one is above the share."));
    }

    /** A consistent report with some values replaced: each a pointer, then the new value. */
    private static Report doctored(String... changes) throws IOException {
        JsonNode json = Json.MAPPER.valueToTree(ConsistentReport.make());
        for (int i = 0; i < changes.length; i += 2) {
            replace(json, changes[i], changes[i + 1]);
        }
        return Json.MAPPER.treeToValue(json, Report.class);
    }

    private static void replace(JsonNode json, String pointer, String value) throws IOException {
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = json.at(at.head());
        JsonNode old = json.at(at);
        assertThat(old.isMissingNode()).as(pointer).isFalse();
        JsonNode set = old.isTextual() ? Json.MAPPER.valueToTree(value) : Json.MAPPER.readTree(value);
        assertThat(set).as(pointer).isNotEqualTo(old);
        if (parent instanceof ArrayNode array) {
            array.set(at.last().getMatchingIndex(), set);
        } else {
            ((ObjectNode) parent).set(at.last().getMatchingProperty(), set);
        }
    }
}
