package dev.rapport.llm;

import io.vertx.core.Future;
import java.util.List;

/** An answer of which the first piece has come. Used on the event loop it came on. */
public interface AnswerStream {

    /** Who answers now; another one after {@link TextSink#replaced}. */
    Source source();

    /** What each provider has done for it so far; all of it once the answer is over, however it ended. */
    List<Part> parts();

    /**
     * Sends all pieces in order, at the sink's pace, and closes the call to the model whatever happens. Once only.
     *
     * @return how the answer ended; failed with {@link AnswerBroken} if the model broke off, with the sink's own
     *     failure if its reader is gone, and with {@link java.util.concurrent.CancellationException} if the answer was
     *     cancelled or the sink had no room for so long that the call was given up
     */
    Future<AnswerEnd> pipeTo(TextSink sink);

    /** Closes the call to the model at once. Harmless after the end. */
    void cancel();
}
