package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.Quota;
import dev.rapport.llm.limit.UserLimiter.Ask;
import dev.rapport.llm.limit.UserLimiter.Reply;
import dev.rapport.llm.limit.UserLimiter.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Users' limits while the store is away. */
class LocalUsersTest {
    private static final long NOW = VirtualTime.START_MICROS;
    private static final long SECOND = 1_000_000;
    private static final PlanLimit ONE_A_SECOND = new PlanLimit("free", 60, 0, 0, 0, 0);
    private static final PlanLimit TOKENS = new PlanLimit("free", 0, 60_000, 0, 0, 0);
    private static final Times TIMES = new Times(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(3));

    private static Ask ask(String user, String id, PlanLimit plan) {
        return new Ask(id, user, plan, 500, 0, TIMES);
    }

    private static boolean grants(LocalUsers users, Ask ask, long now) {
        return users.reserve(ask, now) instanceof Reply.Granted;
    }

    @Test
    void aPlanWithoutLimits_isGranted_withItsPlaceInTime() {
        assertThat(new LocalUsers(16).reserve(ask("{u}", "r", PlanLimit.none("all")), NOW))
                .isEqualTo(new Reply.Granted(Duration.ZERO, NOW - 3 * SECOND, true, Quota.NONE));
    }

    @Test
    void aLimit_beginsAtNothing_andIsSharedByAllLoops() {
        LocalUsers users = new LocalUsers(4);
        assertThat(grants(users, ask("{u}", "1", ONE_A_SECOND), NOW)).isFalse();
        assertThat(grants(users, ask("{u}", "2", ONE_A_SECOND), NOW + 4 * SECOND - 1))
                .isFalse();
        assertThat(grants(users, ask("{u}", "3", ONE_A_SECOND), NOW + 4 * SECOND))
                .isTrue();
        assertThat(grants(users, ask("{u}", "4", ONE_A_SECOND), NOW + 4 * SECOND))
                .isFalse();
    }

    @Test
    void users_areLimitedEachForItself() {
        LocalUsers users = new LocalUsers(1);
        users.reserve(ask("{u}", "1", ONE_A_SECOND), NOW);
        users.reserve(ask("{v}", "2", ONE_A_SECOND), NOW);
        assertThat(grants(users, ask("{u}", "3", ONE_A_SECOND), NOW + SECOND)).isTrue();
        assertThat(grants(users, ask("{v}", "4", ONE_A_SECOND), NOW + SECOND)).isTrue();
    }

    @Test
    void settle_givesBackTheTokensThatWereNotUsed() {
        LocalUsers users = new LocalUsers(1);
        users.reserve(ask("{u}", "0", TOKENS), NOW);
        assertThat(grants(users, ask("{u}", "1", TOKENS), NOW + SECOND / 2)).isTrue();
        assertThat(grants(users, ask("{u}", "2", TOKENS), NOW + SECOND / 2)).isFalse();
        assertThat(users.settle("{u}", "1", true, 0)).isTrue();
        assertThat(grants(users, ask("{u}", "3", TOKENS), NOW + SECOND / 2)).isTrue();
    }

    @Test
    void settle_knowsOnlyWhatWasReservedHere_andOnlyOnce() {
        LocalUsers users = new LocalUsers(1);
        users.reserve(ask("{u}", "0", ONE_A_SECOND), NOW);
        users.reserve(ask("{u}", "1", ONE_A_SECOND), NOW + SECOND);
        assertThat(users.settle("{u}", "0", true, 5)).as("was refused").isFalse();
        assertThat(users.settle("{v}", "1", true, 5)).as("of another").isFalse();
        assertThat(users.settle("{u}", "1", true, 5)).isTrue();
        assertThat(users.settle("{u}", "1", true, 5)).isFalse();
    }

    @Test
    void usersAreForgotten_theOneWhoWasAwayLongestFirst() {
        LocalUsers users = new LocalUsers(1);
        users.reserve(ask("{first}", "0", ONE_A_SECOND), NOW);
        users.reserve(ask("{second}", "0", ONE_A_SECOND), NOW);
        assertThat(grants(users, ask("{first}", "1", ONE_A_SECOND), NOW + SECOND))
                .isTrue();
        assertThat(grants(users, ask("{second}", "1", ONE_A_SECOND), NOW + SECOND))
                .isTrue();
        users.reserve(ask("{first}", "2", ONE_A_SECOND), NOW + SECOND);

        for (int i = 0; i < LocalUsers.USERS_MAX - 1; i++) {
            users.reserve(ask("{u" + i + "}", "0", ONE_A_SECOND), NOW + SECOND);
        }

        assertThat(users.settle("{second}", "1", true, 5)).as("forgotten").isFalse();
        assertThat(users.settle("{first}", "1", true, 5)).isTrue();
    }
}
