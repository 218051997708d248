package dev.rapport.llm.cache;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The event loop that something belongs to. Thread-safe. */
record OwnLoop(Context context, Thread thread) {

    /** The one that runs this. */
    static OwnLoop here() {
        Context context = Vertx.currentContext();
        if (context == null || !context.isEventLoopContext()) {
            throw new IllegalStateException("context: " + context + " (expected: an event loop's)");
        }
        return new OwnLoop(context, Thread.currentThread());
    }

    /** Whether this runs on it; on whichever context. */
    boolean isHere() {
        return Thread.currentThread().equals(thread);
    }

    /** Runs the task there, after all that was given before. Never in the caller's stack. */
    void later(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /** Runs the task now if this is the loop, else as soon as that can. */
    void atOnce(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            later(task);
        }
    }
}
