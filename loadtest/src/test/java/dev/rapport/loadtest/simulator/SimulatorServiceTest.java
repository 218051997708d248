package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places, service times, lengths by message and clients that leave, over real sockets. */
class SimulatorServiceTest {
    private static final AnswerSettings SIX = new AnswerSettings(1, 20, 0, 5, 0, 6, 0);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private URI start(ServiceSettings service) {
        return Simulator.start(vertx, SimulatorSettings.ofAnswers(SIX).withService(service))
                .await()
                .address();
    }

    private static List<JsonNode> records(SimulatorClient client) {
        return client.get("/sim/requests")
                .body()
                .lines()
                .map(SimulatorClient::parse)
                .toList();
    }

    /** Two hold both places until four wait, and go; then two of the four are served, and 200 ms later the other two. */
    @Test
    void concurrency_moreAtOnce_waitTheirTurn() {
        URI address = start(new ServiceSettings(2, 200, ServiceLaw.FIXED, false));
        SimulatorClient client = new SimulatorClient(vertx, address);
        HttpClient holding = vertx.createHttpClient();
        String hang = SimulatorClient.request("fault-hang", true, "[ref h]").toString();
        for (int i = 0; i < 2; i++) {
            SimulatorClient.onLoop(
                    vertx.getOrCreateContext(),
                    () -> holding.request(post(address)).compose(request -> request.send(hang)));
        }
        client.statUntil("serving", 2);
        List<Future<SimulatorClient.Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(client.chatLater("any", true, "[ref n" + i + "]"));
        }
        client.statUntil("waiting", 4);
        holding.close().await();
        Future.all(replies).await();

