package dev.rapport.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What of a request's wishes a provider is told. */
class ModelsTest {
    private static final OptionalDouble NO = OptionalDouble.empty();
    private static final Sampling ALL = new Sampling(
            OptionalDouble.of(1.5),
            OptionalDouble.of(0.9),
            OptionalDouble.of(0.1),
            OptionalDouble.of(-0.2),
            List.of("END", "\n\n"));

    @Test
    void request_openAi_isToldAll() {
        ChatRequestParameters told = told(Kind.OPENAI, "http://127.0.0.1:1/v1", ALL, ALL.temperature());

        assertThat(told.temperature()).isEqualTo(1.5);
        assertThat(told.topP()).isEqualTo(0.9);
        assertThat(told.frequencyPenalty()).isEqualTo(0.1);
        assertThat(told.presencePenalty()).isEqualTo(-0.2);
        assertThat(told.stopSequences()).containsExactly("END", "\n\n");
        assertThat(told.maxOutputTokens()).isEqualTo(100);
    }

    @Test
    void request_openAiItself_isToldTheMostTokensInItsOwnWord() {
        ChatRequestParameters told = told(Kind.OPENAI, "https://api.openai.com/v1", Sampling.NONE, NO);

        assertThat(told.maxOutputTokens()).isNull();
        assertThat(((OpenAiChatRequestParameters) told).maxCompletionTokens()).isEqualTo(100);
    }

    @Test
    void request_anthropic_isToldWhatItKnows() {
        ChatRequestParameters told = told(Kind.ANTHROPIC, "http://127.0.0.1:1/v1", ALL, ALL.temperature());

        assertThat(told.temperature()).isEqualTo(1);
        assertThat(told.topP()).isNull();
        assertThat(told.frequencyPenalty()).isNull();
        assertThat(told.presencePenalty()).isNull();
        assertThat(told.stopSequences()).containsExactly("END", "\n\n");
        Sampling topP = new Sampling(NO, OptionalDouble.of(0.9), NO, NO, List.of());
        assertThat(told(Kind.ANTHROPIC, "http://127.0.0.1:1/v1", topP, NO).topP())
                .isEqualTo(0.9);
    }

    private static ChatRequestParameters told(
            Kind kind, String baseUrl, Sampling sampling, OptionalDouble temperature) {
        LlmRequest hello = Asked.question("hello");
        LlmRequest request = new LlmRequest(
                "req_1",
                new Prompt(List.of(new Message(Role.USER, "hello")), 10, 100, sampling),
                hello.asker(),
                hello.grounds());
        return Models.request(
                        new ProviderSettings("p", kind, baseUrl, "key-1", "m-1", HttpTimeouts.DEFAULT, 1),
                        new ModelRequest(request, "", 100, temperature, Duration.ofSeconds(1)),
                        Prefill.NATIVE,
                        true)
                .parameters();
    }
}
