package dev.rapport.llm.gateway;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.FakeProvider.Script;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuedTest {
    private static final int TOKENS = 20;
    private static final List<String> WHOLE =
            IntStream.range(0, TOKENS).mapToObj(i -> "w" + i + " ").toList();

    private final Rig rig = new Rig();

    @AfterEach
    void close() throws TimeoutException {
        rig.close();
    }

    static IntStream everyToken() {
        return IntStream.rangeClosed(0, TOKENS);
    }

    @ParameterizedTest
    @MethodSource("everyToken")
    void pipeTo_cutAtAnyToken_isWholeAndSaysWhoGaveWhat(int k) {
        Gateway gateway = rig.gateway(List.of(cut(chunks(0, k))), List.of(rest(k)));

        AnswerEnd end = rig.pipe(gateway, Asked.question("Count."));

        assertThat(rig.pieces).isEqualTo(WHOLE);
        assertThat(end.finish()).isEqualTo(Finish.STOP);
        assertThat(end.usage().completionTokens()).isEqualTo(TOKENS);
        assertThat(rig.heard.stream().filter(word -> word.startsWith("told")).toList())
                .isEqualTo(k == 0 ? List.of() : List.of("told p2 at " + k));
        assertThat(end.parts())
                .extracting(part -> part.source().provider() + " " + part.complete() + " "
                        + part.usage().completionTokens())
                .isEqualTo(k == 0 ? List.of("p2 true " + TOKENS) : List.of("p1 false " + k, "p2 true " + (TOKENS - k)));
        assertThat(rig.loop.get(gateway::inFlight)).isZero();
        assertThat(lastMessage(rig.providers.getLast()))
                .isEqualTo(k == 0 ? "user:Count." : "assistant:" + String.join("", WHOLE.subList(0, k)));
    }

    @Test
    void pipeTo_stalls_anotherGoesOn() {
        rig.pipe(rig.gateway(List.of(stall(chunks(0, 3))), List.of(rest(3))), Asked.question("Count."));

        assertThat(rig.pieces).isEqualTo(WHOLE);
    }

    @Test
    void pipeTo_onlyOneProvider_goesOnItself() {
        rig.pipe(rig.gateway(List.of(cut(chunks(0, 3)), rest(3))), Asked.question("Count."));

        assertThat(rig.pieces).isEqualTo(WHOLE);
    }

    @Test
    void pipeTo_theNextOneIsCutToo_aThirdGoesOn() {
        rig.pipe(
                rig.gateway(List.of(cut(chunks(0, 3))), List.of(cut(chunks(3, 9))), List.of(rest(9))),
                Asked.question("Count."));

        assertThat(rig.pieces).isEqualTo(WHOLE);
        assertThat(rig.heard).contains("p1 replaced by p2", "p2 replaced by p3");
    }

    @Test
    void pipeTo_nobodyCanGoOn_isBroken() {
        rig.prefill = Prefill.NONE;
        Gateway gateway = rig.gateway(List.of(cut(chunks(0, 3))), List.of(rest(3)));

        assertThatThrownBy(() -> rig.pipe(gateway, Asked.question("Count."))).isInstanceOf(AnswerBroken.class);

        assertThat(rig.pieces).isEqualTo(WHOLE.subList(0, 3));
        assertThat(rig.heard).contains("spent p1 20+3", "broken p1");
        assertThat(rig.loop.get(gateway::inFlight)).isZero();
    }

    @Test
    void pipeTo_askedInWords_whatIsRepeatedIsTakenAway() {
        rig.prefill = Prefill.INSTRUCT;

        rig.pipe(rig.gateway(List.of(cut(chunks(0, 9))), List.of(rest(5))), Asked.question("Count."));

        assertThat(rig.text()).isEqualTo(String.join("", WHOLE));
        assertThat(lastMessage(rig.providers.getLast())).startsWith("user:Your answer broke off");
    }

    @Test
    void ask_withWhatAnotherInstanceHasBegun_onlyTheRestIsAskedFor() {
        AnswerEnd end =
                rig.pipe(rig.gateway(List.of(rest(7))), Asked.begun("Count.", String.join("", WHOLE.subList(0, 7))));

        assertThat(rig.pieces).isEqualTo(WHOLE.subList(7, TOKENS));
        assertThat(end.usage().completionTokens()).isEqualTo(TOKENS - 7);
        assertThat(lastMessage(rig.providers.getFirst()))
                .isEqualTo("assistant:" + String.join("", WHOLE.subList(0, 7)));
    }

    @Test
    void ask_withWhatAnotherInstanceHasBegun_cutAgain_theNextOneIsShownAllOfIt() {
        rig.pipe(
                rig.gateway(List.of(cut(chunks(7, 12))), List.of(rest(12))),
                Asked.begun("Count.", String.join("", WHOLE.subList(0, 7))));

        assertThat(rig.pieces).isEqualTo(WHOLE.subList(7, TOKENS));
        assertThat(lastMessage(rig.providers.getLast()))
                .isEqualTo("assistant:" + String.join("", WHOLE.subList(0, 12)));
    }

    @Test
    void ask_withWhatAnotherInstanceHasBegun_nobodyCanGoOn_isNotAnsweredFromMemory() {
        rig.prefill = Prefill.NONE;

        LlmReply reply = rig.ask(rig.gateway(List.of(rest(7))), Asked.begun("Count.", "w0 "));

        assertThat(reply).isInstanceOf(LlmReply.Unreachable.class);
        assertThat(rig.providers.getFirst().received()).isEmpty();
    }

    private static String[] chunks(int from, int to) {
        return WHOLE.subList(from, to).stream().map(FakeProvider::chunk).toArray(String[]::new);
    }

    private static Script rest(int from) {
        return stream(String.join("", chunks(from, TOKENS)), finish("stop"), DONE);
    }

    private static String lastMessage(FakeProvider provider) {
        var messages = provider.received().getLast().body().getJsonArray("messages");
        JsonObject last = messages.getJsonObject(messages.size() - 1);
        return last.getString("role") + ":" + last.getString("content");
    }
}
