package dev.rapport.chat.turn;

import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Stands for a client where nobody reads the answer. Has room for all of it, and stays to the end. */
public final class NoClient implements TurnClient {
    @Override
    public void signedIn(AuthenticatedTurn turn) {}

    @Override
    public void recalled(CompressedTurn turn) {}

    @Override
    public void queued(int position, Duration eta) {}

    @Override
    public void quota(Quota quota) {}

    @Override
    public Future<Void> token(String text) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> toolCall(ToolFragment fragment) {
        return Future.succeededFuture();
    }

    @Override
    public void replaced(Source by) {}

    @Override
    public void spent(List<Part> parts) {}

    @Override
    public Future<Void> done(TurnEnd end) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> gone() {
        return Future.future(_ -> {}); // never
    }
}
