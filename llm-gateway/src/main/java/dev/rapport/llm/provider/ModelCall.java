package dev.rapport.llm.provider;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import dev.rapport.llm.http.HttpCall;
import dev.rapport.llm.http.StreamFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    private final boolean mayCall;
    private final Calls calls = new Calls();

    private @Nullable HttpCall http;
    private boolean begun;
    private int pieces;

    /**
     * @param continues whether an answer goes on: then to end without a piece is a good end
     * @param overlap what to take away of the first pieces; empty for nothing
     * @param mayCall whether tools may be called: else calls are no part of the answer
     */
    ModelCall(Source source, InstantSource clock, boolean continues, Optional<Overlap> overlap, boolean mayCall) {
        this.source = source;
        this.clock = clock;
        this.continues = continues;
        this.overlap = overlap;
        this.mayCall = mayCall;
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

    @Override
    public void onPartialToolCall(PartialToolCall part) {
        fragments(calls.piece(part.index(), part.id(), part.name(), part.partialArguments()));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall whole) {
        ToolExecutionRequest call = whole.toolExecutionRequest();
        fragments(calls.whole(whole.index(), call.id(), call.name(), call.arguments()));
    }

    private void fragments(List<ToolFragment> fragments) {
        if (!mayCall || fragments.isEmpty()) {
            return;
        }
        if (calls.isTooMuch()) {
            if (http != null) {
                http.refuse(calls.tooMuch());
            }
            return;
        }
        pieces++;
        overlap.map(Overlap::rest).filter(rest -> !rest.isEmpty()).ifPresent(answer::piece);
        fragments.forEach(answer::call);
        begin();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            attempted.tryComplete(Attempted.last(new LlmReply.Answering(answer)));
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        fragments(calls.rest());
        boolean called = mayCall && calls.begun();
        AnswerEnd end = AnswerEnd.of(finish(response.finishReason(), called), usage(response.tokenUsage()));
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

    /*
     * Who calls stops for that, also where the provider says plain stop, as OpenAI does when the tool was named. Nobody else does: a
     * client that hears of calls waits for some.
     */
    private static Finish finish(@Nullable FinishReason reason, boolean called) {
        return switch (reason) {
            case null ->
                called ? Finish.TOOL_CALLS : Finish.STOP; // the stream had its end mark, or this would be a failure
            case STOP, OTHER, TOOL_EXECUTION -> called ? Finish.TOOL_CALLS : Finish.STOP;
            case LENGTH -> Finish.LENGTH;
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
