package dev.rapport.llm.loop;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Runs things later, on the event loop that asked. An argument, so that tests need not wait. */
@FunctionalInterface
public interface Timers {

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Harmless once the task has run. */
        void cancel();
    }

    /** Runs the task once, after the delay. */
    Timer after(Duration delay, Runnable task);

    /** Real time. */
    static Timers of(Vertx vertx) {
        return (delay, task) -> {
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
            return () -> vertx.cancelTimer(id);
        };
    }
}
