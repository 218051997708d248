package dev.rapport.loadtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.record.Sample.Server;
import dev.rapport.loadtest.record.Sample.Times;
import dev.rapport.loadtest.system.AuditCount.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditCheckTest {
    private static final Server ONE = new Server("r1", "1", java.util.Map.of());

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
        Counts written = new Counts(93, 90);
        assertThat(AuditCheck.explained(100, 12, written)).isTrue();
        assertThat(AuditCheck.sentence(100, 12, written))
                .isEqualTo("Audit: 100 requests sent, 90 in the audit; 10 never reached an instance;"
                        + " 3 were taken by a second instance, because the first could not.");
    }

    @Test
    void missingRecords_ofRequestsThatAnInstanceAnswered_stayAProblem() {
        assertThat(AuditCheck.explained(100, 9, new Counts(90, 90))).isFalse();
        assertThat(AuditCheck.sentence(100, 9, new Counts(90, 90)))
                .isEqualTo(
                        "Audit: 100 requests sent, but 90 in the audit; only 9 requests were answered by no instance.");
        assertThat(AuditCheck.explained(100, 0, new Counts(99, 99))).isFalse();
        assertThat(AuditCheck.sentence(100, 0, new Counts(99, 99)))
                .isEqualTo("Audit: 100 requests sent, but 99 in the audit.");
        assertThat(AuditCheck.explained(100, 9, new Counts(101, 101))).isFalse();
    }

    @Test
    void allThere_isSaidPlainly() {
        assertThat(AuditCheck.explained(100, 9, new Counts(100, 100))).isTrue();
        assertThat(AuditCheck.sentence(100, 9, new Counts(100, 100)))
                .isEqualTo("Audit: 100 requests sent, 100 in the audit.");
    }
}
