package dev.rapport.loadtest.command;

import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The suite's exit codes. */
final class Exit {
    static final int PASS = 0;
    static final int FAIL = 1;
    static final int INCONCLUSIVE = 2;

    /** The run says nothing: the harness was the limit, a part of the service is not there, or nothing could be run. */
    static final int INVALID = 3;

    /** As {@code EX_USAGE} of sysexits(3). */
    static final int USAGE = 64;

    static final String DESCRIPTION =
            "Exit codes: 0 passed, 1 failed, 2 inconclusive, 3 invalid or not present, 64 wrong usage.";

    /** From best to worst. */
    private static final List<Integer> ORDER = Stream.of(Word.values())
            .sorted(Comparator.comparingInt(Word::badness))
            .map(Exit::of)
            .toList();

    private Exit() {}

    /** The worst of all judges' words; a report that nobody judged passes, unless a gate was not met. */
    static int of(Report report) {
        boolean gatesMet = report.gates().stream().allMatch(Report.Gate::met);
        List<Integer> codes =
                report.judgements().stream().map(Judgement::word).map(Exit::of).toList();
        return gatesMet ? worst(codes) : INVALID;
    }

    static int of(Word word) {
        return switch (word) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case INVALID -> INVALID;
        };
    }

    static int worst(Collection<Integer> codes) {
        return codes.stream().max(Comparator.comparingInt(ORDER::indexOf)).orElse(PASS);
    }
}
