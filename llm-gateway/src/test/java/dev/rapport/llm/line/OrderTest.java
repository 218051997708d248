package dev.rapport.llm.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who stands before whom. */
class OrderTest {
    private static final long NOW = 1_800_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    @Test
    void whoCameFirst_isFirst() {
        assertThat(new Order(NOW, 0, true).micros(false)).isLessThan(new Order(NOW + 1, 0, true).micros(false));
    }

    @Test
    void aBetterPlan_passesWhatCameUpToItsHeadStartEarlier() {
        Order free = new Order(NOW, 30 * SECOND, true);
        assertThat(new Order(NOW + 29 * SECOND, 0, true).micros(false)).isLessThan(free.micros(false));
        assertThat(new Order(NOW + 31 * SECOND, 0, true).micros(false)).isGreaterThan(free.micros(false));
    }

    @Test
    void theFirstOfAUserThatIsUrgent_goesBeforeAllThatAreNot() {
        Order urgent = new Order(NOW, 600 * SECOND, true);
        assertThat(urgent.micros(true)).isLessThan(new Order(NOW - 3_600 * SECOND, 0, true).micros(false));
        assertThat(urgent.micros(false) - urgent.micros(true))
                .isEqualTo(Duration.ofDays(1).toMillis() * 1_000);
    }

    @Test
    void urgentOnes_keepTheirOrderAmongThemselves() {
        assertThat(new Order(NOW, 0, true).micros(true)).isLessThan(new Order(NOW + 1, 0, true).micros(true));
    }

    @Test
    void aUsersLaterRequests_areNeverUrgent() {
        Order second = new Order(NOW, 5, false);
        assertThat(second.micros(true)).isEqualTo(second.micros(false)).isEqualTo(NOW + 5);
    }
}
