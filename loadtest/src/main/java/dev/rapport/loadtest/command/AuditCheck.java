package dev.rapport.loadtest.command;

import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.system.AuditCount.Counts;
import dev.rapport.loadtest.system.OwnTopology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether every request that was sent has left its audit record, unless no instance ever had it. */
final class AuditCheck {
    /** Records are written behind the requests, in batches; each look starts a JVM, which takes half a second and more. */
    private static final int LOOKS_MAX = 5;

    /** Health is no request of a user, and leaves no record. */
    private static final String NOT_AUDITED = "health";

    private AuditCheck() {}

    /** The run, with these notes and what the audit of its service shows. */
    static RunInfo of(RunInfo info, List<Sample> samples, List<String> notes, OwnTopology service, Counts before)
            throws InterruptedException {
        long expected = audited(info.sent());
        long unanswered = unanswered(samples);
        try {
            Counts written = service.recordsWritten().minus(before);
            for (int look = 1; look < LOOKS_MAX && written.requests() < expected; look++) {
                written = service.recordsWritten().minus(before);
            }
            String sentence = sentence(expected, unanswered, written);
            return explained(expected, unanswered, written)
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

    /**
     * Requests that were sent, failed, and say of no instance that it answered: NGINX or the kernel may have turned them
     * away, as they do when a service is overrun, and then nobody could write them down. Others of them were broken off
     * while an instance had them; those are in the audit. Only the count of records tells how many are which.
     */
    static long unanswered(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.operation() != Sample.Operation.HEALTH)
                .filter(sample -> sample.times().sent() >= 0 && sample.failed())
                .filter(sample -> sample.server().instance().isEmpty())
                .count();
    }

    /** Whether all that is missing in the audit may never have reached an instance, and nothing is in it that was not sent. */
    static boolean explained(long expected, long unanswered, Counts written) {
        long missing = expected - written.requests();
        return missing >= 0 && missing <= unanswered;
    }

    /** NGINX sends a request that an instance cannot take to another one, and both write it down. */
    static String sentence(long expected, long unanswered, Counts written) {
        long missing = expected - written.requests();
        boolean explained = explained(expected, unanswered, written);
        long again = written.records() - written.requests();
        return "Audit: " + expected + " requests sent, " + (explained ? "" : "but ") + written.requests()
                + " in the audit"
                + (explained && missing > 0 ? "; " + missing + " never reached an instance" : "")
                + (!explained && missing > 0 && unanswered > 0
                        ? "; only " + unanswered + " requests were answered by no instance"
                        : "")
                + (again == 0 ? "." : "; " + again + " were taken by a second instance, because the first could not.");
    }

    private static List<String> plus(List<String> list, String item) {
        return Stream.concat(list.stream(), Stream.of(item)).toList();
    }
}
