package dev.rapport.llm.http;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener hears; done with the first end, and the list shows if a second came. For any thread. */
final class Heard implements ServerSentEventListener {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Promise<List<String>> end = Promise.promise();
    private volatile Throwable error = new AssertionError("no error was heard");
    private volatile SuccessfulHttpResponse opened =
            SuccessfulHttpResponse.builder().statusCode(299).build();

    List<String> calls() {
        return calls;
    }

    Future<List<String>> end() {
        return end.future();
    }

    Throwable error() {
        return error;
    }

    SuccessfulHttpResponse opened() {
        return opened;
    }

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
        opened = response;
        calls.add("open");
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        calls.add("event");
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        calls.add("event");
    }

    @Override
    public void onError(Throwable throwable) {
        error = throwable;
        calls.add("error");
        end.tryComplete(calls);
    }

    @Override
    public void onClose() {
        calls.add("close");
        end.tryComplete(calls);
    }
}
