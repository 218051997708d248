package dev.rapport.memory.index;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a cache on which graphs are built and shelves put together anew. It ends when it has nothing to do, and
 * never keeps the process from ending.
 */
final class BackgroundBuilder implements Executor {
    /** Builds at one time. More would take cores from the loops; the memories are found without a graph meanwhile. */
    private static final int BUILDS_MAX = 1;

    /** Users whose build may wait. A build of 100,000 takes a minute, so more waiting ones would be of no use soon. */
    static final int WAITING_MAX = 256;

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            BUILDS_MAX,
            BUILDS_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("memory-builder-", 0).daemon()::unstarted);

    BackgroundBuilder() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable build) {
        threads.execute(build);
    }
}
