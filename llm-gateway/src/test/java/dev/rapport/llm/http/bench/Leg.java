package dev.rapport.llm.http.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.rapport.llm.http.Dialect;
import dev.rapport.llm.http.HttpCall;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.http.VertxHttpClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process of its own that reads the provider's streams with one of the two clients, and prints what it cost. */
final class Leg {
    /** The machine may be busy; what is compared is the cost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long WAIT_SECONDS_MAX = 300;
    private static final int WARM_UP_ANSWERS_EACH = 2;
    private static final int LOOPS = 2;

    private final String url;
    private final int streams;
    private final Vertx vertx = Vertx.vertx();
    private final List<Consumer<StreamingChatResponseHandler>> askers;

    private Leg(String client, String url, int streams) {
        this.url = url;
        this.streams = streams;
        this.askers = client.equals(ClientComparison.OURS) ? ours() : jdks();
    }

    public static void main(String[] args) {
        try {
            Leg leg = new Leg(args[0], args[1], Integer.parseInt(args[2]));
            leg.run(WARM_UP_ANSWERS_EACH);
            System.out.println(leg.measured(Integer.parseInt(args[3])).encode());
            System.exit(0); // event loops are still there, and the other client has no close()
        } catch (TimeoutException late) {
            System.err.println("not done within " + WAIT_SECONDS_MAX + " s");
            System.exit(1);
        }
    }

    private JsonObject measured(int answersEach) throws TimeoutException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        long cpuNanos = cpuNanos();
        long startNanos = System.nanoTime();
        Slots slots = run(answersEach);
        long wallNanos = System.nanoTime() - startNanos;
        cpuNanos = cpuNanos() - cpuNanos;
        return slots.report()
                .put("cpuMillisPer1000Tokens", cpuNanos / 1e6 / slots.tokens() * 1_000)
                .put("peakThreads", threads.getPeakThreadCount())
                .put("seconds", wallNanos / 1e9);
    }

    private Slots run(int answersEach) throws TimeoutException {
        Slots slots = new Slots(streams, answersEach);
        for (int i = 0; i < streams; i++) {
            slots.start(askers.get(i % askers.size()));
        }
        slots.done().await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        return slots;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private List<Consumer<StreamingChatResponseHandler>> jdks() {
        StreamingChatModel model = model(JdkHttpClient.builder());
        return List.of(handler -> model.chat("hello", handler));
    }

    /* As in the service: a client for each loop. */
    private List<Consumer<StreamingChatResponseHandler>> ours() {
        HttpTimeouts timeouts = new HttpTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE);
        List<Consumer<StreamingChatResponseHandler>> made = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            Context loop = vertx.getOrCreateContext();
            made.add(Future.<Consumer<StreamingChatResponseHandler>>future(promise -> loop.runOnContext(_ -> {
                        VertxHttpClient client = new VertxHttpClient(
                                vertx,
                                VertxHttpClient.newAgent(vertx, timeouts),
                                timeouts,
                                Dialect.OPENAI,
                                body -> body);
                        StreamingChatModel model = model(client.builder());
                        promise.complete(handler -> loop.runOnContext(_ -> {
                            HttpCall _ = client.call("req_1", () -> model.chat("hello", handler));
                        }));
                    }))
                    .await());
        }
        return made;
    }

    private StreamingChatModel model(HttpClientBuilder http) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(url)
                .apiKey("k")
                .modelName("m")
                .timeout(PATIENCE)
                .build();
    }
}
