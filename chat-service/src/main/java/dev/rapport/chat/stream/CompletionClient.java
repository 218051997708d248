package dev.rapport.chat.stream;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A client of OpenAI's protocol, which wants its answer as a stream of chunks or in one piece.
 *
 * <p>That the turn waits in line is not told: such clients have no word for it, and as long as no byte has left, a limit can
 * still refuse the turn with its status. An answer in one piece that is long in coming has white space before it, so that
 * no proxy takes the silence for a fault; should it break after that, the connection is cut off.
 */
public final class CompletionClient implements HttpTurnClient {
    private static final Buffer WHITE_SPACE = Buffer.buffer(" ");

    private final HttpTurnClient.Listener listener;
    private final Form form;
    private final CompletionFrames.Asked asked;
    private final Outgoing out;
    private final StringBuilder text = new StringBuilder();
    private CompletionFrames frames;
    private Quota quota = Quota.NONE;
    private String turnId = "";
    private boolean begun;

    /** How the answer is wanted. */
    public enum Form {
        WHOLE,
        STREAM,
        STREAM_WITH_USAGE
    }

    /**
     * A client that waits.
     *
     * @param model as the client named it
     */
    public CompletionClient(
            Vertx vertx,
            HttpServerResponse response,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener,
            Form form,
            String model,
            Instant receivedAt) {
        this.listener = listener;
        this.form = form;
        this.asked = new CompletionFrames.Asked(model, receivedAt.getEpochSecond(), form == Form.STREAM_WITH_USAGE);
        this.frames = new CompletionFrames("", asked);
        this.out = form == Form.WHOLE
                ? new Outgoing(vertx, response, settings, WHITE_SPACE, head -> {
                    head.putHeader("content-type", "application/json").putHeader("cache-control", "no-store");
                    Outgoing.turnHead(head, turnId, times, quota);
                })
                : new Outgoing(
                        vertx,
                        response,
                        settings,
                        CompletionFrames.PING,
                        head -> Outgoing.streamHead(head, turnId, times, quota));
    }

    @Override
    public void signedIn(Session session) {
        listener.signedIn(session);
    }

    @Override
    public void queued(int position, Duration eta) {}

    @Override
    public void recalled(CompressedTurn turn) {
        turnId = turn.turn().turnId();
        frames = new CompletionFrames(turnId, asked);
    }

    @Override
    public void quota(Quota now) {
        quota = now;
    }

    @Override
    public void admitted() {
        if (form != Form.WHOLE) {
            out.openIfSilent(this::begin);
        }
    }

    @Override
    public Future<Void> token(String piece) {
        if (form == Form.WHOLE) {
            text.append(piece);
        } else if (!out.isLeft()) {
            begin();
            out.add(frames.text(piece));
        }
        beat();
        return out.room();
    }

    /* For an answer in one piece the first piece is the beginning, and no byte leaves then. */
    private void beat() {
        if (form != Form.WHOLE || !begun) {
            begun = true;
            out.beat();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            out.add(frames.role());
        }
    }

    @Override
    public void replaced(Source by) {}

    @Override
    public void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public Future<Void> gone() {
        return out.gone();
    }

    @Override
    public Future<Void> done(TurnEnd end) {
        if (form == Form.WHOLE) {
            out.add(frames.whole(text.toString(), end));
        } else {
            begin();
            out.add(frames.end(end));
        }
        return out.finish();
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (form == Form.WHOLE || !out.begun()) {
            out.end();
            return false;
        }
        out.add(CompletionFrames.error(problem));
        out.finish();
        return true;
    }
}
