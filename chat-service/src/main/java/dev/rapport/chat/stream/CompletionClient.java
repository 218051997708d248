package dev.rapport.chat.stream;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.chat.turn.TurnIds;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    private final HttpTurnClient.Settings settings;
    private final Form form;
    private final CompletionFrames.Asked asked;
    private final Outgoing out;
    private final Journal journal;
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
        this.listener = listener;
        this.settings = log.isPresent() ? settings : settings.withoutLog();
        this.form = form;
        this.asked = new CompletionFrames.Asked(model, receivedAt.getEpochSecond(), form == Form.STREAM_WITH_USAGE);
        this.frames = new CompletionFrames("", asked);
        this.out = form == Form.WHOLE
                ? new Outgoing(vertx, response, this.settings, WHITE_SPACE, head -> {
                    head.putHeader("content-type", "application/json").putHeader("cache-control", "no-store");
                    Outgoing.turnHead(head, turnId, times, quota);
                })
                : new Outgoing(
                        vertx,
                        response,
                        this.settings,
                        CompletionFrames.PING,
                        head -> Outgoing.streamHead(head, turnId, times, quota));
        this.journal = new Journal(vertx, log, this::tell, () -> times.dropped("resume"));
    }

    @Override
    public void signedIn(AuthenticatedTurn turn) {
        listener.signedIn(turn.session());
        named(TurnIds.of(turn));
        journal.claim(turn.owner(), turnId, listener.asked());
    }

    private void named(String id) {
        turnId = id;
        frames = new CompletionFrames(id, asked);
    }

    @Override
    public Future<Void> claimed() {
        return journal.claimed();
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
    public Future<Void> token(String piece) {
        journal.add(AnswerEvent.TOKEN, piece);
        Future<Void> kept = journal.room();
        return kept.isComplete() ? out.room() : kept.compose(_ -> out.room());
    }

    private void tell(AnswerEvent event) {
        switch (event.name()) {
            case AnswerEvent.TOKEN -> piece(event.data());
            case AnswerEvent.DONE -> end(CompletionFrames.Ending.of(new JsonObject(event.data())));
            case AnswerEvent.ERROR -> out.add(CompletionFrames.error(new JsonObject(event.data())));
            default -> {} // such clients have no word for what else there is
        }
    }

    private void piece(String piece) {
        if (form == Form.WHOLE) {
            text.append(piece);
        } else if (!out.isLeft()) {
            begin();
            out.add(frames.text(piece));
        }
        beat();
    }

    private void end(CompletionFrames.Ending ending) {
        if (form == Form.WHOLE) {
            out.add(frames.whole(text.toString(), ending));
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
    public void replaced(Source by) {
        journal.addBeside(AnswerEvent.REPLACED, SseFrames.replaced(by, journal.sequence()));
    }

    @Override
    public void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public Future<Void> gone() {
        return Future.any(out.gone(), journal.unwanted()).mapEmpty();
    }

    @Override
    public boolean isStopped() {
        return journal.isStopped();
    }

    @Override
    public void signOut() {
        journal.signOut();
    }

    @Override
    public boolean isSignedOut() {
        return journal.isSignedOut();
    }

    @Override
    public Future<Void> done(TurnEnd end) {
        journal.add(AnswerEvent.DONE, SseFrames.done(end, settings.instance()));
        return finished();
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (journal.isLost()) {
            out.reset();
            return true;
        }
        boolean untold = form == Form.WHOLE || !out.begun();
        if (journal.begun()) {
            journal.addBeside(AnswerEvent.ERROR, problem.encode()); // for those who follow
        }
        if (untold) {
            out.end();
            journal.close();
            return false;
        }
        finished();
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
        tell(event);
        return event.isLast() ? out.finish() : out.room();
    }

    @Override
    public boolean isAway() {
        return out.isLeft();
    }

    @Override
    public void takeOver(Owner owner, String streamId, long fence, AnswerEvent.Place last) {
        named(streamId);
        journal.takeOver(owner, streamId, fence, last);
    }

    private Future<Void> finished() {
        return journal.ended().compose(_ -> out.finish());
    }
}
