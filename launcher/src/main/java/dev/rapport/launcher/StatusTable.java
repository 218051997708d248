package dev.rapport.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The table of {@code ./rapport status}. */
final class StatusTable {
    private static final List<String> HEADINGS =
            List.of("NAME", "WHAT", "PORT", "PID", "UP SINCE", "RESTARTS", "READY", "LOOPS");

    private StatusTable() {}

    /**
     * Renders the table.
     *
     * @param loops asked for each instance: what it says of its own event loops
     */
    static String render(Status status, Instant now, Function<PartStatus, String> loops) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.add(List.of(
                "supervisor",
                "keeps the rest running",
                "-",
                Long.toString(status.supervisor()),
                ago(status.since(), now),
                "-",
                "yes",
                "-"));
        for (PartStatus part : status.parts()) {
            rows.add(List.of(
                    part.name(),
                    part.kind().words(),
                    Integer.toString(part.port()),
                    part.pid() == 0 ? "-" : Long.toString(part.pid()),
                    part.pid() == 0 ? "down " + ago(part.since(), now) : ago(part.since(), now),
                    Integer.toString(part.restarts()),
                    part.ready() ? "yes" : "NO",
                    part.kind() == Part.Kind.INSTANCE ? loops.apply(part) : "-"));
        }
        return aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int index = column;
                int width =
                        rows.stream().mapToInt(r -> r.get(index).length()).max().orElse(0);
                line.append(row.get(column)).repeat(" ", width - row.get(column).length() + 2);
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** A duration for people: the two largest units. */
    static String ago(Instant since, Instant now) {
        Duration past = Duration.between(since, now);
        if (past.isNegative()) {
            return "0s"; // the clock was set back
        }
        if (past.toDays() > 0) {
            return past.toDays() + "d " + past.toHoursPart() + "h";
        }
        if (past.toHours() > 0) {
            return past.toHours() + "h " + past.toMinutesPart() + "m";
        }
        return past.toMinutes() > 0 ? past.toMinutes() + "m " + past.toSecondsPart() + "s" : past.toSeconds() + "s";
    }
}
