package dev.rapport.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseDecoderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        data: a\\n\\n                                  | [a]
        data: a\\r\\rdata:b\\r\\r                      | [a, b]
        data: a\\r\\n\\r\\ndata: b\\r\\n\\r\\n         | [a, b]
        data: a\\r\\n\\n                               | [a]
        data: a\\n\\r\\ndata: b\\n\\n                  | [a, b]
        data: a\\ndata: b\\n\\n                        | [a~b]
        data\\ndata\\n\\n                              | [~]
        data:  a\\n\\n                                 | [ a]
        : ping\\n\\n: pong\\ndata: a\\n\\n             | [a]
        event: x\\ndata: a\\n\\ndata: b\\n\\n          | [x=a, b]
        event: x\\n\\ndata: b\\n\\n                    | [b]
        id: 4\\nretry: 10\\ndata: a\\nother\\n\\n      | [a]
        BOMdata: a\\n\\n                           | [a]
        data: ü€😀\\n\\n                               | [ü€😀]
        data: a\\n\\ndata: unfinished\\n               | [a]
        data: a\\n\\ndata: unfinished                  | [a]
        datas: a\\nDATA: b\\n\\n                       | []
        """)
    void feed_stream_givesTheSameEventsHoweverItIsCut(String escaped, String events) {
        byte[] stream = escaped.translateEscapes().replace("BOM", "\uFEFF").getBytes(UTF_8);
        for (int size = 1; size <= stream.length; size++) {
            assertThat(decode(stream, size).toString().replace('\n', '~'))
                    .as("chunks of %s", size)
                    .isEqualTo(events);
        }
    }

    @Test
    void feed_lineOfTheLargestSize_isRead() {
        String text = "x".repeat(SseDecoder.LINE_BYTES_MAX - "data: ".length());

        assertThat(decode(("data: " + text + "\n\n").getBytes(UTF_8), 8_192)).containsExactly(text);
    }

    @Test
    void feed_longerLine_isGarbage() {
        byte[] stream = ("data: " + "x".repeat(SseDecoder.LINE_BYTES_MAX)).getBytes(UTF_8);

        assertThatThrownBy(() -> decode(stream, 8_192))
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StreamFailure.Kind.GARBAGE))
                .hasMessage("line: over 65536 bytes (expected: at most 65536)");
    }

    @Test
    void feed_longerLineInOneChunk_isGarbage() {
        byte[] stream = ("data: " + "x".repeat(SseDecoder.LINE_BYTES_MAX) + "\n\n").getBytes(UTF_8);

        assertThatThrownBy(() -> decode(stream, stream.length)).isInstanceOf(StreamFailure.class);
    }

    @Test
    void stop_inTheMiddleOfAChunk_endsTheEvents() {
        List<String> events = new ArrayList<>();
        SseDecoder[] decoder = new SseDecoder[1];
        decoder[0] = new SseDecoder((_, data) -> {
            events.add(data);
            decoder[0].stop();
        });

        decoder[0].feed("data: a\n\ndata: b\n\n".getBytes(UTF_8));

        assertThat(events).containsExactly("a");
    }

    private static List<String> decode(byte[] stream, int chunkSize) {
        List<String> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder((name, data) -> events.add(name == null ? data : name + "=" + data));
        for (int start = 0; start < stream.length; start += chunkSize) {
            decoder.feed(Arrays.copyOfRange(stream, start, Math.min(stream.length, start + chunkSize)));
        }
        return events;
    }
}
