package dev.rapport.llm;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CancellationException;

/** Answers piece by piece. An instance belongs to one event loop: call it there, and hear from it there. */
@FunctionalInterface
public interface LlmClient {

    /**
     * Sends the request and waits for the first piece of the answer.
     *
     * @return what came of it; failed only by a bug, never because a provider is slow, full or unwilling
     */
    Future<LlmReply> ask(LlmRequest request);

    /**
     * Asks as {@link #ask(LlmRequest)} does, and gives up when {@code stop} completes before the first piece comes. After
     * the first piece, {@link AnswerStream#cancel} is the way.
     *
     * @param stop how it completes makes no difference
     * @return fails with {@link CancellationException} if it was stopped in time. A client that cannot stop the call to
     *     its provider lets go of the answer when it comes
     */
    default Future<LlmReply> ask(LlmRequest request, Future<?> stop) {
        Promise<LlmReply> reply = Promise.promise();
        stop.onComplete(_ -> reply.tryFail(new CancellationException("the request was cancelled")));
        ask(request).onFailure(reply::tryFail).onSuccess(late -> {
            if (!reply.tryComplete(late) && late instanceof LlmReply.Answering(var answer)) {
                answer.cancel();
            }
        });
        return reply.future();
    }
}
