package dev.rapport.llm.provider;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import dev.rapport.llm.http.HttpCall;
import dev.rapport.llm.http.StreamFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One call to a model: turns LangChain4j's callbacks into a reply and an answer, each once. Runs on one event loop. */
final class ModelCall implements StreamingChatResponseHandler, ModelAnswer.Upstream {
    private final Source source;
    private final InstantSource clock;
    private final long startNanos = System.nanoTime();
    private final Promise<Attempted> attempted = Promise.promise();
    private final ModelAnswer answer;

    private final boolean continues;
    private final Optional<Overlap> overlap;

    private @Nullable HttpCall http;
    private boolean begun;
    private int pieces;

    /**
     * @param continues whether an answer goes on: then to end without a piece is a good end
     * @param overlap what to take away of the first pieces; empty for nothing
     */
    ModelCall(Source source, InstantSource clock, boolean continues, Optional<Overlap> overlap) {
        this.source = source;
        this.clock = clock;
        this.continues = continues;
        this.overlap = overlap;
        this.answer = new ModelAnswer(source, this);
    }

    void started(HttpCall call) {
        http = call;
    }

    Future<Attempted> attempted() {
        return attempted.future();
    }

    /** Before the first piece too. The attempt then fails with {@link CancellationException}. */
    @Override
    public void cancel() {
        if (http != null) {
            http.cancel();
        }
        attempted.tryFail(new CancellationException("the request was cancelled"));
    }

    @Override
    public void pause() {
        if (http != null) {
            http.pause();
        }
    }

    @Override
    public void resume() {
        if (http != null) {
            http.resume();
        }
    }

    @Override
    public void onPartialResponse(String piece) {
        pieces++;
        String passed = overlap.isPresent() ? overlap.get().next(piece) : piece;
        if (!passed.isEmpty()) {
            answer.piece(passed);
            begin();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            attempted.tryComplete(Attempted.last(new LlmReply.Answering(answer)));
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        AnswerEnd end = AnswerEnd.of(finish(response.finishReason()), usage(response.tokenUsage()));
        overlap.map(Overlap::rest).filter(rest -> !rest.isEmpty()).ifPresent(answer::piece);
        if (continues) { // what broke off may have been whole but for its end mark
            begin();
        }
        if (begun) {
            answer.complete(end);
        } else if (end.finish() == Finish.CONTENT_FILTER) {
            attempted.tryComplete(Attempted.last(new LlmReply.Refused(source.provider(), "content filter")));
        } else { // nobody can read an empty answer, least of all a person
            attempted.tryComplete(Attempted.last(new LlmReply.Unreachable(
                    source.provider(),
                    "the answer was empty, finish reason " + end.finish().wire())));
        }
    }

    @Override
    public void onError(Throwable error) {
        RuntimeException failure = Verdicts.ofHttp(error);
        if (failure == null) { // LangChain4j could not read an event; the stream goes on
            if (http != null) {
                http.badEvent(String.valueOf(error.getMessage()));
            }
        } else if (begun && failure instanceof StreamFailure broken) {
            answer.broke(Verdicts.afterFirstPiece(broken));
        } else {
            Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
            attempted.tryComplete(Verdicts.beforeFirstPiece(source.provider(), failure, waited, clock.instant()));
        }
    }

    private static Finish finish(@Nullable FinishReason reason) {
        return switch (reason) {
            case null -> Finish.STOP; // the stream had its end mark, or this would be a failure
            case STOP, OTHER -> Finish.STOP;
            case LENGTH -> Finish.LENGTH;
            case TOOL_EXECUTION -> Finish.TOOL_CALLS;
            case CONTENT_FILTER -> Finish.CONTENT_FILTER;
        };
    }

    /* Without a word from the provider the pieces are counted; most providers send one token in each. */
    private Usage usage(@Nullable TokenUsage said) {
        if (said == null) {
            return new Usage(0, pieces, 0);
        }
        int prompt = orZero(said.inputTokenCount());
        int cached = 0;
        if (said instanceof OpenAiTokenUsage openAi && openAi.inputTokensDetails() != null) {
            cached = orZero(openAi.inputTokensDetails().cachedTokens());
        } else if (said instanceof AnthropicTokenUsage anthropic) { // its input leaves out what was cached
            cached = orZero(anthropic.cacheReadInputTokens());
            prompt += cached + orZero(anthropic.cacheCreationInputTokens());
        }
        int completion = said.outputTokenCount() == null ? pieces : orZero(said.outputTokenCount());
        return new Usage(prompt, completion, Math.min(cached, prompt));
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }
}
