package dev.rapport.loadtest.run;

import dev.rapport.loadtest.record.RunFolder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Writes items to a file on a thread of its own, so that no event loop waits for a disk. */
final class SampleWriter<T> {
    /** A second of the highest rate that the harness sends, ten times over. */
    private static final int WAITING_MAX = 65_536;

    private final RunFolder.LineFile<T> file;
    private final BlockingQueue<Optional<T>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile String problem = "";

    SampleWriter(RunFolder folder, String name) throws IOException {
        this.file = folder.create(name);
        this.thread = Thread.ofPlatform().name("write-" + name).daemon().start(this::write);
    }

    /** Takes one item, from any thread; one too many is dropped and counted. */
    void add(T item) {
        if (!waiting.offer(Optional.of(item))) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try (file) {
            for (Optional<T> item = waiting.take(); item.isPresent(); item = waiting.take()) {
                if (problem.isEmpty()) {
                    write(item.get());
                }
            }
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a failure it goes on to take: nobody may wait for room in a queue that is not emptied any more. */
    private void write(T item) {
        try {
            file.add(item);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        problem = "raw data could not be written: " + e.getMessage();
    }

    /** Waits until everything is written; says what went wrong, if anything did. */
    Optional<String> close() throws InterruptedException {
        waiting.put(Optional.empty());
        thread.join();
        if (!problem.isEmpty()) {
            return Optional.of(problem);
        }
        return dropped.get() == 0
                ? Optional.empty()
                : Optional.of("raw data: " + dropped.get() + " items dropped, because the disk was too slow");
    }
}
