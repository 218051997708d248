package dev.rapport.llm.http;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.http.Requests.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What LangChain4j's own HTTP client lacks, and that ours has it: each case twice, under LangChain4j's OpenAI model, on the
 * same provider. If a test of the JDK client fails, LangChain4j has closed a gap.
 */
class JdkClientGapsTest {
    private static final int STREAMS = 40;

    private final Loop loop = new Loop();
    private final Answer jdk = new Answer();
    private final Answer ours = new Answer();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    /** What a person would hear. For any thread. */
    private static final class Answer implements StreamingChatResponseHandler {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<Object> handles = new CopyOnWriteArrayList<>();
        private final Promise<Void> first = Promise.promise();
        private final Promise<Void> end = Promise.promise();
        private volatile Throwable error = new AssertionError("no error was heard");

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            handles.add(context.streamingHandle());
            onPartialResponse(piece.text());
        }

        @Override
        public void onPartialResponse(String piece) {
            calls.add(piece);
            first.tryComplete();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            calls.add("complete");
            end.tryComplete();
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
            calls.add("error");
            end.tryComplete();
        }
    }

    @Test
    void retryAfter_jdkClient_isLost() {
        askJdk(status(429, "slow down", "Retry-After", "7331"), jdk);
        loop.await(jdk.end::future);

        assertThat(causes(jdk.error)).noneMatch(cause -> cause.toString().contains("7331"));
        assertThat(causes(jdk.error)
                        .flatMap(cause -> Arrays.stream(cause.getClass().getMethods())))
                .noneMatch(method -> method.getName().toLowerCase(Locale.ROOT).contains("header"));
    }

    @Test
    void retryAfter_ours_isKept() {
        HttpCall _ = askOurs(status(429, "slow down", "Retry-After", "7331"), ours, PATIENT);
        loop.await(ours.end::future);

        assertThat(causes(ours.error))
                .anyMatch(cause -> cause instanceof ProviderHttpException response
                        && response.header("retry-after").orElse("").equals("7331"));
    }

    @Test
    void cancelBeforeTheFirstToken_jdkClientAndOurs_onlyOursCan() throws NoSuchMethodException {
        FakeProvider jdkProvider = new FakeProvider(loop.vertx(), hang());
        FakeProvider ourProvider = new FakeProvider(loop.vertx(), hang());
        askJdk(jdkProvider.url(), jdk, PATIENT.firstEvent());
        HttpCall call = askOurs(ourProvider.url(), ours, PATIENT);
        loop.await(() -> loop.until(
                () -> jdkProvider.received().size() + ourProvider.received().size() == 2));

        loop.get(() -> {
            call.cancel();
            return call;
        });

        loop.await(ourProvider::lostClient);
        assertThat(jdkProvider.lostClient().isComplete()).isFalse();
        assertThat(jdk.handles).isEmpty(); // and there is no other way to it:
        assertThat(JdkHttpClient.class
                        .getMethod(
                                "execute",
                                HttpRequest.class,
                                ServerSentEventParser.class,
                                ServerSentEventListener.class)
                        .getReturnType())
                .isEqualTo(void.class);
    }

    @Test
    void streams_jdkClient_blockAThreadEach() {
        List<Answer> answers = Stream.generate(Answer::new).limit(STREAMS).toList();
        String url = new FakeProvider(loop.vertx(), stall(chunk("a"))).url();
        answers.forEach(answer -> askJdk(url, answer, PATIENT.firstEvent()));
        answers.forEach(answer -> loop.await(answer.first::future));

        assertThat(Thread.getAllStackTraces().values())
                .filteredOn(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith("DefaultServerSentEventParser")))
                .hasSize(STREAMS);
    }

    @Test
    void streams_ours_needNoThreads() {
        List<Answer> answers = Stream.generate(Answer::new).limit(STREAMS).toList();
        String url = new FakeProvider(loop.vertx(), stall(chunk("a"))).url();
        HttpCall _ = askOurs(url, ours, PATIENT);
        loop.await(ours.first::future);
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        answers.forEach(answer -> {
            HttpCall _ = askOurs(url, answer, PATIENT);
        });
        answers.forEach(answer -> loop.await(answer.first::future));

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .hasSizeLessThan(STREAMS / 10); // what the JVM starts for itself
    }

    @Test
    void stallInTheAnswer_jdkClientAndOurs_onlyOursEnds() {
        Duration patience = Duration.ofSeconds(1);
        askJdk(stream(chunk("warm"), finish("stop"), DONE), new Answer());
        askJdk(new FakeProvider(loop.vertx(), stall(chunk("a"))).url(), jdk, patience);
        loop.await(jdk.first::future);
        HttpCall _ = askOurs(
                stall(chunk("a")),
                ours,
                new HttpTimeouts(PATIENT.connect(), PATIENT.firstEvent(), patience.multipliedBy(2), PATIENT.reader()));

        loop.await(ours.end::future);

        assertThat(ours.calls).containsExactly("a", "error");
        assertThat(ours.error).satisfies(failure -> assertKind(failure, Kind.STALLED));
        assertThat(jdk.calls).containsExactly("a"); // twice its patience ago
    }

    @Test
    void streamCutShort_jdkClient_isComplete() {
        askJdk(stream(chunk("a"), chunk("b")), jdk);
        loop.await(jdk.end::future);

        assertThat(jdk.calls).containsExactly("a", "b", "complete");
    }

    @Test
    void streamCutShort_ours_isAnError() {
        HttpCall _ = askOurs(stream(chunk("a"), chunk("b")), ours, PATIENT);
        loop.await(ours.end::future);

        assertThat(ours.calls).containsExactly("a", "b", "error");
        assertThat(ours.error).satisfies(failure -> assertKind(failure, Kind.CUT));
    }

    @Test
    void errorInTheStream_jdkClient_vanishes() {
        askJdk(stream(chunk("a"), "data: {\"error\":{\"message\":\"overloaded\"}}\n\n", DONE), jdk);
        loop.await(jdk.end::future);

        assertThat(jdk.calls).containsExactly("a", "complete");
    }

    @Test
    void errorInTheStream_ours_isAnError() {
        HttpCall _ =
                askOurs(stream(chunk("a"), "data: {\"error\":{\"message\":\"overloaded\"}}\n\n", DONE), ours, PATIENT);
        loop.await(ours.end::future);

        assertThat(ours.calls).containsExactly("a", "error");
        assertThat(ours.error).satisfies(failure -> assertKind(failure, Kind.PROVIDER_ERROR));
    }

    @Test
    void connectionLost_jdkClient_endsTwice() {
        askJdk(cut(chunk("a")), jdk);
        loop.await(() -> loop.until(() -> jdk.calls.size() == 3));

        assertThat(jdk.calls).containsExactly("a", "error", "complete");
    }

    @Test
    void connectionLost_ours_endsOnce() {
        HttpCall _ = askOurs(cut(chunk("a")), ours, PATIENT);
        loop.await(ours.end::future);
        loop.await(() -> loop.vertx().timer(20, TimeUnit.MILLISECONDS)); // a second end would come now

        assertThat(ours.calls).containsExactly("a", "error");
        assertThat(ours.error).satisfies(failure -> assertKind(failure, Kind.CUT));
    }

    private void askJdk(FakeProvider.Script script, Answer answer) {
        askJdk(new FakeProvider(loop.vertx(), script).url(), answer, PATIENT.firstEvent());
    }

    private static void askJdk(String url, Answer answer, Duration timeout) {
        StreamingChatModel model = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(url)
                .apiKey("k")
                .modelName("m")
                .timeout(timeout)
                .build();
        model.chat("hello", answer);
    }

    private HttpCall askOurs(FakeProvider.Script script, Answer answer, HttpTimeouts timeouts) {
        return askOurs(new FakeProvider(loop.vertx(), script).url(), answer, timeouts);
    }

    private HttpCall askOurs(String url, Answer answer, HttpTimeouts timeouts) {
        return loop.get(() -> {
            VertxHttpClient client = Requests.client(loop.vertx(), timeouts);
            StreamingChatModel model = OpenAiStreamingChatModel.builder()
                    .httpClientBuilder(client.builder())
                    .baseUrl(url)
                    .apiKey("k")
                    .modelName("m")
                    .build();
            return client.call("req_1", () -> model.chat("hello", answer));
        });
    }

    private static Stream<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream();
    }

    private static void assertKind(Throwable error, Kind kind) {
        assertThat(causes(error)).anyMatch(cause -> cause instanceof StreamFailure failure && failure.kind() == kind);
    }
}
