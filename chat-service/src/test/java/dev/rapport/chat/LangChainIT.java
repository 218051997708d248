package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's client for OpenAI against the service. */
@Timeout(120)
class LangChainIT {
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
    void chat_whole_isRead() throws Exception {
        assertThat(model(service.begin(1, "ada").token, "default").chat("Hello!"))
                .isEqualTo("Ahoy, ü😀!");
    }

    @Test
    void chat_streamed_isReadPieceByPiece() throws Exception {
        List<String> pieces = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(baseUrl())
                .apiKey(service.begin(1, "bob").token)
                .modelName("default")
                .build()
                .chat("Hello!", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        pieces.add(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        end.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.completeExceptionally(failure);
                    }
                });

        assertThat(end.get(30, TimeUnit.SECONDS).tokenUsage().totalTokenCount()).isEqualTo(421);
        assertThat(pieces).containsExactly("Ahoy, ", "ü😀!");
    }

    @Test
    void chat_failures_areOfTheirKind() throws Exception {
        assertThatThrownBy(() -> model("a.b.c", "default").chat("Hello!")).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model(service.begin(1, "ada").token, "gpt-x").chat("Hello!"))
                .isInstanceOf(ModelNotFoundException.class);
        OpenAiChatModel tight =
                model(service.begin(1, new JsonObject().put("user", "liz").put("plan", "tight")).token, "default");
        tight.chat("Hello!");
        assertThatThrownBy(() -> tight.chat("Hello again!")).isInstanceOf(RateLimitException.class);
    }

    private static OpenAiChatModel model(String token, String model) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(baseUrl())
                .apiKey(token)
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    private static String baseUrl() {
        return "http://127.0.0.1:" + service.port(1) + "/v1";
    }
}
