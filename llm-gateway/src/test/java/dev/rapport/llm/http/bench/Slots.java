package dev.rapport.llm.http.bench;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** So many streams at one time, each followed by the next one of its slot, and what was heard of them. For any thread. */
final class Slots {
    private final int answersEach;
    private final LongAdder tokens = new LongAdder();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger readingMost = new AtomicInteger();
    private final AtomicInteger slotsLeft;
    private final AtomicInteger firsts = new AtomicInteger();
    private final long[] firstNanos;
    private final Promise<Void> done = Promise.promise();

    Slots(int streams, int answersEach) {
        this.answersEach = answersEach;
        this.slotsLeft = new AtomicInteger(streams);
        this.firstNanos = new long[streams * answersEach];
    }

    void start(Consumer<StreamingChatResponseHandler> asker) {
        new Slot(asker).next();
    }

    /** Completes when all slots have had all their answers. */
    Future<Void> done() {
        return done.future();
    }

    long tokens() {
        return tokens.sum();
    }

    JsonObject report() {
        int count = firsts.get();
        long[] sorted = Arrays.copyOf(firstNanos, count);
        Arrays.sort(sorted);
        return new JsonObject()
                .put("completed", completed.get())
                .put("failed", failed.get())
                .put("tokens", tokens())
                .put("readAtOnce", readingMost.get())
                .put("firstTokenMillisP50", count == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(sorted[count / 2]))
                .put("firstTokenMillisP99", count == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(sorted[count * 99 / 100]));
    }

    /** One stream after the other. */
    private final class Slot {
        private final Consumer<StreamingChatResponseHandler> asker;
        private int left = answersEach;

        Slot(Consumer<StreamingChatResponseHandler> asker) {
            this.asker = asker;
        }

        void next() {
            if (left > 0) {
                left--;
                asker.accept(new Answer(this));
            } else if (slotsLeft.decrementAndGet() == 0) {
                done.complete();
            }
        }
    }

    /** One answer; ends once, though the JDK's client may say it twice. */
    private final class Answer implements StreamingChatResponseHandler {
        private final Slot slot;
        private final long startNanos = System.nanoTime();
        private final AtomicInteger ends = new AtomicInteger();
        private boolean begun;

        Answer(Slot slot) {
            this.slot = slot;
        }

        @Override
        public void onPartialResponse(String piece) {
            if (!begun) {
                begun = true;
                firstNanos[firsts.getAndIncrement()] = System.nanoTime() - startNanos;
                readingMost.accumulateAndGet(reading.incrementAndGet(), Math::max);
            }
            tokens.increment();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end(completed);
        }

        @Override
        public void onError(Throwable error) {
            end(failed);
        }

        private void end(AtomicInteger counter) {
            if (ends.incrementAndGet() == 1) {
                counter.incrementAndGet();
                if (begun) {
                    reading.decrementAndGet();
                }
                slot.next();
            }
        }
    }
}
