package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client for Java against the service. */
@Timeout(120)
class OpenAiJavaIT {
    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiProvider();
        service = provider.inFront(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        provider.close();
    }

    @Test
    void create_whole_isRead() throws Exception {
        ChatCompletion answer =
                client(service.begin(1, "ada").token).chat().completions().create(params("Hello!", "default"));

        assertThat(answer.choices().getFirst().message().content()).hasValue("Ahoy, ü😀!");
        assertThat(answer.choices().getFirst().finishReason()).hasToString("stop");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(421);
    }

    @Test
    void createStreaming_isReadPieceByPiece_andEndsWithTheUsage() throws Exception {
        List<String> pieces = new ArrayList<>();
        List<Long> usage = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> chunks = client(service.begin(1, "bob").token)
                .chat()
                .completions()
                .createStreaming(params("Hello!", "default"))) {
            chunks.stream().forEach(chunk -> {
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(pieces::add));
                chunk.usage().ifPresent(used -> usage.add(used.totalTokens()));
            });
        }

        assertThat(pieces).containsExactly("", "Ahoy, ", "ü😀!");
        assertThat(usage).containsExactly(421L);
    }

    @Test
    void create_withATool_isACall_plainAndStreamed() throws Exception {
        OpenAIClient client = client(service.begin(1, "gus").token);
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("default")
                .addUserMessage(OpenAiProvider.CALL)
                .addFunctionTool(FunctionDefinition.builder().name("weather").build())
                .build();
        ChatCompletion.Choice choice =
                client.chat().completions().create(params).choices().getFirst();
        var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();

        assertThat(choice.finishReason()).hasToString("tool_calls");
        assertThat(call.id()).isEqualTo("call_5");
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo(OpenAiProvider.ARGUMENTS);
        StringBuilder arguments = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(params)) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(streamed -> streamed.delta().toolCalls().stream().flatMap(List::stream))
                    .forEach(part -> arguments.append(
                            part.function().orElseThrow().arguments().orElse("")));
        }
        assertThat(arguments).hasToString(OpenAiProvider.ARGUMENTS);
    }

    @Test
    void create_failures_areOfTheirKind() throws Exception {
        assertThatThrownBy(() -> client("a.b.c").chat().completions().create(params("Hello!", "default")))
                .isInstanceOf(UnauthorizedException.class);
        OpenAIClient client = client(service.begin(1, "cleo").token);
        assertThatThrownBy(() -> client.chat().completions().create(params("Hello!", "gpt-x")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void create_overThePlansLimit_saysWhenToComeBack() throws Exception {
        OpenAIClient client =
                client(service.begin(1, new JsonObject().put("user", "dan").put("plan", "tight")).token);
        client.chat().completions().create(params("Hello!", "default"));

        Throwable refused = catchThrowable(() -> client.chat().completions().create(params("Again!", "default")));

        assertThat(refused).isInstanceOf(RateLimitException.class);
        assertThat(((OpenAIServiceException) refused).headers().values("retry-after"))
                .singleElement()
                .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
    }

    @Test
    void createStreaming_brokenInTheMiddle_isAnError_afterTheTextBeforeIt() throws Exception {
        List<String> pieces = new ArrayList<>();
        OpenAIClient client = client(service.begin(1, "eve").token);

        Throwable broken = catchThrowable(() -> {
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(params(OpenAiProvider.BREAK_OFF, "default"))) {
                chunks.stream()
                        .forEach(chunk -> chunk.choices()
                                .forEach(choice -> choice.delta().content().ifPresent(pieces::add)));
            }
        });

        assertThat(String.join("", pieces)).isEqualTo("Half of it. ");
        assertThat(broken).isInstanceOf(OpenAIServiceException.class).hasMessageContaining("broke off");
    }

    @Test
    void createStreaming_closedEarly_isGivenUpAtTheProvider() throws Exception {
        OpenAIClient client = client(service.begin(1, "fay").token);
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(params(OpenAiProvider.HOLD, "default"))) {
            assertThat(chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .flatMap(choice -> choice.delta().content().stream())
                            .filter(text -> !text.isEmpty())
                            .findFirst())
                    .hasValue("Half of it. ");
        }

        assertThat(provider.givenUp.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    private static ChatCompletionCreateParams params(String text, String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
    }

    private static OpenAIClient client(String token) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + service.port(1) + "/v1")
                .apiKey(token)
                .maxRetries(0)
                .build();
    }
}
