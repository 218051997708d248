package dev.rapport.loadtest.clock;

import static java.util.Objects.requireNonNull;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * Runs things on one event loop at planned times of {@link System#nanoTime()}.
 *
 * <p>The times are absolute, so a late timer does not push the ones after it back. Vert.x's own timers count whole
 * milliseconds from now, which is too coarse for gaps of 4 ms between tokens; Netty's take nanoseconds and were seen to
 * fire within a millisecond of the plan (selector granularity).
 *
 * <p>Use it on the event loop that it was made for.
 */
public final class LoopTimer {
    private final ContextInternal context;

    private LoopTimer(ContextInternal context) {
        this.context = context;
    }

    /** The timer of this context's event loop. */
    public static LoopTimer of(Context context) {
        return new LoopTimer((ContextInternal) requireNonNull(context, "context"));
    }

    /** Runs the action once, as soon as the clock has reached {@code nanoTime}; at the next turn if it already has. */
    public Pending at(long nanoTime, Runnable action) {
        long delayNanos = Math.max(0, nanoTime - System.nanoTime());
        ScheduledFuture<?> scheduled =
                context.nettyEventLoop().schedule(() -> context.dispatch(action), delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** An action that may still be called off; calling off one that ran does nothing. */
    @FunctionalInterface
    public interface Pending {
        void cancel();
    }
}
