package dev.rapport.loadtest.run;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.watch.HiccupMeter;
import dev.rapport.loadtest.watch.Watcher;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watchers of a run: of all processes, and of each leg's event loop. Used by the thread that waits for the run. */
final class Watching {
    private final Watcher watcher;
    private @Nullable HiccupMeter meter;

    Watching(ServiceUnderTest service, Duration forcedGc, long startNanos, Consumer<Gauge> gauges) {
        watcher = Watcher.start(service, forcedGc, startNanos, gauges);
    }

    void retarget(ServiceUnderTest service) {
        watcher.retarget(service);
    }

    /** Measures how late this event loop's timers are from now on, in place of the one before. */
    void onLoop(Context context) {
        endMeter();
        HiccupMeter next = new HiccupMeter(LoopTimer.of(context));
        meter = next;
        context.runOnContext(begin -> {
            next.start();
            watcher.read(next);
        });
    }

    /** The leg of the last {@link #onLoop} is over: its event loop ends, which is no stall. */
    void endMeter() {
        HiccupMeter before = meter;
        if (before != null) {
            before.stop();
        }
    }

    /** Takes the last readings; returns what could not be read, for people. */
    List<String> end() throws InterruptedException {
        endMeter();
        watcher.stop();
        return watcher.problems();
    }
}
