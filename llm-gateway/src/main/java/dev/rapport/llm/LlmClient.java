package dev.rapport.llm;

import io.vertx.core.Future;

/** Answers piece by piece. An instance belongs to one event loop: call it there, and hear from it there. */
@FunctionalInterface
public interface LlmClient {

    /**
     * Sends the request and waits for the first piece of the answer.
     *
     * @return what came of it; failed only by a bug, never because a provider is slow, full or unwilling
     */
    Future<LlmReply> ask(LlmRequest request);
}
