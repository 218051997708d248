package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A model's answer that says what it is told to, to a reader that has room. Refuses other threads than its own. */
final class FedAnswer implements AnswerStream {
    static final Source MODEL = new Source("openai", "small", "");
    static final Usage USAGE = new Usage(40, 7, 0);
    static final long COST = 12;

    private final Thread thread = Thread.currentThread();
    private final Deque<Runnable> script = new ArrayDeque<>();
    private final Promise<AnswerEnd> delivered = Promise.promise();
    private Source source;
    private @Nullable TextSink sink;
    private boolean writing;
    private boolean over;
    private boolean complete;
    private int written;
    private int cancels;

    FedAnswer(Source source) {
        this.source = source;
    }

    FedAnswer() {
        this(MODEL);
    }

    /** How many pieces its reader has been given. */
    int written() {
        return written;
    }

    /** How often it was cancelled before its end. */
    int cancels() {
        return cancels;
    }

    FedAnswer say(String... pieces) {
        for (String piece : pieces) {
            script.add(() -> write(piece));
        }
        return pump();
    }

    FedAnswer replaceBy(Source by) {
        script.add(() -> {
            source = by;
            reader().replaced(by);
        });
        return pump();
    }

    FedAnswer end(Finish finish) {
        script.add(() -> {
            over = true;
            complete = true;
            delivered.complete(new AnswerEnd(finish, USAGE, parts()));
        });
        return pump();
    }

    FedAnswer breakOff(AnswerBroken why) {
        script.add(() -> {
            over = true;
            delivered.fail(why);
        });
        return pump();
    }

    @Override
    public Source source() {
        mine();
        return source;
    }

    @Override
    public List<Part> parts() {
        mine();
        return List.of(new Part(source, USAGE, complete, COST));
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink reader) {
        mine();
        sink = reader;
        pump();
        return delivered.future();
    }

    @Override
    public void cancel() {
        mine();
        if (!over) {
            cancels++;
            fail(new CancellationException("the answer was cancelled"));
        }
    }

    private FedAnswer pump() {
        mine();
        while (sink != null && !writing && !over && !script.isEmpty()) {
            script.remove().run();
        }
        return this;
    }

    private void write(String piece) {
        written++;
        writing = true;
        reader().write(piece)
                .onComplete(
                        _ -> {
                            writing = false;
                            pump();
                        },
                        this::fail);
    }

    private void fail(Throwable why) {
        over = true;
        delivered.tryFail(why);
    }

    private TextSink reader() {
        if (sink == null) {
            throw new IllegalStateException("sink: null (expected: piped)");
        }
        return sink;
    }

    private void mine() {
        if (!Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("thread: " + Thread.currentThread() + " (expected: " + thread + ")");
        }
    }
}
