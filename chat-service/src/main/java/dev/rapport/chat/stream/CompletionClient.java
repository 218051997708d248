package dev.rapport.chat.stream;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Quota;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.ToolFragment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client of OpenAI's protocol, which wants its answer as a stream of chunks or in one piece.
 *
 * <p>That the turn waits in line is not told: such clients have no word for it, and as long as no byte has left, a limit can
 * still refuse the turn with its status. An answer in one piece that is long in coming has white space before it, so that
 * no proxy takes the silence for a fault; should it break after that, the connection is cut off.
 */
public final class CompletionClient extends JournaledClient {
    private static final Buffer WHITE_SPACE = Buffer.buffer(" ");

    private final Form form;
    private final CompletionFrames.Asked asked;
    private final Outgoing out;
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private CompletionFrames frames;
    private Quota quota = Quota.NONE;
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
     * @param log where the answer is kept; empty if the client did not ask for that
     */
    public CompletionClient(
            Vertx vertx,
            HttpServerResponse response,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener,
            Form form,
            String model,
            Instant receivedAt,
            Optional<AnswerLog> log) {
        super(vertx, log, times, settings, listener);
        HttpTurnClient.Settings bounded = log.isPresent() ? settings : settings.withoutLog();
        this.form = form;
        this.asked = new CompletionFrames.Asked(model, receivedAt.getEpochSecond(), form == Form.STREAM_WITH_USAGE);
        this.frames = new CompletionFrames("", asked);
        this.out = form == Form.WHOLE
                ? new Outgoing(vertx, response, bounded, WHITE_SPACE, head -> {
                    head.putHeader("content-type", "application/json").putHeader("cache-control", "no-store");
                    Outgoing.turnHead(head, turnId(), times, quota);
                })
                : new Outgoing(
                        vertx,
                        response,
                        bounded,
                        CompletionFrames.PING,
                        head -> Outgoing.streamHead(head, turnId(), times, quota));
    }

    @Override
    void named(String id) {
        super.named(id);
        frames = new CompletionFrames(id, asked);
    }

    @Override
    public void queued(int position, Duration eta) {}

    @Override
    public void recalled(CompressedTurn turn) {}

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
    void tell(AnswerEvent event) {
        switch (event.name()) {
            case AnswerEvent.TOKEN -> piece(event.data());
            case AnswerEvent.TOOL_CALL -> call(SseFrames.toolCall(event.data()));
            case AnswerEvent.DONE -> end(CompletionFrames.Ending.of(new JsonObject(event.data())));
            case AnswerEvent.ERROR -> out.add(CompletionFrames.error(new JsonObject(event.data())));
            default -> {} // such clients have no word for what else there is
        }
    }

    private void piece(String piece) {
        if (form == Form.WHOLE) {
            text.append(piece);
        } else if (!isAway()) {
            begin();
            out.add(frames.text(piece));
        }
        beat();
    }

    private void call(ToolFragment fragment) {
        if (form == Form.WHOLE) {
            gather(fragment);
        } else if (!isAway()) {
            begin();
            out.add(frames.toolCall(fragment));
        }
        beat();
    }

    private void gather(ToolFragment fragment) {
        if (fragment.isFirst()) {
            calls.add(new ToolCall(fragment.id(), fragment.name(), ""));
        } else {
            ToolCall soFar = calls.get(fragment.index());
            calls.set(
                    fragment.index(), new ToolCall(soFar.id(), soFar.name(), soFar.arguments() + fragment.arguments()));
        }
    }

    private void end(CompletionFrames.Ending ending) {
        if (form == Form.WHOLE) {
            out.add(frames.whole(text.toString(), calls, ending));
        } else {
            begin();
            out.add(frames.end(ending));
        }
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
    public boolean failed(JsonObject problem) {
        if (journal().isLost()) {
            out.reset();
            return true;
        }
        boolean untold = form == Form.WHOLE || !out.begun();
        if (journal().begun()) {
            journal().addBeside(AnswerEvent.ERROR, problem.encode()); // for those who follow
        } else {
            journal().close();
        }
        if (untold) {
            out.end();
            return false;
        }
        finished().onFailure(_ -> out.reset());
        return true;
    }

    @Override
    public void follow(String streamId) {
        named(streamId);
        if (form == Form.WHOLE) {
            beat();
        }
    }

    @Override
    public Future<Void> tellAgain(AnswerEvent event) {
        if (event.name().equals(AnswerEvent.ERROR) && (form == Form.WHOLE || !out.begun())) {
            return TurnFailed.future(new TurnFailure.AnswerCut("the first attempt at it failed"));
        }
        return super.tellAgain(event);
    }

    @Override
    Presence presence() {
        return out.presence();
    }

    @Override
    Future<Void> finish() {
        return out.finish();
    }
}
