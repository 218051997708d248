package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void fuse_noWordIsShared_leavesTheOrderToTheVectors() {
        float[] scores = Fusion.fuse(new float[] {0.1f, 0.9f, 0.5f}, new float[] {0, 0, 0});

        assertThat(scores[1]).isGreaterThan(scores[2]);
        assertThat(scores[2]).isGreaterThan(scores[0]);
    }

    @Test
    void fuse_questionCovered_wordsOutweighALittleMeaning() {
        float[] scores = Fusion.fuse(new float[] {0.5f, 0.6f, 0.1f, 0.1f}, new float[] {0.9f, 0, 0, 0});

        assertThat(scores[0]).isGreaterThan(scores[1]);
    }

    @Test
    void smooth_equalScores_theSessionWithGoodOnesIsLifted() {
        Sessions sessions = new Sessions();
        Instant now = Instant.EPOCH;
        for (int slot = 0; slot < 6; slot++) {
            sessions.add(now.plus(Duration.ofDays(slot / 3)));
        }
        float[] scores = {0, 0, 0, 0, 2, 2};
        Fusion.smooth(scores, new int[] {0, 1, 2, 3, 4, 5}, sessions);

        assertThat(scores[3]).isGreaterThan(scores[0]); // both were 0
        assertThat(scores[4]).isGreaterThan(scores[3]);
    }

    @Test
    void sessions_pauseOfHours_beginsANewOne() {
        Sessions sessions = new Sessions();
        Instant now = Instant.EPOCH;
        sessions.add(now);
        sessions.add(now.plus(Sessions.PAUSE_MIN).minusMillis(1));
        sessions.add(now.plus(Sessions.PAUSE_MIN.multipliedBy(2)));
        sessions.add(now.plus(Sessions.PAUSE_MIN.multipliedBy(2)));

        assertThat(new int[] {sessions.of(0), sessions.of(1), sessions.of(2), sessions.of(3)})
                .containsExactly(0, 0, 1, 1);
        assertThat(sessions.upTo(4)).isEqualTo(2);
    }
}
