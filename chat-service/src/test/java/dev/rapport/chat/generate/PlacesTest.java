package dev.rapport.chat.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> heard = new ArrayList<>();

    @Test
    void take_noneLeft_waitsFirstComeFirstServed() {
        Places places = new Places(1, 10, nanos::get);
        Places.Place first = places.take(hears("first")).result();
        Future<Places.Place> second = places.take(hears("second"));
        Future<Places.Place> third = places.take(hears("third"));
        assertThat(second.isComplete()).isFalse();

        first.giveBack();
        assertThat(second.succeeded()).isTrue();
        assertThat(third.isComplete()).isFalse();
        assertThat(heard).containsExactly("second 1", "third 2", "third 1");
        assertThat(places.taken()).isEqualTo(1);
        assertThat(places.waiting()).isEqualTo(1);
    }

    @Test
    void take_lineIsFull_isRefusedWithAWait() {
        Places places = new Places(1, 1, nanos::get);
        places.take(hears("first"));
        places.take(hears("second"));
        assertThat(places.take(hears("third")).cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(TurnFailure.Overloaded.class));
    }

    @Test
    void giveBack_twice_countsOnce() {
        Places places = new Places(2, 1, nanos::get);
        Places.Place first = places.take(hears("first")).result();
        places.take(hears("second"));
        first.giveBack();
        first.giveBack();
        assertThat(places.taken()).isEqualTo(1);
    }

    private Places.PositionListener hears(String who) {
        return (position, _) -> heard.add(who + " " + position);
    }
}
