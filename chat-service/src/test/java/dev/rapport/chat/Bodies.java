package dev.rapport.chat;

import static java.util.Map.entry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A good body for each operation that takes one; an operation without a row fails the tests that ask for it. */
final class Bodies {
    private static final String USER = "ada";

    private static final Map<String, JsonObject> GOOD = Map.ofEntries(
            entry("chat", new JsonObject().put("message", "I like oolong.")),
            entry("complete", new JsonObject().put("model", "default").put("messages", oneMessage())),
            entry("signIn", new JsonObject().put("user", "nobody").put("key", RunningService.KEY)),
            entry("invite", new JsonObject().put("user", "nobody").put("key", RunningService.KEY)),
            entry("revoke", new JsonObject().put("user", "nobody").put("key", RunningService.KEY)),
            entry("remember", new JsonObject().put("text", "I like oolong.")),
            entry("correct", new JsonObject().put("text", "I like green tea.")),
            entry("search", new JsonObject().put("query", "tea")),
            entry("undo", new JsonObject().put("turn", "gen_none")),
            entry("setTrait", new JsonObject().put("value", "Graz")),
            entry("erase", new JsonObject().put("confirm", USER)));

    private Bodies() {}

    private static JsonArray oneMessage() {
        return new JsonArray().add(new JsonObject().put("role", "user").put("content", "I like oolong."));
    }

    static JsonObject of(Operation operation) {
        JsonObject body = GOOD.get(operation.id());
        if (body == null) {
            throw new AssertionError(operation + ": no body in Bodies (expected: a row for " + operation.id() + ")");
        }
        return body.copy();
    }
}
