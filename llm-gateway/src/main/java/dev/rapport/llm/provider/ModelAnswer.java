package dev.rapport.llm.provider;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * An answer between the provider and its reader.
 *
 * <p>Pieces wait here until the reader has room. Above {@link #WAITING_LENGTH_MAX} the provider's response is held back;
 * what may still come then is what the loop is reading at that moment, one line of 64 KB and one network buffer of 8 KB at
 * the most, so an answer never holds 100,000 characters. Runs on one event loop.
 */
final class ModelAnswer implements AnswerStream {
    /** Some seconds of a fast model's text. */
    static final int WAITING_LENGTH_MAX = 16 * 1024;

    private final Source source;
    private final Upstream upstream;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private final Promise<AnswerEnd> delivered = Promise.promise();

    private @Nullable TextSink sink;
    private @Nullable AnswerEnd end;
    private @Nullable RuntimeException failure;
    private int waitingLength;
    private int pieces;
    private boolean heldBack;
    private boolean writing;
    private boolean closed;

    /** What waits to be written. */
    private sealed interface Piece {
        int length();

        Future<Void> writeTo(TextSink reader);

        record Text(String text) implements Piece {
            @Override
            public int length() {
                return text.length();
            }

            @Override
            public Future<Void> writeTo(TextSink reader) {
                return reader.write(text);
            }
        }

        record Call(ToolFragment fragment) implements Piece {
            @Override
            public int length() {
                return fragment.name().length() + fragment.arguments().length();
            }

            @Override
            public Future<Void> writeTo(TextSink reader) {
                return reader.call(fragment);
            }
        }
    }

    /** The call that brings the answer. */
    interface Upstream {
        void pause();

        void resume();

        void cancel();
    }

    ModelAnswer(Source source, Upstream upstream) {
        this.source = source;
        this.upstream = upstream;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public List<Part> parts() {
        AnswerEnd ended = end;
        Usage usage = ended == null ? new Usage(0, pieces, 0) : ended.usage();
        return List.of(new Part(source, usage, ended != null && failure == null, 0));
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink reader) {
        if (sink != null) {
            throw new IllegalStateException("pipeTo: called twice (expected: once)");
        }
        sink = reader;
        pump(reader);
        return delivered.future();
    }

    @Override
    public void cancel() {
        close(new CancellationException("the answer was cancelled"));
    }

    void piece(String text) {
        add(new Piece.Text(text));
    }

    void call(ToolFragment fragment) {
        add(new Piece.Call(fragment));
    }

    private void add(Piece piece) {
        if (closed) {
            return;
        }
        pieces++;
        waiting.add(piece);
        waitingLength += piece.length();
        if (sink != null) {
            pump(sink);
        }
        if (waitingLength > WAITING_LENGTH_MAX && !heldBack) {
            heldBack = true;
            upstream.pause();
        }
    }

    void complete(AnswerEnd how) {
        end = how;
        if (sink != null) {
            pump(sink);
        }
    }

    void broke(RuntimeException why) {
        failure = why;
        if (sink != null) {
            pump(sink);
        }
    }

    /* A loop, not a recursion: a reader with room answers at once, thousands of times. */
    private void pump(TextSink reader) {
        while (!writing && !closed) {
            Piece piece = waiting.poll();
            if (piece == null) {
                finish();
                return;
            }
            waitingLength -= piece.length();
            Future<Void> written = write(reader, piece);
            if (!written.succeeded()) {
                writing = true;
                written.onComplete(_ -> written(reader, written));
                return;
            }
        }
    }

    private void written(TextSink reader, Future<Void> written) {
        writing = false;
        if (written.failed()) {
            close(written.cause());
        } else {
            pump(reader);
        }
    }

    private void finish() {
        if (heldBack) {
            heldBack = false;
            upstream.resume();
        }
        if (end != null) {
            closed = true;
            delivered.tryComplete(end);
        } else if (failure != null) {
            closed = true;
            delivered.tryFail(failure);
        }
    }

    private void close(Throwable why) {
        if (!closed) {
            closed = true;
            waiting.clear();
            waitingLength = 0;
            upstream.cancel();
            delivered.tryFail(why);
        }
    }

    private static Future<Void> write(TextSink reader, Piece piece) {
        try {
            return piece.writeTo(reader);
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }
}
