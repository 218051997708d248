package dev.rapport.loadtest.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a thread that polls wait. Never an event loop's. */
final class Pause {
    private Pause() {}

    static void of(Duration time) throws InterruptedException {
        boolean counted = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !counted; // nobody counts it down
    }
}
