package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.simulator.Places.Place;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private Place enter(Places places, String name) {
        Place place = new Place(loop);
        places.enter(place, freeNanos -> started.add(name + "@" + freeNanos), 7);
        return place;
    }

    /** What was started, once the loop has done all it was told. */
    private List<String> started() {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(turn -> done.complete());
        done.future().await();
        return List.copyOf(started);
    }

    private static ObjectNode counts(Places places) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        places.addTo(json);
        return json;
    }

    @Test
    void enter_moreThanPlaces_startInTheOrderTheyCame() {
        Places places = new Places(2);
        Place a = enter(places, "a");
        Place b = enter(places, "b");
        enter(places, "c");
        enter(places, "d");
        assertThat(started()).containsExactly("a@7", "b@7");

        places.leave(b, 20);
        places.leave(a, 30);

        assertThat(started()).containsExactly("a@7", "b@7", "c@20", "d@30");
        assertThat(counts(places))
                .isEqualTo(JsonNodeFactory.instance
                        .objectNode()
                        .put("serving", 2)
                        .put("serving_peak", 2)
                        .put("waiting", 0)
                        .put("waiting_peak", 2));
    }

    @Test
    void leave_whileWaiting_isNotStartedAndTakesNoPlace() {
        Places places = new Places(1);
        Place a = enter(places, "a");
        Place b = enter(places, "b");
        Place c = enter(places, "c");

        places.leave(b, 10);
        places.leave(a, 20);
        assertThat(started()).containsExactly("a@7", "c@20");

        places.leave(c, 30);
        places.leave(c, 40);
        assertThat(counts(places).path("serving").asInt()).isZero();
    }

    @Test
    void take_noPlaceFree_saysSo() {
        Places places = new Places(1);
        Place first = new Place(loop);

        assertThat(places.take(first)).isTrue();
        assertThat(places.take(new Place(loop))).isFalse();
        places.leave(first, 0);
        assertThat(places.take(new Place(loop))).isTrue();
    }

    @Test
    void enter_noBound_startsAll() {
        Places places = new Places(0);
        for (int i = 0; i < 100; i++) {
            enter(places, "n");
        }

        assertThat(started()).hasSize(100);
    }
}