        List<JsonNode> records = records(client);
        List<Double> waits = records.stream()
                .map(json -> json.path("waited_ms").asDouble())
                .sorted()
                .toList();
        JsonNode stats = client.get("/sim/stats").json();

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.result().status()).isEqualTo(200));
        assertThat(waits).hasSize(6);
        assertThat(waits.subList(0, 2)).allSatisfy(wait -> assertThat(wait).isZero());
        assertThat(waits.subList(2, 4)).allSatisfy(wait -> assertThat(wait).isPositive());
        assertThat(waits.subList(4, 6)).allSatisfy(wait -> assertThat(wait).isGreaterThan(200));
        List<JsonNode> served = records.stream()
                .filter(json -> json.path("outcome").asText().equals("ok"))
                .toList();
        assertThat(served)
                .hasSize(4)
                .allSatisfy(json -> assertThat(json.path("total_ms").asDouble())
                        .isGreaterThanOrEqualTo(200 + json.path("waited_ms").asDouble()));
        /* The two messages have 29 characters, and four are taken for a token. */
        assertThat(served)
                .allSatisfy(
                        json -> assertThat(json.path("prompt_tokens").asInt()).isEqualTo(8));
        assertThat(stats.path("serving_peak").asInt()).isEqualTo(2);
        assertThat(stats.path("waiting_peak").asInt()).isEqualTo(4);
        assertThat(stats.path("serving").asInt()).isZero();
    }

    @Test
    void overConcurrencyRefuse_noPlace_is429() {
        URI address = start(new ServiceSettings(1, 0, ServiceLaw.FIXED, true));
        SimulatorClient client = new SimulatorClient(vertx, address);
        Future<SimulatorClient.Reply> hanging = client.chatLater("fault-hang", true, "[ref n0]");

        client.statUntil("serving", 1); // else the other one might be served, and this one refused
        SimulatorClient.Reply refused = client.chat("any", true, "[ref n1]");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("concurrency_limit_exceeded");
        assertThat(refused.headers().get("retry-after")).isEqualTo("1");
        assertThat(hanging.isComplete()).isFalse();
        assertThat(records(client).getLast().path("outcome").asText()).isEqualTo("concurrency_limit_exceeded");
    }

    @Test
    void reference_withLength_isThatLong() {
        SimulatorClient client = new SimulatorClient(vertx, start(ServiceSettings.NONE));

        SimulatorClient.Reply reply = client.chat("any", false, "Hello [ref abc123 tokens 200]");

        String expected =
                AnswerPlan.forMessage(SIX, "Hello [ref abc123 tokens 200]").text();
        assertThat(reply.json().at("/choices/0/message/content").asText())
                .isEqualTo(expected)
                .endsWith(" wabc123.199");
        assertThat(records(client).getFirst().path("nonce").asText()).isEqualTo("abc123");
    }

    /** A client that goes in the middle: what it had been sent by then is counted, and nothing is sent later. */
    @Test
    void clientLeaves_inTheMiddle_isRecordedThenAndThere() {
        URI address = start(ServiceSettings.NONE);
        SimulatorClient client = new SimulatorClient(vertx, address);
        long sentNanos = System.nanoTime();
        int received = leaveAfter(address, "[ref a1 tokens 2000]", 3);

        JsonNode record = client.firstRecord();
        double seenMillis = (System.nanoTime() - sentNanos) / 1e6;
        double totalMillis = record.path("total_ms").asDouble();

        assertThat(record.path("outcome").asText()).isEqualTo("client-gone");
        assertThat(totalMillis).isBetween(30.0, seenMillis);
        /* The first is due after 20 ms, the others 5 ms after each other; the plan would be 2,000. */
        assertThat(record.path("tokens").asInt())
                .isBetween(received, (int) ((totalMillis - 20) / 5) + 1)
                .isLessThan(2_000);
        assertThat(client.get("/sim/stats").json().path("in_flight").asInt()).isZero();
    }

    /** One that goes while it waits is never begun, and its place goes to the next. */
    @Test
    void clientLeaves_whileItWaits_isNotBegun() {
        URI address = start(new ServiceSettings(1, 100, ServiceLaw.FIXED, false));
        SimulatorClient client = new SimulatorClient(vertx, address);
        Future<SimulatorClient.Reply> first = client.chatLater("fault-hang", true, "[ref n0]");
        client.statUntil("serving", 1);
        var waiting = vertx.createHttpClient();
        var sent = waiting.request(post(address))
                .compose(request -> request.send(
                        SimulatorClient.request("any", true, "[ref n1]").toString()));
        client.statUntil("waiting", 1);

        waiting.close().await();

        JsonNode record = client.firstRecord();
        assertThat(record.path("nonce").asText()).isEqualTo("n1");
        assertThat(record.path("outcome").asText()).isEqualTo("client-gone");
        assertThat(record.path("tokens").asInt()).isZero();
        assertThat(record.path("waited_ms").asDouble())
                .isEqualTo(record.path("total_ms").asDouble());
        assertThat(client.get("/sim/stats").json().path("waiting").asInt()).isZero();
        assertThat(sent.isComplete() && sent.succeeded()).isFalse();
        assertThat(first.isComplete()).isFalse();
    }

    /** Before the headers, which leave with the first token, and between the headers and the first token. */
    @ParameterizedTest
    @CsvSource({"any,false", "fault-hang,false", "fault-hang-headers-sent,true"})
    void clientLeaves_beforeTheFirstToken_isRecordedWhenItLeft(String model, boolean headers) {
        URI address = start(new ServiceSettings(0, 60_000, ServiceLaw.FIXED, false));
        SimulatorClient client = new SimulatorClient(vertx, address);
        HttpClient leaving = vertx.createHttpClient();
        String chat = SimulatorClient.request(model, true, "[ref a1]").toString();
        long sentNanos = System.nanoTime();
        Future<HttpClientResponse> answer = SimulatorClient.onLoop(
                vertx.getOrCreateContext(),
                () -> leaving.request(post(address)).compose(request -> request.send(chat)));
        client.statUntil("open_now", 1);
        client.statUntil("in_flight", 1);
        long arrivedNanos = System.nanoTime();
        if (headers) {
            answer.timeout(5, TimeUnit.SECONDS).await();
        }
        client.get("/sim/requests"); // takes its time, in which nothing is recorded
        long leftNanos = System.nanoTime();

        leaving.close().await();

        JsonNode record = client.firstRecord();
        double seenMillis = (System.nanoTime() - sentNanos) / 1e6;
        assertThat(record.path("outcome").asText()).isEqualTo("client-gone");
        assertThat(record.path("first_token_ms").isNull()).isTrue();
        assertThat(record.path("tokens").asInt()).isZero();
        assertThat(record.path("total_ms").asDouble()).isBetween((leftNanos - arrivedNanos) / 1e6, seenMillis);
        assertThat(answer.succeeded()).isEqualTo(headers);
        assertThat(client.get("/sim/stats").json().path("open_now").asInt()).isZero();
        assertThat(client.get("/sim/stats").json().path("in_flight").asInt()).isZero();
    }

    /** One whose body has not all come is open, but not in flight, and when it leaves it was no request. */
    @Test
    void clientLeaves_inItsBody_isOpenUntilThen() {
        URI address = start(ServiceSettings.NONE);
        SimulatorClient client = new SimulatorClient(vertx, address);
        HttpClient leaving = vertx.createHttpClient();
        SimulatorClient.onLoop(
                        vertx.getOrCreateContext(),
                        () -> leaving.request(post(address))
                                .compose(request -> request.setChunked(true).write("{")))
                .await();
        client.statUntil("open_now", 1);
        assertThat(client.get("/sim/stats").json().path("in_flight").asInt()).isZero();

        leaving.close().await();

        client.statUntil("open_now", 0);
        assertThat(client.get("/sim/stats").json().path("requests").asInt()).isZero();
    }

    private static RequestOptions post(URI address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI("/v1/chat/completions");
    }

    /** Reads until so many tokens have come, closes the connection, and says how many tokens it had. */
    private int leaveAfter(URI address, String message, int tokens) {
        Promise<Integer> left = Promise.promise();
        StringBuilder body = new StringBuilder();
        String chat = SimulatorClient.request("any", true, message).toString();
        HttpClient http = vertx.createHttpClient();
        vertx.getOrCreateContext()
                .runOnContext(turn -> http.request(post(address))
                        .compose(request -> request.send(chat))
                        .onSuccess(response -> response.handler(part -> {
                            body.append(part);
                            int seen = body.toString().split("\"content\":\" ?w", -1).length - 1;
                            if (seen >= tokens) {
                                response.request().connection().close().onComplete(closed -> left.tryComplete(seen));
                            }
                        })));
        return left.future().timeout(5, TimeUnit.SECONDS).await();
    }

    @Test
    void serviceNanos_exponential_hasThisMean() {
        ServiceSettings service = new ServiceSettings(0, 100, ServiceLaw.EXPONENTIAL, false);
        double[] millis = IntStream.range(0, 20_000)
                .mapToDouble(i -> service.serviceNanos(1, "n" + i).orElseThrow() / 1e6)
                .sorted()
                .toArray();

        /* Standard error of the mean: 100 / sqrt(20,000) = 0.7. */
        assertThat(Arrays.stream(millis).average().orElseThrow()).isBetween(97.0, 103.0);
        assertThat(millis[10_000]).isBetween(66.0, 73.0); // 100 ln 2
        assertThat(service.serviceNanos(1, "n5")).isEqualTo(service.serviceNanos(1, "n5"));
    }
}
