package dev.rapport.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers are reached over TLS, and only those whose certificate Java trusts. */
class TlsTest {
    private final Loop loop = new Loop();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() throws TimeoutException {
        Certificate.distrust();
        loop.close();
    }

    @Test
    void execute_certificateTrustedOrNot_answersOrConnectFails() throws IOException, InterruptedException {
        String store = Certificate.create(folder, "localhost");
        String url = serve(store);

        assertThatThrownBy(() -> ask(url))
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CONNECT));
        Certificate.trust(store);

        assertThat(ask(url)).isEqualTo("{\"choices\":[]}[DONE]");
    }

    @Test
    void execute_certificateOfAnotherHost_connectFails() throws IOException, InterruptedException {
        String store = Certificate.create(folder, "provider.example");
        Certificate.trust(store);

        assertThatThrownBy(() -> ask(serve(store)))
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CONNECT));
    }

    private String serve(String store) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(store).setPassword(Certificate.PASSWORD));
        int port = loop.vertx()
                .createHttpServer(options)
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "text/event-stream")
                        .end("data: {\"choices\":[]}\n\ndata: [DONE]\n\n"))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return "https://localhost:" + port;
    }

    private String ask(String url) {
        Promise<String> answer = Promise.promise();
        return loop.await(() -> {
            VertxHttpClient client = Requests.client(loop.vertx(), Requests.PATIENT);
            client.execute(
                    HttpRequest.builder()
                            .method(HttpMethod.POST)
                            .url(url)
                            .body("{}")
                            .build(),
                    listener(answer));
            return answer.future();
        });
    }

    private static ServerSentEventListener listener(Promise<String> answer) {
        StringBuilder text = new StringBuilder();
        return new ServerSentEventListener() {
            @Override
            public void onEvent(ServerSentEvent event) {
                text.append(event.data());
            }

            @Override
            public void onError(Throwable throwable) {
                answer.fail(throwable);
            }

            @Override
            public void onClose() {
                answer.complete(text.toString());
            }
        };
    }
}
