package dev.rapport.llm.limit;

import io.vertx.core.Future;
import java.util.List;

/** A store that is never there. */
final class NoScripts implements Scripts {
    @Override
    public Future<List<Object>> run(Script script, List<String> keys, List<String> arguments) {
        return Future.failedFuture("there is no store");
    }

    @Override
    public boolean up() {
        return false;
    }
}
