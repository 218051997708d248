package dev.rapport.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private static final String STREAM = String.join(
            "",
            "\uFEFF: ok\n\n",
            "event: token\nid: g-1\ndata: {\"text\":\"Grüße, 茶 \uD83C\uDF75\"}\n\n",
            "event: token\r\ndata: two\r\ndata:  lines\r\n\r\n",
            ": ping\n",
            "data:no space\r\r",
            "retry: 2000\n\n",
            "event: nothing\n\n",
            "foo: bar\ndata\n\n",
            "event: done\ndata: {}\n\n",
            "data: never ended");

    private static final List<SseEvent> EVENTS = List.of(
            new SseEvent("token", "g-1", "{\"text\":\"Grüße, 茶 \uD83C\uDF75\"}"),
            new SseEvent("token", "g-1", "two\n lines"),
            new SseEvent("message", "g-1", "no space"),
            new SseEvent("message", "g-1", ""),
            new SseEvent("done", "g-1", "{}"));

    private final List<SseEvent> received = new ArrayList<>();

    @Test
    void feed_wholeStream_findsEveryEvent() throws SseParser.EventTooLargeException {
        SseParser parser = new SseParser(received::add);

        parser.feed(STREAM.getBytes(StandardCharsets.UTF_8));

        assertThat(received).isEqualTo(EVENTS);
        assertThat(parser.comments()).isEqualTo(2);
    }

    @Test
    void feed_splitAnywhere_findsTheSame() throws SseParser.EventTooLargeException {
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int split = 0; split <= bytes.length; split++) {
            received.clear();
            SseParser parser = new SseParser(received::add);

            parser.feed(Arrays.copyOf(bytes, split));
            parser.feed(Arrays.copyOfRange(bytes, split, bytes.length));

            assertThat(received).as("split at byte %d", split).isEqualTo(EVENTS);
        }
    }

    @Test
    void feed_byteByByte_findsTheSame() throws SseParser.EventTooLargeException {
        SseParser parser = new SseParser(received::add);

        for (byte octet : STREAM.getBytes(StandardCharsets.UTF_8)) {
            parser.feed(new byte[] {octet});
        }

        assertThat(received).isEqualTo(EVENTS);
    }

    @Test
    void feed_lineWithoutEnd_stopsAtTheBound() {
        SseParser parser = new SseParser(received::add);

        assertThatThrownBy(() -> parser.feed(new byte[SseParser.EVENT_SIZE_MAX + 1]))
                .hasMessage("event size: 1048577 (expected: 0..1048576)");
    }

    @Test
    void feed_eventWithoutEnd_stopsAtTheBound() {
        SseParser parser = new SseParser(received::add);
        byte[] line = ("data: " + "x".repeat(1_000) + "\n").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_100; i++) {
                        parser.feed(line);
                    }
                })
                .isInstanceOf(SseParser.EventTooLargeException.class);
        assertThat(received).isEmpty();
    }
}
