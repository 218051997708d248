package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's own client for Node against the service: an existing program works by changing its base URL.
 *
 * <p>Needs {@code node} and {@code npm}; the client comes from the npm registry at the first run, into {@code target}.
 */
@Timeout(300)
class OpenAiNodeIT {
    private static final String CLIENT = "openai@6.30.1";
    private static final Path FOLDER = Path.of("target", "openai-node").toAbsolutePath();

    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(FOLDER);
        if (!Files.exists(FOLDER.resolve("node_modules/openai"))) {
            run(List.of("npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", CLIENT));
        }
        try (InputStream script = OpenAiNodeIT.class.getResourceAsStream("/clients/openai.mjs")) {
            Files.copy(
                    Objects.requireNonNull(script), FOLDER.resolve("openai.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        provider = new OpenAiProvider();
        service = provider.inFront(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        provider.close();
    }

    @Test
    void plainAndStreamed_areRead() throws Exception {
        String token = service.begin(1, "ada").token;
        assertThat(client(token, "plain")).isEqualTo(new JsonObject("""
                {"text":"Ahoy, ü😀!","usage":421}"""));
        assertThat(client(token, "stream")).isEqualTo(new JsonObject("""
                {"role":"assistant","text":"Ahoy, ü😀!","finish":"stop","usage":421}"""));
    }

    @Test
    void models_areListed_andAnUnknownOneIsNotFound() throws Exception {
        String token = service.begin(1, "ada").token;
        assertThat(client(token, "models")).isEqualTo(new JsonObject("""
                {"ids":["default","fast"]}"""));
        assertThat(client(token, "unknownModel")).isEqualTo(new JsonObject("""
                {"kind":"NotFoundError","status":404,"code":"model_not_found","type":"invalid_request_error",
                 "param":"model","retryAfter":null}"""));
    }

    @Test
    void tokenThatIsNone_isAnAuthenticationError() throws Exception {
        assertThat(client("a.b.c", "refused")).isEqualTo(new JsonObject("""
                {"kind":"AuthenticationError","status":401,"code":"invalid_api_key","type":"invalid_request_error",
                 "param":null,"retryAfter":null}"""));
    }

    @Test
    void overThePlansLimit_isARateLimitError_andItsWaitIsKept() throws Exception {
        String token = service.begin(1, new JsonObject().put("user", "liz").put("plan", "tight")).token;
        assertThat(client(token, "refused").getString("kind")).isEqualTo("none");

        JsonObject refused = client(token, "refused");
        assertThat(refused.getString("kind")).isEqualTo("RateLimitError");
        assertThat(refused.getString("code")).isEqualTo("rate_limit_exceeded");
        assertThat(Integer.parseInt(refused.getString("retryAfter"))).isBetween(1, 60);
        JsonObject retried = client(token, "retried");
        assertThat(retried.getString("kind")).isEqualTo("RateLimitError");
        // Its own waits are 8 s at most; this one is ours.
        assertThat(retried.getJsonArray("waits").stream().mapToDouble(ms -> ((Number) ms).doubleValue()))
                .anyMatch(ms -> ms > 8_000 && ms <= 60_000);
    }

    @Test
    void failureInMidStream_isAnError_afterTheTextBeforeIt() throws Exception {
        JsonObject broken = client(service.begin(1, "kim").token, "broken");
        assertThat(broken.getString("kind")).isEqualTo("APIError");
        assertThat(broken.getString("code")).isEqualTo("answer_cut");
        assertThat(broken.getString("text")).isEqualTo("Half of it. ");
    }

    @Test
    void cancelled_isGivenUpAtTheProvider() throws Exception {
        assertThat(client(service.begin(1, "bob").token, "cancelled").getString("text"))
                .isEqualTo("Half of it. ");
        provider.givenUp.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static JsonObject client(String token, String scenario) throws Exception {
        String url = "http://127.0.0.1:" + service.port(1) + "/v1";
        return new JsonObject(run(List.of("node", "openai.mjs", url, token, scenario)));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
        return said;
    }
}
