package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.AnswerMetrics.Ending;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.AnswerRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The table of how chats ended, of each phase that had any. */
final class AnswerRows {
    private AnswerRows() {}

    static List<AnswerRow> of(RunData run) {
        List<AnswerRow> rows = new ArrayList<>();
        for (PhaseRecord phase : run.info().phases()) {
            AnswerRow row = row(phase.name(), run.samples(Scope.chatsOf(phase)));
            if (row.requests() > 0) {
                rows.add(row);
            }
        }
        return List.copyOf(rows);
    }

    private static AnswerRow row(String phase, List<Sample> chats) {
        Map<Ending, Long> counts = new EnumMap<>(Ending.class);
        long replaced = 0;
        for (Sample chat : chats) {
            Ending.of(chat).ifPresent(ending -> counts.merge(ending, 1L, Long::sum));
            replaced += chat.answer().replaced() > 0 ? 1 : 0;
        }
        return new AnswerRow(
                phase,
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(Ending.MODEL, 0L),
                counts.getOrDefault(Ending.LOCAL, 0L),
                counts.getOrDefault(Ending.LIMITED, 0L),
                counts.getOrDefault(Ending.REFUSED_503, 0L),
                counts.getOrDefault(Ending.OTHER, 0L),
                replaced);
    }
}
