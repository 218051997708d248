package dev.rapport.llm.http;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Says again which tool call it is when a stream comes back to one. Servers may send the pieces of several calls by turns, and say
 * id and name of each once; LangChain4j 1.19 forgets both when the index changes: it cannot read the pieces that follow, and at the
 * end makes a call without a name of them. Belongs to one HTTP call and its event loop.
 */
final class ToolDeltas implements ServerSentEventListener {
    /** Calls whose names are kept. An answer may have no more, and this is no place to say so. */
    static final int CALLS_MAX = 128;

    private static final String KEY = "\"tool_calls\"";

    private final ServerSentEventListener reader;
    private final Map<Integer, Named> latest = new HashMap<>(); // of each index
    private int last;

    /** What is known of a call; either may be empty. */
    private record Named(String id, String name) {
        static final Named NOTHING = new Named("", "");

        /** With what a piece says. Another id is another call. */
        Named with(String newId, String newName) {
            boolean same = id.isEmpty() || newId.isBlank() || id.equals(newId);
            return new Named(newId.isBlank() ? id : newId, newName.isBlank() && same ? name : newName);
        }
    }

    ToolDeltas(ServerSentEventListener reader) {
        this.reader = reader;
    }

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
        reader.onOpen(response);
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        reader.onEvent(named(event));
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        reader.onEvent(named(event), context);
    }

    @Override
    public void onError(Throwable failure) {
        reader.onError(failure);
    }

    @Override
    public void onClose() {
        reader.onClose();
    }

    /* Most events have no piece of a call, and are not parsed here. */
    private ServerSentEvent named(ServerSentEvent event) {
        if (!event.data().contains(KEY)) {
            return event;
        }
        try {
            JsonObject chunk = new JsonObject(event.data());
            boolean edited = false;
            for (JsonObject delta : deltas(chunk)) {
                edited |= name(delta);
            }
            return edited ? new ServerSentEvent(event.event(), chunk.encode()) : event;
        } catch (DecodeException _) { // the reader finds that out, too
            return event;
        }
    }

    private static List<JsonObject> deltas(JsonObject chunk) {
        return chunk.getValue("choices") instanceof JsonArray choices
                        && !choices.isEmpty()
                        && choices.getValue(0) instanceof JsonObject choice
                        && choice.getValue("delta") instanceof JsonObject delta
                        && delta.getValue("tool_calls") instanceof JsonArray calls
                ? IntStream.range(0, calls.size())
                        .mapToObj(calls::getValue)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    /* Puts id and name into the first piece after one of another call. LangChain4j numbers those that have no index. */
    private boolean name(JsonObject delta) {
        if (!(delta.getValue("index") instanceof Integer index)
                || !(delta.getValue("function") instanceof JsonObject function)) {
            return false;
        }
        boolean back = index != last && latest.containsKey(index);
        last = index;
        Named named = latest.getOrDefault(index, Named.NOTHING).with(text(delta, "id"), text(function, "name"));
        if (latest.size() < CALLS_MAX || latest.containsKey(index)) {
            latest.put(index, named);
        }
        if (back) {
            delta.put("id", named.id());
            function.put("name", named.name());
        }
        return back;
    }

    private static String text(JsonObject holder, String name) {
        return holder.getValue(name) instanceof String text ? text : "";
    }
}
