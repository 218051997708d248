package dev.rapport.loadtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.record.Sample.Server;
import dev.rapport.loadtest.record.Sample.Times;
import dev.rapport.loadtest.system.AuditCount.Counts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditCheckTest {
    /** So many records of so many requests, which are r1, r2 and so on. */
    private static Counts written(long records, int requests) {
        return new Counts(
                records,
                IntStream.rangeClosed(1, requests).mapToObj(i -> "r" + i).collect(Collectors.toSet()));
    }

    private static final Server ONE = new Server("r1", "1", Map.of());

    private static Sample sample(Operation operation, String outcome, Server server, long sent) {
        Sample of = new SyntheticRun()
                .phase("p", 0, "open", 1)
                .chat("p", 0, 10, outcome)
                .samples
                .getFirst();
        Times times = new Times(0, sent, -1, -1, -1, -1, 1);
        return new Sample(0, "p", operation, 0, "n", 0, times, of.answer(), outcome, "", 502, -1, 0, 0, server);
    }

    @Test
    void unanswered_areThoseSentThatFailedAndNameNoInstance() {
        assertThat(AuditCheck.unanswered(List.of(
                        sample(Operation.CHAT, "http-5xx", Server.SILENT, 5),
                        sample(Operation.SESSION, "reset", Server.SILENT, 5),
                        sample(Operation.CHAT, "http-5xx", ONE, 5),
                        sample(Operation.CHAT, Sample.OK, Server.SILENT, 5),
                        sample(Operation.CHAT, "refused", Server.SILENT, -1),
                        sample(Operation.HEALTH, "http-5xx", Server.SILENT, 5))))
                .isEqualTo(2);
    }

    @Test
    void missingRecords_ofRequestsThatNeverReachedAnInstance_areExcusedAndCounted() {
        Counts written = written(93, 90);
        assertThat(AuditCheck.explained(100, 12, 0, written)).isTrue();
        assertThat(AuditCheck.sentence(100, 12, 0, written))
                .isEqualTo("Audit: 100 requests sent, 90 in the audit; 10 never reached an instance;"
                        + " 3 were taken by a second instance, because the first could not.");
    }

    @Test
    void missingRecords_ofRequestsThatAnInstanceAnswered_stayAProblem() {
        assertThat(AuditCheck.explained(100, 9, 0, written(90, 90))).isFalse();
        assertThat(AuditCheck.sentence(100, 9, 0, written(90, 90)))
                .isEqualTo("Audit: 100 requests sent, but 90 in the audit; answered by no instance: 9.");
        assertThat(AuditCheck.explained(100, 0, 0, written(99, 99))).isFalse();
        assertThat(AuditCheck.sentence(100, 0, 0, written(99, 99)))
                .isEqualTo("Audit: 100 requests sent, but 99 in the audit.");
        assertThat(AuditCheck.explained(100, 9, 0, written(101, 101))).isFalse();
    }

    @Test
    void answeredButMissing_isAProblemEvenIfTheCountIsRight() {
        List<Sample> samples = List.of(
                sample(Operation.CHAT, Sample.OK, ONE, 5),
                sample(Operation.CHAT, Sample.OK, new Server("r9", "2", Map.of()), 5),
                sample(Operation.CHAT, "timeout", Server.SILENT, 5),
                sample(Operation.HEALTH, Sample.OK, new Server("h", "2", Map.of()), 5));
        assertThat(AuditCheck.answered(samples)).containsExactlyInAnyOrder("r1", "r9");
        long forgotten = AuditCheck.forgotten(AuditCheck.answered(samples), written(2, 2));
        assertThat(forgotten).isEqualTo(1);
        assertThat(AuditCheck.explained(3, 1, forgotten, written(2, 2))).isFalse();
        assertThat(AuditCheck.sentence(3, 1, forgotten, written(2, 2)))
                .isEqualTo("Audit: 3 requests sent, but 2 in the audit; answered and not in it: 1;"
                        + " answered by no instance: 1.");
    }

    @Test
    void allThere_isSaidPlainly() {
        assertThat(AuditCheck.explained(100, 9, 0, written(100, 100))).isTrue();
        assertThat(AuditCheck.sentence(100, 9, 0, written(100, 100)))
                .isEqualTo("Audit: 100 requests sent, 100 in the audit.");
    }
}
