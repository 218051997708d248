package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.LeakRow;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Laws of words: a verdict follows from its numbers, and the whole from its parts. Pure. */
final class WordLaws {
    private WordLaws() {}

    static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        for (Judgement judgement : report.judgements()) {
            for (ClaimRow claim : judgement.claims()) {
                String where = judgement.judge() + " claim " + claim.metric();
                interval(where, claim, found);
                decided(where, claim, found);
                Limit.parse(claim.limit()).ifPresent(limit -> word(where, claim, limit, found));
            }
            whole(judgement, report.gates(), report.run().interrupted(), found);
        }
        report.gates().forEach(gate -> gate(gate, found));
        report.leaks().forEach(leak -> leak(leak, found));
        return found;
    }

    private static void interval(String where, ClaimRow claim, List<Contradiction> found) {
        Double value = claim.value();
        Double low = claim.low();
        Double high = claim.high();
        boolean below = value != null && low != null && value < low;
        boolean above = value != null && high != null && value > high;
        boolean empty = low != null && high != null && low > high;
        if (below || above || empty) {
            found.add(new Contradiction(
                    "interval",
                    where,
                    "value " + (value == null ? "without end" : Say.number(value)),
                    "within " + (low == null ? "no bound" : Say.number(low)) + " to "
                            + (high == null ? "no bound" : Say.number(high)),
                    "An interval around an estimate contains it."));
        }
    }

    private static void decided(String where, ClaimRow claim, List<Contradiction> found) {
        if (claim.needsMore() > 0 && (claim.word() == Word.PASS || claim.word() == Word.FAIL)) {
            found.add(new Contradiction(
                    "verdict",
                    where,
                    claim.word() + ", and " + Say.count(claim.needsMore()) + " more requests are needed",
                    "INCONCLUSIVE, or none needed",
                    "What is decided needs no more requests."));
        }
    }

    private static void word(String where, ClaimRow claim, Limit limit, List<Contradiction> found) {
        Set<Word> allowed = allowed(claim, limit);
        if (!allowed.contains(claim.word())) {
            Double value = claim.value();
            found.add(new Contradiction(
                    "verdict",
                    where,
                    claim.word() + " at " + (value == null ? "no value" : Say.number(value)) + " against "
                            + claim.limit() + interval(claim),
                    allowed.iterator().next().toString(),
                    claim.confidence() > 0
                            ? "A limit is kept or broken with confidence only if the whole interval is on one side of it."
                            : "The estimate is on one side of the limit, and only it is judged."));
        }
    }

    private static String interval(ClaimRow claim) {
        Double low = claim.low();
        Double high = claim.high();
        return claim.confidence() > 0
                ? ", interval " + (low == null ? "no bound" : Say.number(low)) + " to "
                        + (high == null ? "no bound" : Say.number(high))
                : "";
    }

    /** Beside the word that the numbers give, a harness that was the limit makes anything invalid. */
    private static Set<Word> allowed(ClaimRow claim, Limit limit) {
        Double value = claim.value();
        if (claim.confidence() == 0) {
            if (value != null) {
                return EnumSet.of(limit.keeps(scaled(claim, limit, value)) ? Word.PASS : Word.FAIL, Word.INVALID);
            }
            return claim.n() == 0
                    ? EnumSet.of(Word.INVALID, Word.PASS) // of nothing, what need not have been there is kept
                    : EnumSet.of(Word.FAIL, Word.INCONCLUSIVE, Word.INVALID);
        }
        Double towards = limit.atMost() ? claim.high() : claim.low();
        Double away = limit.atMost() ? claim.low() : claim.high();
        if (value == null && limit.atMost() && claim.low() == null && claim.high() == null) {
            /* So many failures that both ends are without end: a report cannot tell that from no bound at all. */
            return EnumSet.of(Word.INCONCLUSIVE, Word.FAIL, Word.INVALID);
        }
        if (towards != null && limit.keeps(scaled(claim, limit, towards))) {
            return EnumSet.of(Word.PASS, Word.INVALID);
        }
        if (away != null && !limit.keeps(scaled(claim, limit, away))) {
            return EnumSet.of(Word.FAIL, Word.INVALID);
        }
        return EnumSet.of(Word.INCONCLUSIVE, Word.INVALID);
    }

    /** Parts are numbers about 0 to 1 against limits in percent, and milliseconds may stand against a limit in seconds. */
    private static double scaled(ClaimRow claim, Limit limit, double value) {
        if (limit.unit().equals("%")) {
            return 100 * value;
        }
        if (limit.unit().equals("s") && claim.unit().equals("ms")) {
            return value / 1_000;
        }
        return limit.unit().equals("ms") && claim.unit().equals("s") ? value * 1_000 : value;
    }

    private static void whole(Judgement judgement, List<Gate> gates, boolean interrupted, List<Contradiction> found) {
        Set<Word> words = EnumSet.noneOf(Word.class);
        judgement.claims().forEach(claim -> words.add(claim.word()));
        boolean met = gates.stream().allMatch(Gate::met);
        Set<Word> allowed = EnumSet.noneOf(Word.class);
        allowed.add(met ? Word.worst(words) : Word.INVALID);
        if (interrupted && allowed.contains(Word.PASS)) {
            allowed.add(Word.INCONCLUSIVE); // what was ended by hand proves nothing
        }
        if (!allowed.contains(judgement.word()) && !(words.isEmpty() && met)) {
            found.add(new Contradiction(
                    "verdict",
                    "judge " + judgement.judge(),
                    judgement.word() + ", with claims " + words + (met ? "" : " and a gate that is not met"),
                    allowed.iterator().next().toString(),
                    "The whole is no better than the worst of its parts, and no worse."));
        }
    }

    private static void gate(Gate gate, List<Contradiction> found) {
        Limit.parse(gate.expected())
                .flatMap(limit -> limit.keptBy(gate.measured()))
                .filter(kept -> kept != gate.met())
                .ifPresent(kept -> found.add(new Contradiction(
                        "gate",
                        gate.name(),
                        (gate.met() ? "met" : "not met") + " at " + gate.measured() + " against " + gate.expected(),
                        kept ? "met" : "not met",
                        "A gate is met if its number is on the right side.")));
    }

    private static void leak(LeakRow leak, List<Contradiction> found) {
        String where = leak.source() + " " + leak.resource();
        if (leak.slope() < leak.low() || leak.slope() > leak.high()) {
            found.add(new Contradiction(
                    "interval",
                    where,
                    "slope " + Say.number(leak.slope()) + " " + leak.unit(),
                    "within " + Say.range(leak.low(), leak.high()),
                    "An interval around an estimate contains it."));
        }
        String word = leak.low() > leak.limit() ? "LEAK" : leak.high() < leak.limit() ? "NO LEAK" : "INCONCLUSIVE";
        if (!leak.word().equals(word)) {
            found.add(new Contradiction(
                    "verdict",
                    where,
                    leak.word() + " at " + Say.range(leak.low(), leak.high()) + " " + leak.unit() + " against "
                            + Say.number(leak.limit()),
                    word,
                    "A resource leaks, or does not, only if the whole interval is on one side of the limit."));
        }
    }
}
