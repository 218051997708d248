package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final Set<String> KNOWN = Set.of("message", "conversation");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "[]",
                "{",
                "{\"message\":\"a\"}{}",
                "{\"message\":\"a\"} x",
                "{'message':'a'}",
                "{\"message\":\"a\",\"message\":\"b\"}",
                "{\"message\":\"a\",}",
                "{\"mesage\":\"a\"}",
                "// x\n{}",
                "{\"message\":NaN}",
                "{\"message\":\"\n\"}",
                "\ufeff{\"message\":\"a\"}x"
            })
    void read_anythingButOneKnownObject_isRefused(String text) {
        assertThatThrownBy(() -> JsonBody.read(Buffer.buffer(text), KNOWN)).isInstanceOf(TurnFailed.class);
    }

    @Test
    void read_deepNesting_isRefused() {
        assertThatThrownBy(() -> JsonBody.read(Buffer.buffer("{\"message\":" + "[".repeat(10_000)), KNOWN))
                .isInstanceOf(TurnFailed.class);
    }

    @Test
    void read_bytesThatAreNoUtf8_areRefused() {
        Buffer body = Buffer.buffer("{\"message\":\"").appendByte((byte) 0xff).appendString("\"}");
        assertThatThrownBy(() -> JsonBody.read(body, KNOWN)).hasMessageContaining("bytes that are not UTF-8");
    }

    @Test
    void read_unknownField_isNamed() {
        assertThatThrownBy(() -> JsonBody.read(Buffer.buffer("{\"mesage\":\"a\"}"), KNOWN))
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isEqualTo(new TurnFailure.BadRequest(
                                        "#/mesage", "unknown field", "one of [conversation, message]")));
    }

    @Test
    void text_wrongTypeOrMissingOrHalfASurrogate_isRefused() {
        assertThatThrownBy(() ->
                        JsonBody.read(Buffer.buffer("{\"message\":7}"), KNOWN).text("message"))
                .hasMessageContaining("NUMBER");
        assertThatThrownBy(() -> JsonBody.read(Buffer.buffer("{}"), KNOWN).text("message"))
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> JsonBody.read(Buffer.buffer("{\"message\":\"\\ud83d\"}"), KNOWN)
                        .text("message"))
                .hasMessageContaining("surrogate");
    }

    @Test
    void text_anyUnicode_comesBackAsItWas() {
        String text = "naïve 日本 😀 \u0000 \" \\ \n";
        JsonBody body = JsonBody.read(
                new io.vertx.core.json.JsonObject().put("message", text).toBuffer(), KNOWN);
        assertThat(body.text("message")).isEqualTo(text);
        assertThat(body.optionalText("conversation")).isEmpty();
    }
}
