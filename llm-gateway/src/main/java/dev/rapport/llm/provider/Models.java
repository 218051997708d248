package dev.rapport.llm.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.http.Dialect;
import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/** LangChain4j's models, set up for one provider, and what that provider wants otherwise than OpenAI. */
final class Models {
    /** OpenAI's own models refuse {@code max_tokens} since the o-series; Mistral and older local servers know only that. */
    private static final String OPENAI_HOST = "api.openai.com";

    /**
     * Mistral refuses {@code stream_options} with 422 and sends usage unasked (dnakov/anon-kode#53,
     * openai/openai-agents-python#442); LangChain4j 1.19 always asks.
     */
    private static final String MISTRAL_HOST = "api.mistral.ai";

    private Models() {}

    static Dialect dialect(ProviderSettings settings) {
        return switch (settings.kind()) {
            case OPENAI -> Dialect.OPENAI;
            case ANTHROPIC -> Dialect.ANTHROPIC;
        };
    }

    static UnaryOperator<String> bodyEdit(ProviderSettings settings) {
        return settings.host().equals(MISTRAL_HOST) ? Models::withoutStreamOptions : body -> body;
    }

    static String withoutStreamOptions(String body) {
        JsonObject json = new JsonObject(body);
        json.remove("stream_options");
        return json.encode();
    }

    /** Logging stays off: prompts and keys have no place in logs. Streaming models have no retries of their own. */
    static StreamingChatModel create(ProviderSettings settings, HttpClientBuilder http) {
        return switch (settings.kind()) {
            case OPENAI -> {
                var builder = OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(settings.baseUrl())
                        .modelName(settings.model())
                        .logRequests(false)
                        .logResponses(false);
                yield (settings.apiKey().isEmpty() ? builder : builder.apiKey(settings.apiKey())).build();
            }
            case ANTHROPIC ->
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(settings.baseUrl())
                        .apiKey(settings.apiKey())
                        .modelName(settings.model())
                        .logRequests(false)
                        .logResponses(false)
                        .build();
        };
    }

    static ChatRequest request(ProviderSettings settings, LlmRequest request) {
        return ChatRequest.builder()
                .messages(Prompts.toLangChain(request.messages()))
                .parameters(parameters(settings, request.answerTokensMax()))
                .build();
    }

    private static ChatRequestParameters parameters(ProviderSettings settings, int answerTokensMax) {
        return switch (settings.kind()) {
            case OPENAI ->
                settings.host().equals(OPENAI_HOST)
                        ? OpenAiChatRequestParameters.builder()
                                .maxCompletionTokens(answerTokensMax)
                                .build()
                        : OpenAiChatRequestParameters.builder()
                                .maxOutputTokens(answerTokensMax)
                                .build();
            case ANTHROPIC ->
                AnthropicChatRequestParameters.builder()
                        .maxOutputTokens(answerTokensMax)
                        .build();
        };
    }
}
