package dev.rapport.llm.http;

import dev.rapport.llm.loop.Timers;
import java.time.Duration;

/**
 * What one client has under way: its calls and its timers, counted, so that a leak shows. Both are 0 when nothing is under
 * way, but for the second that the end of a complete response may take. Runs on one event loop.
 */
final class Live implements Timers {
    private final Timers timers;
    private int openCalls;
    private int openTimers;

    Live(Timers timers) {
        this.timers = timers;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return new Counted(delay, task);
    }

    void callBegan() {
        openCalls++;
    }

    void callEnded() {
        openCalls--;
    }

    int openCalls() {
        return openCalls;
    }

    int openTimers() {
        return openTimers;
    }

    /** Counted until it has run or is cancelled, whichever comes first. */
    private final class Counted implements Timer {
        private final Timer timer;
        private boolean open = true;

        Counted(Duration delay, Runnable task) {
            openTimers++;
            timer = timers.after(delay, () -> {
                if (close()) {
                    task.run();
                }
            });
        }

        @Override
        public void cancel() {
            if (close()) {
                timer.cancel();
            }
        }

        private boolean close() {
            boolean wasOpen = open;
            if (wasOpen) {
                open = false;
                openTimers--;
            }
            return wasOpen;
        }
    }
}
