package dev.rapport.llm.gateway;

import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Asker;
import dev.rapport.llm.fake.Asked;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that nobody waits for, where they are not answered; where they are, see SummaryIT of the chat service. */
class BackgroundTest {
    /** More than a provider that has not answered yet is given at one time. */
    private static final int MANY = 80;

    private final Rig rig = new Rig();

    @AfterEach
    void close() throws TimeoutException {
        rig.close();
    }

    private static LlmRequest background() {
        LlmRequest asked = Asked.question("Please summarize.");
        return new LlmRequest(
                asked.requestId(),
                asked.prompt(),
                new Asker("{mia}", "", "default", System.nanoTime(), true),
                asked.grounds());
    }

    @Test
    void ask_allFail_nobodyStandsIn() {
        Gateway gateway = rig.gateway(List.of(status(400, "no")), List.of(status(500, "")));
        LlmReply reply = rig.ask(gateway, background());
        assertThat(reply).isNotInstanceOf(LlmReply.Answering.class);
        assertThat(rig.heard).noneMatch(heard -> heard.startsWith("local"));
    }

    @Test
    void ask_othersWait_isSentAwayAtOnce_andTheyStay() {
        Gateway gateway = rig.gateway(List.of(hang()));
        Promise<Void> stop = Promise.promise();
        AtomicInteger waiting = new AtomicInteger();
        LlmReply reply = rig.loop.await(
                () -> { // in one go: nobody is answered meanwhile, and none is given up
                    for (int i = 0; i < MANY; i++) {
                        var _ = gateway.ask(
                                Asked.question("Hello?"), new Call(stop.future(), _ -> {}, (_, _) -> {}, () -> {}));
                    }
                    waiting.set(gateway.waiting());
                    Future<LlmReply> sentAway = gateway.ask(background(), Call.NONE);
                    assertThat(gateway.waiting()).isEqualTo(waiting.get());
                    return sentAway;
                });
        assertThat(waiting.get()).isPositive();
        assertThat(reply)
                .isInstanceOfSatisfying(
                        LlmReply.Limited.class,
                        limited -> assertThat(limited.limit()).isEqualTo(LlmReply.Limit.QUEUE));
        rig.loop.get(() -> stop.tryComplete());
    }
}
