package dev.rapport.chat.stream;

import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.llm.Part;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A client behind an HTTP response. Belongs to one turn and its event loop. */
public interface HttpTurnClient extends TurnClient {

    /**
     * Ends a response that has begun with what went wrong.
     *
     * @param problem as {@code http} makes it; its member {@code error} is in OpenAI's words
     * @return whether it could be told; if not, the response is still to be answered, or to be cut off if it has begun
     */
    boolean failed(JsonObject problem);

    /** Shows the answer of another request, or of an earlier one, from here on. */
    void follow(String streamId);

    /**
     * Hands on an event that is in the log; the last one ends the response.
     *
     * @return completed when there is room for another
     */
    Future<Void> tellAgain(AnswerEvent event);

    /** Says that the session has ended: {@link #gone} completes, and the turn ends with an error. */
    void signOut();

    /** Whether nobody takes what is told at the moment. */
    boolean isAway();

    /** Makes this client the one whose turn goes on with the answer, after what it has been told. */
    void takeOver(Owner owner, String streamId, long fence, AnswerEvent.Place last);

    /**
     * What is the same for all clients.
     *
     * @param instance which process this is; told to the client
     * @param openAfter silence after which a stream is opened before the first piece
     * @param heartbeat silence after which an open response gets a sign of life
     * @param detached how long an answer is taken for a client that went away; zero: not at all
     */
    record Settings(String instance, Duration openAfter, Duration heartbeat, Duration detached) {
        /** A client that cannot come back is only waited for as long as its leaving may be a mistake. */
        static final Duration DETACHED_FOR_NOBODY_MAX = Duration.ofSeconds(10);

        /** For a client whose answer is kept nowhere. */
        Settings withoutLog() {
            return detached.compareTo(DETACHED_FOR_NOBODY_MAX) <= 0
                    ? this
                    : new Settings(instance, openAfter, heartbeat, DETACHED_FOR_NOBODY_MAX);
        }
    }

    /** Hears what the books need. */
    interface Listener {
        void signedIn(Session session);

        /** What the answer is claimed with. */
        AnswerLog.Asked asked();

        /** What each provider has done for the answer, however it ended. */
        void spent(List<Part> parts);
    }
}
