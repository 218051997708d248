package dev.rapport.llm.provider;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.http.Dialect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

    static UnaryOperator<String> bodyEdit(ProviderSettings settings, Prefill prefill) {
        boolean mistral = settings.host().equals(MISTRAL_HOST);
        return body -> {
            String edited = mistral ? withoutStreamOptions(body) : body;
            return switch (prefill) {
                case PREFIX, VLLM -> continuing(edited, prefill);
                case NATIVE, INSTRUCT, NONE -> edited;
            };
        };
    }

    /* Only a body whose last message is the assistant's asks to go on. */
    static String continuing(String body, Prefill prefill) {
        JsonObject json = new JsonObject(body);
        JsonArray messages = json.getJsonArray("messages", new JsonArray());
        JsonObject last = messages.isEmpty() ? new JsonObject() : messages.getJsonObject(messages.size() - 1);
        if (!"assistant".equals(last.getString("role"))) {
            return body;
        }
        if (prefill == Prefill.PREFIX) {
            last.put("prefix", true);
        } else {
            json.put("continue_final_message", true).put("add_generation_prompt", false);
        }
        return json.encode();
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

    /** @param knowsTools whether this provider's models call tools */
    static ChatRequest request(ProviderSettings settings, ModelRequest request, Prefill prefill, boolean knowsTools) {
        var prompt = request.request().prompt();
        // Anthropic takes calls in the history only from who has tools now
        boolean asTools = knowsTools
                && (settings.kind() == ProviderSettings.Kind.OPENAI
                        || prompt.form().hasTools());
        var messages = asTools ? withTools(settings, prompt.messages()) : Prompts.toolsAsText(prompt.messages());
        return ChatRequest.builder()
                .messages(
                        request.continues()
                                ? Prompts.toLangChain(messages, request.soFar(), prefill)
                                : Prompts.toLangChain(messages))
                .parameters(parameters(settings, request))
                .build();
    }

    private static List<Message> withTools(ProviderSettings settings, List<Message> messages) {
        return switch (settings.kind()) {
            case OPENAI -> messages; // arguments are a text there
            case ANTHROPIC -> Prompts.argumentsAsObjects(messages);
        };
    }

    /* Anthropic knows no penalties, no temperature above 1, and not temperature and top_p in one request. */
    private static ChatRequestParameters parameters(ProviderSettings settings, ModelRequest request) {
        int answerTokensMax = request.answerTokensMax();
        Sampling sampling = request.request().prompt().sampling();
        Double temperature = orNull(request.temperature());
        return switch (settings.kind()) {
            case OPENAI -> {
                var builder = OpenAiChatRequestParameters.builder()
                        .temperature(temperature)
                        .topP(orNull(sampling.topP()))
                        .frequencyPenalty(orNull(sampling.frequencyPenalty()))
                        .presencePenalty(orNull(sampling.presencePenalty()))
                        .stopSequences(stops(sampling));
                yield settings.host().equals(OPENAI_HOST)
                        ? builder.maxCompletionTokens(answerTokensMax).build()
                        : builder.maxOutputTokens(answerTokensMax).build();
            }
            case ANTHROPIC ->
                AnthropicChatRequestParameters.builder()
                        .maxOutputTokens(answerTokensMax)
                        .temperature(temperature == null ? null : Double.valueOf(Math.min(1, temperature)))
                        .topP(temperature == null ? orNull(sampling.topP()) : null)
                        .stopSequences(stops(sampling))
                        .build();
        };
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /* An empty list would be sent as one, which not every server takes. */
    private static @Nullable List<String> stops(Sampling sampling) {
        return sampling.stops().isEmpty() ? null : sampling.stops();
    }
}
