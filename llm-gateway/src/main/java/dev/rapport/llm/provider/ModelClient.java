package dev.rapport.llm.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.rapport.llm.Ability;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.Source;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.http.HttpCall;
import dev.rapport.llm.http.VertxHttpClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one provider, once for each call: no retries, no fallback. Belongs to one event loop; make it there.
 *
 * <p>The answer's pieces come at the reader's pace: a slow reader holds the provider's response back.
 */
public final class ModelClient {
    private final ProviderSettings settings;
    private final Prefill prefill;
    private final boolean knowsTools;
    private final InstantSource clock;
    private final Source source;
    private final VertxHttpClient http;
    private final StreamingChatModel model;

    /** The client of a provider that can do what its protocol has. */
    public ModelClient(
            Vertx vertx, HttpClientAgent agent, ProviderSettings settings, Prefill prefill, InstantSource clock) {
        this(vertx, agent, settings, prefill, EnumSet.allOf(Ability.class), clock);
    }

    /**
     * Makes the client of the current event loop.
     *
     * @param agent the provider's connections, shared by all its clients on this loop; closed by who made it
     * @param prefill how this provider is asked to go on with an answer
     * @param abilities what it can do besides text; without tools it is told in words of those that were called
     * @param clock for Retry-After dates
     */
    public ModelClient(
            Vertx vertx,
            HttpClientAgent agent,
            ProviderSettings settings,
            Prefill prefill,
            Set<Ability> abilities,
            InstantSource clock) {
        this.knowsTools = abilities.contains(Ability.TOOLS);
        this.settings = settings;
        this.prefill = prefill;
        this.clock = clock;
        this.source = new Source(settings.name(), settings.model(), "");
        this.http = new VertxHttpClient(
                vertx, agent, settings.timeouts(), Models.dialect(settings), Models.bodyEdit(settings, prefill));
        this.model = Models.create(settings, http.builder());
    }

    /** A request on its way. */
    public interface Attempt {
        /** What came of it; failed only by a bug, or by {@link #cancel} with a {@code CancellationException}. */
        Future<Attempted> result();

        /** The HTTP status, as soon as the head of the response is there; never completed if none comes. */
        Future<Integer> arrived();

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
    public Attempt ask(ModelRequest request) {
        ModelRequest asked = trimmed(request);
        ChatRequest chat = Models.request(settings, asked, prefill, knowsTools);
        boolean inWords = asked.continues() && prefill == Prefill.INSTRUCT;
        AnswerForm form = request.request().prompt().form();
        ModelCall call = new ModelCall(
                source,
                clock,
                asked.continues(),
                inWords ? Optional.of(new Overlap(asked.soFar())) : Optional.empty(),
                form.hasTools());
        HttpCall httpCall = http.call(
                request.request().requestId(),
                request.firstEventMax(),
                FormEdit.of(settings.kind(), form),
                () -> model.chat(chat, call));
        call.started(httpCall);
        return new Attempt() {
            @Override
            public Future<Attempted> result() {
                return call.attempted();
            }

            @Override
            public Future<Integer> arrived() {
                return httpCall.arrived();
            }

            @Override
            public void cancel() {
                call.cancel();
            }
        };
    }

    /* Anthropic refuses an answer so far that ends in white space. */
    private ModelRequest trimmed(ModelRequest request) {
        String stripped = request.soFar().stripTrailing();
        return settings.kind() == ProviderSettings.Kind.ANTHROPIC && !stripped.isEmpty()
                ? new ModelRequest(
                        request.request(),
                        stripped,
                        request.answerTokensMax(),
                        request.temperature(),
                        request.firstEventMax())
                : request;
    }
}
