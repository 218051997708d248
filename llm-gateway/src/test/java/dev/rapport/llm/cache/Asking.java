package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One request of a test, its reader, and all it heard, in order. Its loop writes, the test reads. */
final class Asking implements TextSink {
    final int loop;
    final Promise<Void> stop = Promise.promise();
    final Promise<LlmReply> reply = Promise.promise();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Call call = new Call(
            stop.future(),
            quota -> hear("granted " + quota.requests().left()),
            (position, eta) -> hear("moved " + position + " " + eta),
            () -> hear("admitted"));

    private final Thread thread = Thread.currentThread();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile @Nullable Throwable gone;
    private @Nullable Promise<Void> room;

    Asking(int loop) {
        this.loop = loop;
    }

    void hear(String word) {
        if (!Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("thread: " + Thread.currentThread() + " (expected: " + thread + ")");
        }
        heard.add(word);
    }

    /** From the next piece on it has no room for another. */
    Asking fill() {
        full = true;
        return this;
    }

    /** There is room again, for good. */
    void drain() {
        full = false;
        if (room != null) {
            room.complete();
        }
    }

    /** The next piece fails. */
    void go(Throwable why) {
        gone = why;
    }

    String text() {
        return String.join("", pieces);
    }

    @Override
    public Future<Void> write(String piece) {
        hear("piece");
        if (gone != null) {
            return Future.failedFuture(gone);
        }
        pieces.add(piece);
        if (!full) {
            return Future.succeededFuture();
        }
        room = Promise.promise();
        return room.future();
    }

    @Override
    public void replaced(Source by) {
        hear("replaced after " + text().length());
    }

    /** Once it has one. */
    AnswerStream answer() {
        if (reply.future().result() instanceof LlmReply.Answering(var answer)) {
            return answer;
        }
        throw new AssertionError("reply: " + reply.future() + " (expected: an answer)");
    }

    Future<AnswerEnd> read() {
        return answer().pipeTo(this);
    }
}
