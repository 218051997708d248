package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is read from what somebody else keeps, at its own reader's pace. Holds nothing itself. Belongs to one event
 * loop.
 */
final class PacedAnswer implements AnswerStream {
    private final Script script;
    private final Promise<AnswerEnd> delivered = Promise.promise();

    private Source source;
    private @Nullable TextSink sink;
    private boolean writing;
    private boolean over;

    /** Where the answer is read. Asked on the answer's event loop only. */
    interface Script {
        /** Each piece once, in order; then the end. */
        Next next();

        /** What each provider has done for it so far. */
        List<Part> parts();

        /** Its reader does not want the rest. Once at most, and never after the end. */
        void left();
    }

    PacedAnswer(Source first, Script script) {
        this.source = first;
        this.script = script;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public List<Part> parts() {
        return script.parts();
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink reader) {
        if (sink != null) {
            throw new IllegalStateException("pipeTo: called twice (expected: once)");
        }
        sink = reader;
        pump();
        return delivered.future();
    }

    @Override
    public void cancel() {
        leave(new CancellationException("the answer was cancelled"));
    }

    /** Gives the reader what there is, as far as it has room. A loop, not a recursion: a fast reader takes thousands. */
    void pump() {
        TextSink reader = sink;
        while (reader != null && !writing && !over) {
            switch (script.next()) {
                case Next.Piece(var text) -> write(reader, text);
                case Next.Replaced(var by) -> replace(reader, by);
                case Next.Ended(var end) -> {
                    over = true;
                    delivered.complete(end);
                }
                case Next.Broken(var cause) -> {
                    over = true;
                    delivered.fail(cause);
                }
                case Next.Later _ -> {
                    return;
                }
            }
        }
    }

    private void write(TextSink reader, String text) {
        Future<Void> written = taken(reader, text);
        if (written.succeeded()) {
            return;
        }
        writing = true;
        written.onComplete(_ -> {
            writing = false;
            if (written.failed()) {
                leave(written.cause());
            } else {
                pump();
            }
        });
    }

    private static Future<Void> taken(TextSink reader, String text) {
        try {
            return reader.write(text);
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private void replace(TextSink reader, Source by) {
        source = by;
        try {
            reader.replaced(by);
        } catch (RuntimeException bug) {
            leave(bug);
        }
    }

    /* First the leaving, then the word of it: whoever hears that the answer is over may ask for its parts. */
    private void leave(Throwable why) {
        if (!over) {
            over = true;
            script.left();
            delivered.fail(why);
        }
    }
}
