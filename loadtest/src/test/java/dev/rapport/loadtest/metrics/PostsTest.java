package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import org.junit.jupiter.api.Test;

class PostsTest {
    private static SyntheticRun answered(int chats) {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < chats; i++) {
            run.chat("steady", i / 100.0, 100);
        }
        return run;
    }

    private static void again(SyntheticRun run, int chat) {
        run.provider.add(run.provider.get(chat));
    }

    private static double difference(SyntheticRun run) {
        return run.measurements().value("provider.posts_difference");
    }

    @Test
    void eachOnce_isAsSent() {
        assertThat(difference(answered(10))).isZero();
    }

    /** As many POSTs as chats were sent: 300 were refused on their way, and 300 posted twice. */
    @Test
    void twiceHereAndNeverThere_doNotMakeUpForEachOther() {
        SyntheticRun run = answered(300);
        for (int i = 0; i < 300; i++) {
            run.chat("steady", 5, 10, "http-5xx").provider.removeLast();
        }
        for (int i = 0; i < 300; i++) {
            again(run, i);
        }
        assertThat(run.provider).hasSize(600);
        assertThat(run.samples).hasSize(600);
        assertThat(difference(run)).isEqualTo(300);
    }

    /** The fault of one chat excuses no second POST of another. */
    @Test
    void faultOfOne_doesNotExcuseAnother() {
        SyntheticRun run = answered(10);
        run.chat("steady", 5, 100).outcomeOfLast("500");
        run.attempt("ok", 5_050, 0, 50, 10, 7);
        assertThat(difference(run)).isZero();
        again(run, 0);
        run.providerCounts.clear();
        assertThat(difference(run)).isEqualTo(1);
        assertThat(run.measurements().find("provider.posts_difference").orElseThrow())
                .asString()
                .contains("1 served once more", "n0: 2 served of 2");
    }

    @Test
    void retriesOfFaultedAttempts_areAllowedAndCounted() {
        SyntheticRun run = answered(10).chat("steady", 5, 100);
        run.provider.removeLast();
        run.attempt("500", 5_000, 0, 10, 0, 7).attempt("client-gone", 5_010, 0, 40, 3, 7);
        run.attempt("ok", 5_050, 0, 50, 10, 7);
        assertThat(difference(run)).isZero();
        assertThat(run.measurements().find("provider.posts_difference").orElseThrow())
                .asString()
                .contains("2 of them after an attempt that did not succeed");
    }

    @Test
    void postOfAChatNeverSent_isUnexplained() {
        SyntheticRun run = answered(10);
        run.provider.add(new ProviderRecord("stranger", "m", true, 200, 0, 1, 2, 10, "ok"));
        assertThat(difference(run)).isEqualTo(1);
    }

    /** The harness says that it never gave this one to a connection. */
    @Test
    void postOfAChatThatLeftNot_isUnexplained() {
        SyntheticRun run = answered(10).chat("steady", 5, 10, "refused");
        Sample last = run.samples.getLast();
        run.replaceLast(Samples.unsent(last));
        assertThat(difference(run)).isEqualTo(1);
        run.provider.removeLast();
        run.providerCounts.clear();
        assertThat(difference(run)).isZero();
    }

    @Test
    void answerThatTheProviderDidNotGive_isUnexplained() {
        SyntheticRun run = answered(10);
        run.provider.removeFirst();
        assertThat(difference(run)).isEqualTo(1);
        run = answered(10).chat("steady", 5, 100).outcomeOfLast("client-gone");
        assertThat(difference(run)).as("left after its last token").isZero();
        run.provider.removeLast();
        run.attempt("cut", 5_000, 0, 10, 4, 7);
        assertThat(difference(run)).isEqualTo(1);
    }

    @Test
    void postsWithoutRecords_areUnexplained_unlessUnderWayOrDropped() {
        SyntheticRun run = answered(10);
        run.providerCounts.put("posts", 12L);
        assertThat(difference(run)).isEqualTo(2);
        run.providerCounts.put("records_dropped", 1L);
        assertThat(difference(run)).isEqualTo(1);
        run.chat("steady", 5, 100, "timeout").provider.removeLast();
        assertThat(difference(run)).isZero();
        run.providerCounts.put("posts", 9L);
        assertThat(difference(run)).isEqualTo(2);
    }

    @Test
    void servedAttempt_isTheOneThatIsJoined_whateverEndedLast() {
        SyntheticRun run = answered(1);
        run.attempt("client-gone", 5, 0, 900, 3, 7);
        RunData data = run.data();
        assertThat(data.providerOf(data.samples().getFirst()))
                .get()
                .extracting(ProviderRecord::outcome)
                .isEqualTo("ok");
        assertThat(run.measurements().value("chat.provider.max")).isEqualTo(80);
    }
}
