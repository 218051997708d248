package dev.rapport.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.loadtest.proxy.Action.End;
import dev.rapport.loadtest.proxy.Action.How;
import dev.rapport.loadtest.proxy.Action.Send;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseStageTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Events a to d and a comment, in chunks that do not respect the events' borders. */
    private static final String STREAM =
            HEAD + chunk("data: a\n\nda") + chunk("ta: b\n\n: hb\n\ndata: c\n\n") + chunk("data: d\n\n") + "0\r\n\r\n";

    private static String chunk(String text) {
        return EventFaults.framed(Buffer.buffer(text).getBytes()).toString();
    }

    private static List<Action> run(String input, int pieceSize, String... faults) {
        List<EventFaults.Armed> armed = new ArrayList<>();
        for (String fault : faults) {
            FaultSpec spec = spec(fault.replace('\'', '"'));
            armed.add(new EventFaults.Armed(spec, spec.random(7, 0)));
        }
        SseStage stage = new SseStage(() -> armed);
        List<Action> actions = new ArrayList<>();
        Buffer bytes = Buffer.buffer(input);
        for (int from = 0; from < bytes.length(); from += pieceSize) {
            actions.addAll(stage.on(bytes.slice(from, Math.min(bytes.length(), from + pieceSize))));
        }
        return actions;
    }

    private static FaultSpec spec(String json) {
        try {
            return FaultSpec.fromJson(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String sent(List<Action> actions) {
        Buffer all = Buffer.buffer();
        for (Action action : actions) {
            if (action instanceof Send send) {
                all.appendBuffer(send.data());
            }
        }
        return all.toString();
    }

    private static String chunks(String... events) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String event : events) {
            text.append(chunk(event.startsWith(":") ? event + "\n\n" : "data: " + event + "\n\n"));
        }
        return text + "0\r\n\r\n";
    }

    @Test
    void noFault_anyPieces_passesEveryByte() {
        String twoResponses = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" + STREAM + STREAM;
        for (int size : new int[] {1, 2, 7, 10_000}) {
            assertThat(sent(run(twoResponses, size))).isEqualTo(twoResponses);
        }
    }

    @Test
    void drop_anyPieces_leavesThatEventOut() {
        for (int size : new int[] {1, 3, 10_000}) {
            assertThat(sent(run(STREAM, size, "{'type':'sse_drop','attributes':{'event':1}}")))
                    .isEqualTo(chunks("a", ": hb", "c", "d"));
        }
    }

    @Test
    void duplicate_sendsThatEventTwice() {
        assertThat(sent(run(STREAM, 5, "{'type':'sse_duplicate','attributes':{'event':2}}")))
                .isEqualTo(chunks("a", "b", ": hb", "c", "c", "d"));
    }

    @Test
    void reorder_swapsThatEventAndTheNext_alsoAtTheEnd() {
        assertThat(sent(run(STREAM, 5, "{'type':'sse_reorder','attributes':{'event':2}}")))
                .isEqualTo(chunks("a", "b", ": hb", "d", "c"));
        assertThat(sent(run(STREAM, 5, "{'type':'sse_reorder','attributes':{'event':3}}")))
                .isEqualTo(chunks("a", "b", ": hb", "c", "d"));
    }

    @Test
    void secondResponse_onTheSameConnection_isCountedAnew() {
        assertThat(sent(run(STREAM + STREAM, 5, "{'type':'sse_drop','attributes':{'event':0}}")))
                .isEqualTo(chunks("b", ": hb", "c", "d") + chunks("b", ": hb", "c", "d"));
    }

    @Test
    void cutUtf8_endsInsideTheFirstWideCharacter() {
        String stream = HEAD + chunk("data: ab\n\n") + chunk("data: xö\n\n") + chunk("data: c\n\n") + "0\r\n\r\n";
        List<Action> actions = run(stream, 10_000, "{'type':'sse_cut_utf8'}");
        int end = actions.indexOf(new End(How.CLOSE));
        Send last = (Send) actions.get(end - 1);

        assertThat(last.data().getBytes()).endsWith((byte) 'x', (byte) 0xC3);
        assertThat(sent(actions.subList(0, end - 1))).isEqualTo(HEAD + chunk("data: ab\n\n"));
    }

    @Test
    void split_sendsEachEventInTwoSegments_atTheSamePlacesForTheSameSeed() {
        List<Action> actions = run(STREAM, 10_000, "{'type':'sse_split','attributes':{'delay_ms':9}}");

        assertThat(sent(actions)).isEqualTo(chunks("a", "b", ": hb", "c", "d"));
        assertThat(actions)
                .filteredOn(action -> action instanceof Send send && send.gapNanos() == 9_000_000)
                .hasSize(4);
        assertThat(run(STREAM, 3, "{'type':'sse_split','attributes':{'delay_ms':9}}").stream()
                        .map(action -> ((Send) action).data().toString())
                        .filter(text -> !HEAD.contains(text) && !text.contains("0\r\n"))
                        .toList())
                .isSubsetOf(actions.stream()
                        .map(action -> ((Send) action).data().toString())
                        .toList());
    }

    /** After 101 the connection speaks another protocol, in which nothing may be taken for a response. */
    @Test
    void switchedProtocol_passes() {
        String switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + STREAM;

        assertThat(sent(run(switched, 4, "{'type':'sse_drop','attributes':{'event':0}}")))
                .isEqualTo(switched);
    }

    @Test
    void otherThanHttp_passes() {
        assertThat(sent(run("SSH-2.0-x\r\n\r\n" + STREAM, 4, "{'type':'sse_drop','attributes':{'event':0}}")))
                .isEqualTo("SSH-2.0-x\r\n\r\n" + STREAM);
    }
}
