package dev.rapport.llm.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.health.ProviderHealth.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {
    /* A pause is drawn by a fifth around its length; so much before and after its ends one is on the safe side. */
    private static final Duration MARGIN = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE_MAX = Duration.ofSeconds(6).plus(MARGIN);

    private final MovingClock time = new MovingClock();
    private final ProviderHealth health = new Health(Map.of("p", HealthSettings.DEFAULT), time, time::nanos).of("p");

    @Test
    void isDown_halfOfTheCallsFailed_fromTheFifth() {
        end(Outcome.FAILED);
        end(Outcome.FAILED);
        end(Outcome.WELL);
        end(Outcome.WELL);
        assertThat(health.isDown()).isFalse();

        assertThat(end(Outcome.FAILED)).as("given up by this call").isTrue();

        assertThat(health.isDown()).isTrue();
        assertThat(health.enter(true, false)).isEmpty();
        assertThat(health.state().breaker()).isEqualTo("open");
        assertThat(health.state().inFlight()).isZero();
    }

    @Test
    void isDown_lessThanHalfFailed_isNot() {
        for (Outcome outcome : List.of(Outcome.WELL, Outcome.WELL, Outcome.WELL, Outcome.FAILED, Outcome.FAILED)) {
            assertThat(end(outcome)).isFalse();
        }
        assertThat(health.isDown()).isFalse();

        assertThat(end(Outcome.FAILED)).as("now it is half").isTrue();
    }

    @Test
    void isDown_fourFailures_proveNothing() {
        for (int i = 0; i < 4; i++) {
            end(Outcome.FAILED);
        }
        assertThat(health.isDown()).isFalse();
    }

    @Test
    void isDown_oldFailures_areForgotten() {
        for (int i = 0; i < 4; i++) {
            end(Outcome.FAILED);
        }
        time.pass(Duration.ofSeconds(11));
        end(Outcome.FAILED);

        assertThat(health.isDown()).isFalse();
    }

    @Test
    void isDown_overloadedOrNotItsFault_isNot() {
        for (int i = 0; i < 20; i++) {
            assertThat(end(Outcome.OVERLOADED)).isFalse();
            assertThat(end(Outcome.NOT_ITS_FAULT)).isFalse();
        }
        assertThat(health.isDown()).isFalse();
        assertThat(health.enter(true, false)).isPresent();
    }

    /** Long answers and slow readers are no fault of the provider's. */
    @Test
    void isDown_goodAnswersThatTookMinutes_isNot() {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slots.add(health.enter(true, false).orElseThrow());
        }
        time.pass(Duration.ofMinutes(3));

        assertThat(slots).noneMatch(slot -> slot.ended(Outcome.WELL));
        assertThat(health.isDown()).isFalse();
    }

    @Test
    void enter_pauseIsOver_letsOneTryAndThenAll() {
        open();
        time.pass(Duration.ofSeconds(4).minus(MARGIN));
        assertThat(health.isDown()).isTrue();
        time.pass(FIRST_PAUSE_MAX.minusSeconds(4).plus(MARGIN));
        assertThat(health.isDown()).isFalse();

        Slot probe = health.enter(true, false).orElseThrow();
        assertThat(health.enter(true, false)).isEmpty();
        assertThat(health.isDown()).as("it is tried, so it is not given up").isFalse();
        assertThat(probe.ended(Outcome.WELL)).isFalse();

        assertThat(health.state().breaker()).isEqualTo("closed");
        assertThat(health.enter(true, false)).isPresent();
        assertThat(health.enter(true, false)).isPresent();
    }

    @Test
    void enter_probeSaidNothing_letsAnotherTry() {
        open();
        time.pass(FIRST_PAUSE_MAX);

        health.enter(true, false).orElseThrow().ended(Outcome.NOT_ITS_FAULT);
        health.enter(true, false).orElseThrow().ended(Outcome.OVERLOADED);

        assertThat(health.enter(true, false)).isPresent();
        assertThat(health.enter(true, false)).isEmpty();
    }

    @Test
    void isDown_probesFail_pausesDoubleUpToAMinute() {
        open();
        for (int seconds : new int[] {5, 10, 20, 40}) {
            assertPause(Duration.ofMillis(800L * seconds), Duration.ofMillis(1_200L * seconds));
        }
        assertPause(Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertPause(Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    /* Passes the pause, and lets the probe after it fail. */
    private void assertPause(Duration least, Duration most) {
        time.pass(least.minus(MARGIN));
        assertThat(health.isDown()).as("shortly before %s", least).isTrue();
        time.pass(most.minus(least).plus(MARGIN).plus(MARGIN));
        assertThat(health.isDown()).as("shortly after %s", most).isFalse();
        assertThat(end(Outcome.FAILED)).isTrue();
    }

    @Test
    void room_notProven_isAFewCalls_thenTwiceAsManyAfterEachGoodEnd() {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < ProviderHealth.UNPROVEN_FIRST; i++) {
            slots.add(health.enter(false, false).orElseThrow());
        }
        assertThat(health.enter(false, false)).isEmpty();
        assertThat(health.room(false)).isZero();
        slots.forEach(slot -> slot.ended(Outcome.NOT_ITS_FAULT));
        assertThat(health.room(false)).isEqualTo(8);

        for (int room : new int[] {16, 32, 64}) {
            end(Outcome.WELL);
            assertThat(health.room(false)).isEqualTo(room);
        }
        assertThat(health.room(true)).isEqualTo(health.state().limit());
    }

    @Test
    void room_nobodyCouldStandIn_isMore() {
        for (int i = 0; i < ProviderHealth.UNPROVEN_ALONE; i++) {
            assertThat(health.enter(true, false)).isPresent();
        }
        assertThat(health.enter(true, false)).isEmpty();
        assertThat(health.state().inFlight()).isEqualTo(64);
    }

    @Test
    void room_longWithoutAGoodEnd_isAFewCallsAgain() {
        for (int i = 0; i < 4; i++) {
            end(Outcome.WELL);
        }
        time.pass(ProviderHealth.PROVEN_FOR.minusMillis(1));
        assertThat(health.room(false)).isEqualTo(health.state().limit());

        time.pass(Duration.ofMillis(1));

        assertThat(health.room(false)).isEqualTo(ProviderHealth.UNPROVEN_AGAIN);
        assertThat(health.room(true)).isEqualTo(ProviderHealth.UNPROVEN_ALONE);
    }

    @Test
    void room_afterAPause_isAFewCalls() {
        for (int i = 0; i < 4; i++) {
            end(Outcome.WELL);
        }
        open();
        time.pass(FIRST_PAUSE_MAX);

        assertThat(health.isDown()).isFalse();
        assertThat(health.room(false)).isEqualTo(ProviderHealth.UNPROVEN_AGAIN);
    }

    @Test
    void ended_twice_isHeardOnce() {
        Slot slot = health.enter(true, false).orElseThrow();

        slot.ended(Outcome.WELL);
        for (int i = 0; i < 10; i++) {
            assertThat(slot.ended(Outcome.FAILED)).isFalse();
        }

        assertThat(health.state().inFlight()).isZero();
        assertThat(health.isDown()).isFalse();
    }

    @Test
    void enter_goingOnWithAnAnswer_needsNoRoom_butAProviderThatIsUp() {
        while (health.room(true) > 0) {
            assertThat(health.enter(true, false)).isPresent();
        }
        assertThat(health.enter(true, false)).isEmpty();

        assertThat(health.enter(true, true)).isPresent();
        health.downElsewhere(Duration.ofSeconds(5));
        assertThat(health.enter(true, true)).isEmpty();
    }

    @Test
    void downElsewhere_isDownForSoLong_orUntilAGoodEnd() {
        Slot underWay = health.enter(true, false).orElseThrow();
        health.downElsewhere(Duration.ofSeconds(5));
        assertThat(health.isDown()).isTrue();
        assertThat(health.enter(true, false)).isEmpty();
        time.pass(Duration.ofSeconds(5));
        assertThat(health.isDown()).isFalse();

        health.downElsewhere(Duration.ofSeconds(5));
        underWay.ended(Outcome.WELL);
        assertThat(health.isDown()).isFalse();

        health.downElsewhere(Duration.ofSeconds(5));
        health.downElsewhere(Duration.ZERO);
        assertThat(health.isDown()).isFalse();
    }

    @Test
    void downElsewhere_saidBeforeAGoodEnd_isPast_saidAfterIt_counts() {
        time.pass(Duration.ofSeconds(60));
        assertThat(end(Outcome.WELL)).isFalse();
        time.pass(Duration.ofSeconds(1));

        assertThat(health.downElsewhere(Duration.ofSeconds(3)))
                .as("said 2 s ago")
                .isFalse();
        assertThat(health.isDown()).isFalse();
        assertThat(health.enter(true, false)).isPresent();

        assertThat(health.downElsewhere(Duration.ofMillis(4_100)))
                .as("said 0.9 s ago")
                .isTrue();
        assertThat(health.isDown()).isTrue();
    }

    @Test
    void states_twoProviders_areApartAndInOrder() {
        Map<String, HealthSettings> settings = new LinkedHashMap<>();
        settings.put("b", HealthSettings.DEFAULT);
        settings.put("a", HealthSettings.DEFAULT.withoutAdaption());
        Health both = new Health(settings, time, time::nanos);

        assertThat(both.of("b").enter(true, false)).isPresent();

        assertThat(both.states().keySet()).containsExactly("b", "a");
        assertThat(both.states().get("b")).isEqualTo(new HealthState("closed", 1, 64, -1));
        assertThat(both.states().get("a")).isEqualTo(new HealthState("closed", 0, 1_024, -1));
        assertThatThrownBy(() -> both.of("c"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("c");
    }

    private void open() {
        boolean opened = false;
        while (!opened) {
            opened = end(Outcome.FAILED);
        }
    }

    /* One call with that outcome. */
    private boolean end(Outcome outcome) {
        return health.enter(true, false).orElseThrow().ended(outcome);
    }
}
