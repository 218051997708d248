package dev.rapport.llm.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.Source;
import dev.rapport.llm.http.HttpCall;
import dev.rapport.llm.http.VertxHttpClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.time.InstantSource;

/**
 * Asks one provider, once for each call: no retries, no fallback. Belongs to one event loop; make it there.
 *
 * <p>The answer's pieces come at the reader's pace: a slow reader holds the provider's response back.
 */
public final class ModelClient {
    private final ProviderSettings settings;
    private final InstantSource clock;
    private final Source source;
    private final HttpClientAgent agent;
    private final VertxHttpClient http;
    private final StreamingChatModel model;

    /**
     * Makes the client of the current event loop.
     *
     * @param clock for Retry-After dates
     */
    public ModelClient(Vertx vertx, ProviderSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.source = new Source(settings.name(), settings.model(), "");
        this.agent = VertxHttpClient.newAgent(vertx, settings.timeouts());
        this.http = new VertxHttpClient(
                vertx, agent, settings.timeouts(), Models.dialect(settings), Models.bodyEdit(settings));
        this.model = Models.create(settings, http.builder());
    }

    /** A request on its way. */
    public interface Attempt {
        /** What came of it; failed only by a bug, or by {@link #cancel} with a {@code CancellationException}. */
        Future<Attempted> result();

        /** Closes the call at once. Harmless after the end. */
        void cancel();
    }

    public ProviderSettings settings() {
        return settings;
    }

    /**
     * Sends the request.
     *
     * @throws RuntimeException if the request cannot be put into the provider's words, which is a bug of the caller
     */
    public Attempt ask(LlmRequest request) {
        ChatRequest chat = Models.request(settings, request);
        ModelCall call = new ModelCall(source, clock);
        HttpCall httpCall = http.call(request.requestId(), () -> model.chat(chat, call));
        call.started(httpCall);
        return new Attempt() {
            @Override
            public Future<Attempted> result() {
                return call.attempted();
            }

            @Override
            public void cancel() {
                call.cancel();
            }
        };
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return agent.close();
    }
}
