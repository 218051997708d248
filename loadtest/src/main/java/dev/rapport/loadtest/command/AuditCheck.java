package dev.rapport.loadtest.command;

import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.system.AuditCount.Counts;
import dev.rapport.loadtest.system.OwnTopology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        Set<String> answered = answered(samples);
        try {
            Counts written = service.recordsWritten().minus(before);
            for (int look = 1; look < LOOKS_MAX && written.requests() < expected; look++) {
                written = service.recordsWritten().minus(before);
            }
            long forgotten = forgotten(answered, written);
            String sentence = sentence(expected, unanswered, forgotten, written);
            return explained(expected, unanswered, forgotten, written)
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

    /** The ids of requests that an instance says it answered. */
    static Set<String> answered(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.operation() != Sample.Operation.HEALTH)
                .map(Sample::server)
                .filter(server ->
                        !server.instance().isEmpty() && !server.requestId().isEmpty())
                .map(Sample.Server::requestId)
                .collect(Collectors.toSet());
    }

    /** How many of them are not in the audit. */
    static long forgotten(Set<String> answered, Counts written) {
        return answered.stream().filter(id -> !written.ids().contains(id)).count();
    }

    /**
     * Whether all that is missing in the audit may never have reached an instance, and nothing is in it that was not sent.
     * What an instance answered must be there by its id: records of requests that broke off must not make up for it.
     */
    static boolean explained(long expected, long unanswered, long forgotten, Counts written) {
        long missing = expected - written.requests();
        return forgotten == 0 && missing >= 0 && missing <= unanswered;
    }

    /** NGINX sends a request that an instance cannot take to another one, and both write it down. */
    static String sentence(long expected, long unanswered, long forgotten, Counts written) {
        long missing = expected - written.requests();
        boolean explained = explained(expected, unanswered, forgotten, written);
        long again = written.records() - written.requests();
        return "Audit: " + expected + " requests sent, " + (explained ? "" : "but ") + written.requests()
                + " in the audit"
                + (explained && missing > 0 ? "; " + missing + " never reached an instance" : "")
                + (forgotten > 0 ? "; answered and not in it: " + forgotten : "")
                + (!explained && missing > 0 && unanswered > 0 ? "; answered by no instance: " + unanswered : "")
                + (again == 0 ? "." : "; " + again + " were taken by a second instance, because the first could not.");
    }

    private static List<String> plus(List<String> list, String item) {
        return Stream.concat(list.stream(), Stream.of(item)).toList();
    }
}
