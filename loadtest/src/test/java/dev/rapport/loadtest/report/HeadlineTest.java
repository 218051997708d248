package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineTest {
    private static final Gate MET = new Gate("harness CPU", true, "3 %", "<= 80 %");
    private static final Gate UNMET = new Gate("harness GC pause", false, "26 ms", "<= 20 ms");

    private static ClaimRow claim(String metric, Word word) {
        return new ClaimRow(metric, "ms", "<= 120ms", 118.0, null, null, 0, 100, word, "a statement", 0);
    }

    private static Report judged(Word word, List<Gate> gates, Word... claims) {
        List<ClaimRow> rows = new ArrayList<>();
        for (Word each : claims) {
            rows.add(claim("m" + rows.size(), each));
        }
        return EmptyReport.build().with(gates, List.of(new Judgement("seed", word, rows)), List.of());
    }

    /** Of a tier, with a judgement for each judge; a failing or an open one has a claim that says so. */
    private static String answer(String tier, Word seed, Word beat, Word strict) {
        Report e = EmptyReport.build();
        List<Judgement> judgements = List.of(
                new Judgement("seed", seed, List.of(claim("s0", Word.PASS), claim("s1", seed))),
                new Judgement("beat", beat, List.of(claim("b0", Word.PASS), claim("b1", beat))),
                new Judgement("strict", strict, List.of(claim("t0", Word.PASS), claim("t1", strict))));
        return Headline.answer(withTier(e, tier).with(List.of(MET), judgements, List.of()));
    }

    private static Report withTier(Report e, String tier) {
        return new Report(
                new Report.Profile("p", "", "", tier, "", ""),
                e.run(),
                e.judgements(),
                e.gates(),
                e.operations(),
                e.phases(),
                e.charts(),
                e.waterfall(),
                e.failures(),
                e.leaks(),
                e.costs(),
                e.laws(),
                e.provenance(),
                e.notes());
    }

    @Test
    void answer_allPassAtTierFull_holds() {
        assertThat(answer("full", Word.PASS, Word.PASS, Word.PASS))
                .isEqualTo("The claim holds: the report's own criterion is met by the point estimates;"
                        + " better than it with confidence: yes; our strict limits: kept.");
    }

    @Test
    void answer_anythingLess_doesNotSayThatTheClaimHolds() {
        assertThat(answer("ci", Word.PASS, Word.PASS, Word.PASS))
                .isEqualTo(
                        "The report's own criterion is met by the point estimates; better than it with confidence: yes;"
                                + " our strict limits: kept."
                                + " A run of tier ci screens the claim; only a full one can show it.");
        assertThat(answer("full", Word.PASS, Word.INCONCLUSIVE, Word.FAIL))
                .isEqualTo("The report's own criterion is met by the point estimates; better than it with confidence:"
                        + " not decided (b1); our strict limits: not kept (t1 is 118.0 ms (limit <= 120ms)).");
        assertThat(answer("full", Word.FAIL, Word.FAIL, Word.INVALID))
                .isEqualTo(
                        "The report's own criterion is not met by the point estimates (s1 is 118.0 ms (limit <= 120ms));"
                                + " better than it with confidence: no (b1 is 118.0 ms (limit <= 120ms));"
                                + " our strict limits: could not be judged (t1: a statement).");
    }

    @Test
    void answer_pointEstimatesAlone_doNotShowAClaim() {
        Report full = withTier(judged(Word.PASS, List.of(MET), Word.PASS), "full");
        assertThat(Headline.answer(full)).isEqualTo("The report's own criterion is met by the point estimates.");
    }

    @Test
    void answer_endedEarlyWithNothingOpen_saysWhy() {
        assertThat(Headline.answer(judged(Word.INCONCLUSIVE, List.of(MET), Word.PASS)))
                .contains("is not decided by the point estimates (the run was ended early)");
    }

    @Test
    void answer_manyBrokenLimits_namesTwoAndCountsTheOthers() {
        assertThat(Headline.answer(judged(Word.FAIL, List.of(), Word.FAIL, Word.FAIL, Word.FAIL, Word.FAIL, Word.FAIL)))
                .contains("m1 is", ", and 3 more)")
                .doesNotContain("m2");
    }

    @Test
    void answer_gateNotMet_saysWhatTheLimitsAloneWouldHaveSaid() {
        assertThat(Headline.answer(judged(Word.INVALID, List.of(MET, UNMET), Word.PASS, Word.FAIL)))
                .isEqualTo(
                        "The run proves nothing about the service, for or against: 1 of 2 validity gates was not met."
                                + " By the limits alone: seed FAIL.");
    }

    @Test
    void figures_chats_areOfAllTriesOnceSomeFailed() {
        Quantiles e2e = new Quantiles("e2e", 98, 10.0, 10.0, 20.0, 30.0, 40.0, 50.0, 11.0, 22.0, null);
        Quantiles overhead = new Quantiles("overhead", 98, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0, null, null, null);
        Report report = withChats(new OperationRow("chat", 100, 98, 2, 0, 9.8, 9.0, 0.9381, List.of(e2e, overhead)));

        assertThat(Headline.figures(report))
                .extracting(Headline.Figure::value)
                .containsExactly("11.0 · 22.0 · ∞ ms", "1.00 · 3.00 ms", "98.00 %", "9.80 chats/s");
        assertThat(Headline.figures(report).get(2).note()).isEqualTo("at least 93.81 % (95 %), 2 of 100 failed");
    }

    @Test
    void figures_noChats_areNone() {
        assertThat(Headline.figures(EmptyReport.build())).isEmpty();
    }

    private static Report withChats(OperationRow chats) {
        Report e = EmptyReport.build();
        return new Report(
                e.profile(),
                e.run(),
                e.judgements(),
                e.gates(),
                List.of(chats),
                e.phases(),
                e.charts(),
                e.waterfall(),
                e.failures(),
                e.leaks(),
                e.costs(),
                e.laws(),
                e.provenance(),
                e.notes());
    }
}
