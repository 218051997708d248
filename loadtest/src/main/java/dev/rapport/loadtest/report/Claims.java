package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.ArrayList;
import java.util.List;

/** What all forms of a report say about a claim in the same words. */
public final class Claims {
    private Claims() {}

    /** The value with its unit; the sign of infinity where a failure stands at that place. */
    public static String value(ClaimRow claim) {
        Double value = claim.value();
        if (value != null) {
            return Numbers.of(value, claim.unit());
        }
        return claim.n() > 0 ? Numbers.INFINITE : Numbers.NONE;
    }

    /** The statement, and how many more requests would decide; empty if there is nothing to say. */
    public static String said(ClaimRow claim) {
        if (claim.needsMore() <= 0) {
            return claim.statement();
        }
        String needs = "needs " + Numbers.count(claim.needsMore()) + " more";
        return claim.statement().isEmpty() ? needs : claim.statement() + "; " + needs;
    }

    /** Such as {@code 7 pass, 1 inconclusive}. */
    public static String counted(List<ClaimRow> claims) {
        List<String> parts = new ArrayList<>();
        for (Word word : Word.values()) {
            long count = claims.stream().filter(claim -> claim.word() == word).count();
            if (count > 0) {
                parts.add(count + " " + word.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        return parts.isEmpty() ? "no claims" : String.join(", ", parts);
    }

    /** The word that these claims come to by themselves, whatever the gates say: the worst of them. */
    public static Word alone(List<ClaimRow> claims) {
        return Word.worst(claims.stream().map(ClaimRow::word).toList());
    }

    /** Such as {@code 7 pass, 1 inconclusive}, with the word that they come to alone if it is not the judgement's. */
    public static String counted(Judgement judgement) {
        Word alone = alone(judgement.claims());
        String counted = counted(judgement.claims());
        return judgement.word() == alone || judgement.claims().isEmpty()
                ? counted
                : "by the limits alone " + alone + ": " + counted;
    }

    /** What a judge asks; empty for one that nobody planned. */
    public static String explained(String judge) {
        return switch (judge) {
            case "seed" -> "The published report's own criterion, point estimates.";
            case "beat" -> "Better than the published values, with confidence.";
            case "strict" -> "Our own limits, with confidence.";
            default -> "";
        };
    }

    /** Such as {@code seed PASS, beat INCONCLUSIVE}. */
    public static String words(List<Judgement> judgements) {
        return judgements.isEmpty()
                ? "not judged"
                : String.join(
                        ", ",
                        judgements.stream().map(j -> j.judge() + " " + j.word()).toList());
    }
}
