package dev.rapport.llm;

import io.vertx.core.Future;

/** Answers piece by piece. An instance belongs to one event loop: call it there, and hear from it there. */
@FunctionalInterface
public interface LlmClient {

    /**
     * Waits until the request may be sent, sends it and waits for the first piece of the answer.
     *
     * @return what came of it; failed with {@link java.util.concurrent.CancellationException} if it was stopped before the
     *     first piece, else only by a bug, never because a provider is slow, full or unwilling
     */
    Future<LlmReply> ask(LlmRequest request, Call call);
}
