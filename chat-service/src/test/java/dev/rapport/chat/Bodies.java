package dev.rapport.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A good body for each operation that takes one; an operation without a row fails the tests that ask for it. */
final class Bodies {
    private static final Map<String, JsonObject> GOOD = Map.of(
            "chat", new JsonObject().put("message", "I like oolong."),
            "complete",
                    new JsonObject()
                            .put("model", "default")
                            .put(
                                    "messages",
                                    new JsonArray()
                                            .add(new JsonObject()
                                                    .put("role", "user")
                                                    .put("content", "I like oolong."))),
            "signIn", new JsonObject().put("user", "nobody").put("key", RunningService.KEY),
            "invite", new JsonObject().put("user", "nobody").put("key", RunningService.KEY));

    private Bodies() {}

    static JsonObject of(Operation operation) {
        JsonObject body = GOOD.get(operation.id());
        if (body == null) {
            throw new AssertionError(operation + ": no body in Bodies (expected: a row for " + operation.id() + ")");
        }
        return body.copy();
    }
}
