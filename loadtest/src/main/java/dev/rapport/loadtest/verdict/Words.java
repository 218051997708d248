package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.Collection;

/** Verdicts together. */
public final class Words {
    private Words() {}

    /** The worst of them; {@link Word#INVALID} of none, as nothing was judged. */
    public static Word worst(Collection<Word> words) {
        return Word.worst(words);
    }

    /** The worst of all judgements. */
    public static Word overall(Collection<Judgement> judgements) {
        return worst(judgements.stream().map(Judgement::word).toList());
    }

    /** 0 pass, 1 fail, 2 inconclusive, 3 invalid. */
    public static int exitCode(Word word) {
        return switch (word) {
            case PASS -> 0;
            case FAIL -> 1;
            case INCONCLUSIVE -> 2;
            case INVALID -> 3;
        };
    }
}
