package dev.rapport.loadtest.run;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.system.ServiceUnderTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/** The watchers of a run. */
final class Watching implements AutoCloseable {
    Watching(ServiceUnderTest service, Duration forcedGc, long startNanos, Consumer<Gauge> gauges) {}

    void retarget(ServiceUnderTest service) {}

    void onLoop(Vertx vertx, Context context) {}

    @Override
    public void close() {}
}
