package dev.rapport.chat.stream;

import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.llm.Part;
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

    /**
     * What is the same for all clients.
     *
     * @param instance which process this is; told to the client
     * @param openAfter silence after which a stream is opened before the first piece
     * @param heartbeat silence after which an open response gets a sign of life
     * @param detached how long an answer is taken for a client that went away; zero: not at all
     */
    record Settings(String instance, Duration openAfter, Duration heartbeat, Duration detached) {}

    /** Hears what the books need. */
    interface Listener {
        void signedIn(Session session);

        /** What each provider has done for the answer, however it ended. */
        void spent(List<Part> parts);
    }
}
