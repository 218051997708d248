package dev.rapport.loadtest.command;

import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.system.AuditCount.Counts;
import dev.rapport.loadtest.system.OwnTopology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether every request that was sent has left its audit record. */
final class AuditCheck {
    /** Records are written behind the requests, in batches; each look starts a JVM, which takes half a second and more. */
    private static final int LOOKS_MAX = 5;

    /** Health is no request of a user, and leaves no record. */
    private static final String NOT_AUDITED = "health";

    private AuditCheck() {}

    /** The run, with these notes and what the audit of its service shows. */
    static RunInfo of(RunInfo info, List<String> notes, OwnTopology service, Counts before)
            throws InterruptedException {
        long expected = audited(info.sent());
        try {
            Counts written = service.recordsWritten().minus(before);
            for (int look = 1; look < LOOKS_MAX && written.requests() < expected; look++) {
                written = service.recordsWritten().minus(before);
            }
            String sentence = sentence(expected, written);
            return written.requests() == expected
                    ? info.plus(plus(notes, sentence), List.of())
                    : info.plus(notes, List.of(sentence));
        } catch (IOException e) {
            return info.plus(notes, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Requests that leave a record, of those that were sent. */
    static long audited(Map<String, Long> sent) {
        return sent.entrySet().stream()
                .filter(operation -> !operation.getKey().equals(NOT_AUDITED))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** NGINX sends a request that an instance cannot take to another one, and both write it down. */
    static String sentence(long expected, Counts written) {
        long again = written.records() - written.requests();
        return "Audit: " + expected + " requests sent, " + (written.requests() == expected ? "" : "but ")
                + written.requests() + " in the audit"
                + (again == 0 ? "." : "; " + again + " were taken by a second instance, because the first could not.");
    }

    private static List<String> plus(List<String> list, String item) {
        return Stream.concat(list.stream(), Stream.of(item)).toList();
    }
}
