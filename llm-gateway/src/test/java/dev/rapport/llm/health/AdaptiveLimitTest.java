package dev.rapport.llm.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.health.ProviderHealth.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As a provider's health shows it. */
class AdaptiveLimitTest {
    private static final int AT_ONE_TIME = 48;

    private final MovingClock time = new MovingClock();

    @Test
    void limit_refusals_fallsToItsLeast() {
        ProviderHealth health = health(HealthSettings.DEFAULT);
        assertThat(health.state().limit()).isEqualTo(AdaptiveLimit.FIRST);

        refuse(health);
        assertThat(health.state().limit()).isLessThan(AdaptiveLimit.FIRST);
        for (int i = 0; i < 30; i++) {
            refuse(health);
        }

        assertThat(health.state().limit()).isEqualTo(AdaptiveLimit.MIN);
    }

    @Test
    void limit_firstPiecesComeLater_falls() {
        ProviderHealth health = health(HealthSettings.DEFAULT);
        for (int i = 0; i < 130; i++) {
            round(health, Duration.ofMillis(100));
        }
        int before = health.state().limit();
        assertThat(before).isGreaterThanOrEqualTo(AdaptiveLimit.FIRST);

        for (int i = 0; i < 20; i++) {
            round(health, Duration.ofSeconds(5));
        }

        assertThat(health.state().limit()).isBetween(AdaptiveLimit.MIN, before / 2);
    }

    @Test
    void limit_fixed_staysWhateverComes() {
        ProviderHealth health = health(HealthSettings.DEFAULT.withoutAdaption());

        refuse(health);
        round(health, Duration.ofSeconds(5));

        assertThat(health.state().limit()).isEqualTo(AdaptiveLimit.MAX);
    }

    private ProviderHealth health(HealthSettings settings) {
        return new Health(Map.of("p", settings), time, time::nanos).of("p");
    }

    private static void refuse(ProviderHealth health) {
        health.enter(true, false).orElseThrow().ended(Outcome.OVERLOADED);
    }

    /* As many calls at one time as there may be, up to a bound, whose first pieces come after so long. */
    private void round(ProviderHealth health, Duration firstPiece) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < AT_ONE_TIME; i++) {
            health.enter(true, false).ifPresent(slots::add);
        }
        time.pass(firstPiece);
        slots.forEach(Slot::firstPiece);
        slots.forEach(slot -> slot.ended(Outcome.WELL));
    }
}
