package dev.rapport.llm.http;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.headOnly;
import static dev.rapport.llm.fake.FakeProvider.reset;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.http.Requests.PATIENT;
import static dev.rapport.llm.http.Requests.client;
import static dev.rapport.llm.http.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.StreamFailure.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller learns of a call under way, how long it waits for it, and that nothing is left of it. */
class CallLifeTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final HttpTimeouts HASTY = new HttpTimeouts(SHORT, SHORT, SHORT, SHORT);

    private final Loop loop = new Loop();
    private final Heard heard = new Heard();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    @Test
    void arrived_headButNoEvent_completesWithTheStatus() {
        assertThat(loop.await(start(headOnly())::arrived)).isEqualTo(200);
        loop.await(() -> loop.until(() -> !heard.calls().isEmpty()));
        assertThat(heard.calls()).containsExactly("open");
    }

    @Test
    void arrived_errorStatus_completesWithTheStatus() {
        assertThat(loop.await(start(status(429, "slow down"))::arrived)).isEqualTo(429);
        loop.await(heard::end);
        assertThat(heard.error()).isInstanceOf(ProviderHttpException.class);
    }

    @Test
    void arrived_noHead_failsAsTheCallDoes() {
        assertThatThrownBy(() -> loop.await(start(reset())::arrived))
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.RESET));
    }

    @Test
    void arrived_cancelledBeforeTheHead_failsAsCancelled() {
        HttpCall call = start(hang());
        loop.get(() -> {
            call.cancel();
            return call;
        });

        assertThatThrownBy(() -> loop.await(call::arrived)).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancel_whenTheStatusIsHeard_keepsTheListenerUndisturbed() {
        FakeProvider provider = new FakeProvider(loop.vertx(), stall(chunk("a")));
        loop.await(() -> {
            VertxHttpClient client = client(loop.vertx(), PATIENT);
            HttpCall call = client.call("req_1", () -> client.execute(request(provider.url()), heard));
            return call.arrived().onSuccess(_ -> call.cancel());
        });

        loop.await(provider::lostClient);
        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void call_lessPatienceThanTheClient_holdsForThisCallOnly() {
        String url = new FakeProvider(loop.vertx(), hang()).url();
        Heard patient = new Heard();
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), PATIENT));
        loop.await(() -> {
            HttpCall _ = client.call("req_1", SHORT, () -> client.execute(request(url), heard));
            HttpCall _ = client.call("req_2", () -> client.execute(request(url), patient));
            return heard.end();
        });

        assertThat(heard.error()).hasMessage("no event within " + SHORT);
        assertThat(patient.calls()).isEmpty();
        assertThat(loop.get(client::openCalls)).isEqualTo(1);
    }

    @Test
    void call_morePatienceThanTheClient_clientsHolds() {
        String url = new FakeProvider(loop.vertx(), hang()).url();
        loop.await(() -> {
            VertxHttpClient client = client(loop.vertx(), HASTY);
            HttpCall _ = client.call("req_1", HttpTimeouts.MAX, () -> client.execute(request(url), heard));
            return heard.end();
        });

        assertThat(heard.error()).hasMessage("no event within " + SHORT);
    }

    @Test
    void call_noPatience_isRefused() {
        assertThatThrownBy(() -> loop.get(() -> client(loop.vertx(), PATIENT).call("req_1", Duration.ZERO, () -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("firstEvent: PT0S");
    }

    @Test
    void openCalls_whileCallsRunAndAfterTheirCancel_countsThemAndNothing() {
        FakeProvider provider = new FakeProvider(loop.vertx(), hang(), headOnly(), stall(chunk("a")));
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), PATIENT));
        List<HttpCall> calls = new ArrayList<>();
        loop.await(() -> {
            for (int i = 0; i < 20; i++) {
                calls.add(client.call("req_" + i, () -> client.execute(request(provider.url()), new Heard())));
            }
            return loop.until(() -> provider.received().size() == 20);
        });
        assertThat(loop.get(client::openCalls)).isEqualTo(20);
        assertThat(loop.get(client::openTimers)).isEqualTo(20);

        loop.get(() -> {
            calls.forEach(HttpCall::cancel);
            calls.forEach(HttpCall::cancel);
            return calls;
        });

        assertThat(loop.get(client::openCalls)).isZero();
        assertThat(loop.get(client::openTimers)).isZero();
    }

    @Test
    void openTimers_callsEndedEachInItsWay_goToZero() {
        FakeProvider provider = new FakeProvider(
                loop.vertx(), stream(chunk("a"), DONE), stall(chunk("a"), DONE), stall(chunk("a")), reset(), hang());
        VertxHttpClient client = loop.get(() -> client(loop.vertx(), HASTY));
        loop.await(() -> {
            List<Future<List<String>>> ends = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Heard each = new Heard();
                HttpCall _ = client.call("req_" + i, () -> client.execute(request(provider.url()), each));
                ends.add(each.end());
            }
            return Future.all(ends);
        });
        assertThat(loop.get(client::openCalls)).isZero();

        loop.await(() -> loop.until(() -> client.openTimers() == 0)); // the second one's end is waited for
    }

    private HttpCall start(FakeProvider.Script script) {
        String url = new FakeProvider(loop.vertx(), script).url();
        return loop.get(() -> {
            VertxHttpClient client = client(loop.vertx(), PATIENT);
            return client.call("req_1", () -> client.execute(request(url), heard));
        });
    }
}
