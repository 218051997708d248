package dev.rapport.llm.local;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.llm.Usage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A finished text, streamed a few words at a time at the reader's pace. Its usage counts pieces, there are no tokens. */
final class LocalAnswer implements AnswerStream {
    private static final int WORDS_PER_PIECE = 3;

    private final Source source;
    private final List<String> pieces;
    private final Promise<AnswerEnd> delivered = Promise.promise();
    private int next;
    private boolean piped;
    private boolean cancelled;

    LocalAnswer(Source source, String text) {
        this.source = source;
        this.pieces = pieces(text);
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public List<Part> parts() {
        return List.of(new Part(source, new Usage(0, next, 0), next == pieces.size(), 0));
    }

    @Override
    public Future<AnswerEnd> pipeTo(TextSink sink) {
        if (piped) {
            throw new IllegalStateException("pipeTo: called twice (expected: once)");
        }
        piped = true;
        pump(sink);
        return delivered.future();
    }

    @Override
    public void cancel() {
        cancelled = true;
        delivered.tryFail(new CancellationException("the answer was cancelled"));
    }

    private void pump(TextSink sink) {
        while (!cancelled && next < pieces.size()) {
            Future<Void> written = sink.write(pieces.get(next++));
            if (!written.succeeded()) {
                written.onComplete(_ -> pump(sink), delivered::tryFail);
                return;
            }
        }
        if (!cancelled) {
            delivered.tryComplete(new AnswerEnd(Finish.STOP, new Usage(0, pieces.size(), 0), parts()));
        }
    }

    /** Joined they are the text again. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int words = 0;
        for (int i = 1; i < text.length(); i++) {
            boolean wordBegins = Character.isWhitespace(text.charAt(i - 1)) && !Character.isWhitespace(text.charAt(i));
            if (wordBegins && ++words == WORDS_PER_PIECE) {
                pieces.add(text.substring(start, i));
                start = i;
                words = 0;
            }
        }
        pieces.add(text.substring(start));
        return pieces;
    }
}
