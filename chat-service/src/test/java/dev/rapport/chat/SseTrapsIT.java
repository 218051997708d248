package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight ways to write an event stream, some of which break OpenAI's clients for Python and Java: what the clients that run here make of
 * each, so that a change in one of them is noticed, and that our route writes none that breaks any.
 */
@Timeout(300)
class SseTrapsIT {
    private static final String HEL = chunk("\"content\":\"Hel\"", "null");
    private static final String LO = chunk("\"content\":\"lo\"", "null");
    private static final String END = chunk("", "\"stop\"") + "data: [DONE]\n\n";
    private static final String ID = "id: g-1\n";

    /** What is sent, by the number of the trap. Python's client breaks at 2 and 4, as Java's does, and takes the event of 8 for a chunk. */
    private static final List<String> SENT = List.of(
            HEL + ": ping\n\n" + LO + END,
            ID + HEL + ": ping\n\n" + LO + END,
            ID + HEL + ": ping\n" + ID + LO + END,
            HEL + "retry: 2000\n\n" + LO + END,
            "retry: 2000\n" + HEL + LO + END,
            ": ok\n\n" + HEL + LO + END,
            ID + HEL + ID + LO + ID + END,
            "event: memory\ndata: {\"memories\":[]}\n\n" + HEL + LO + END);

    private static final Pattern LINE = Pattern.compile("|data: (\\{.*}|\\[DONE])|: ping");

    @TempDir
    private static Path folder;

    private final Vertx vertx = Vertx.vertx();

    @BeforeAll
    static void install() throws Exception {
        NodeClients.install();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void clients_eachTrap_isReadAsItWasWhenThisWasWritten() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    int trap = Integer.parseInt(request.uri().split("/", -1)[1]);
                    request.response()
                            .putHeader("content-type", "text/event-stream; charset=utf-8")
                            .end(SENT.get(trap - 1));
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        String base = "http://127.0.0.1:" + server.actualPort() + "/";
        JsonObject node = NodeClients.run("traps.mjs", base, Integer.toString(SENT.size()));

        List<String> table = new ArrayList<>();
        for (int trap = 1; trap <= SENT.size(); trap++) {
            table.add(String.join(
                    " | ",
                    Integer.toString(trap),
                    outcome(node.getJsonArray("openai"), trap),
                    outcome(node.getJsonArray("ai"), trap),
                    openAiJava(base + trap + "/v1"),
                    langChain(base + trap + "/v1")));
        }
        System.out.println("trap | openai for Node | ai | openai-java | LangChain4j\n" + String.join("\n", table));
        assertThat(table)
                .containsExactly(
                        "1 | Hello | Hello | Hello | Hello",
                        "2 | Hello | Hello | Helerror NullPointerException | Hello",
                        "3 | Hello | Hello | Hello | Hello",
                        "4 | Hello | Hello | Helerror NullPointerException | Hello",
                        "5 | Hello | Hello | Hello | Hello",
                        "6 | Hello | Hello | Hello | Hello",
                        "7 | Hello | Hello | Hello | Hello",
                        "8 | Hello and a chunk without choices | error AI_TypeValidationErrorHello"
                                + " | error OpenAIInvalidDataException | Hello");
    }

    /** With silence before and between the pieces, so that signs of life come in all places where they can. */
    @Test
    void route_slowModel_writesNothingThatBreaksAClient() throws Exception {
        OpenAiProvider provider = new OpenAiProvider();
        Map<String, String> hasty = Map.of("RAPPORT_TURN_OPEN_AFTER_MS", "50", "RAPPORT_TURN_HEARTBEAT_MS", "50");
        try (RunningService service = provider.inFront(folder, 1, hasty)) {
            String stream = rawStream(service, service.begin(1, "ada").token);

            List<String> lines = stream.lines().toList();
            assertThat(lines).allMatch(line -> LINE.matcher(line).matches()); // no id, no name, no retry
            assertThat(lines).filteredOn(": ping"::equals).hasSizeGreaterThan(3);
            assertThat(stream)
                    .doesNotContain("ping\n\n", "\n\n\n")
                    .startsWith("data: ")
                    .endsWith("data: [DONE]\n\n");
            assertThat(lines.stream().filter(line -> line.contains("\"error\"")))
                    .isEmpty();
            // between events only: whatever stands before a sign of life is over
            assertThat(stream.replace("\n\n: ping\n", "\n\n").replace(": ping\n", ""))
                    .contains("piece 0 ", "piece 1 ", "piece 2 ");
            for (int i = 1; i < lines.size(); i++) {
                boolean inAnEvent = lines.get(i - 1).startsWith("data: ");
                assertThat(inAnEvent && lines.get(i).equals(": ping"))
                        .as(stream)
                        .isFalse();
            }
        } finally {
            provider.close();
        }
    }

    private static String rawStream(RunningService service, String token) throws Exception {
        String body = new JsonObject()
                .put("model", "default")
                .put("stream", true)
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", OpenAiProvider.SLOWLY)))
                .encode();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port(1))) {
            socket.getOutputStream()
                    .write(
                            ("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                                            + token
                                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.UTF_8));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n");
            return unchunked(said.substring(said.indexOf("\r\n\r\n") + 4));
        }
    }

    /* Texts here are ASCII, so that bytes are characters. */
    private static String unchunked(String body) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body, at, end, 16);
            if (length == 0) {
                return text.toString();
            }
            text.append(body, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
    }

    private static String outcome(JsonArray outcomes, int trap) {
        return outcomes.getString(trap - 1);
    }

    private static String openAiJava(String url) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(url)
                .apiKey("none")
                .maxRetries(0)
                .build();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat()
                .completions()
                .createStreaming(ChatCompletionCreateParams.builder()
                        .model("default")
                        .addUserMessage("Hello!")
                        .build())) {
            chunks.stream()
                    .forEach(chunk -> chunk.choices()
                            .forEach(choice -> choice.delta().content().ifPresent(text::append)));
            return text.toString();
        } catch (RuntimeException e) {
            return text + "error " + e.getClass().getSimpleName();
        }
    }

    private static String langChain(String url) throws Exception {
        StringBuilder text = new StringBuilder();
        CompletableFuture<String> end = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(url)
                .apiKey("none")
                .modelName("default")
                .build()
                .chat("Hello!", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        text.append(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        end.complete(text.toString());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.complete(text + "error " + failure.getClass().getSimpleName());
                    }
                });
        return end.get(30, TimeUnit.SECONDS);
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"default\",\"choices\":"
                + "[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}]}\n\n";
    }
}
