package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Fact;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final TextSealer PLAIN = new PlainSealer(Owner.authenticated("ada"), UserKey.NO);

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void decodeFact_fiveParts_givesTheFirstEvidence() {
        assertThat(FactCodec.decode(
                        "likes#0123456789abcdef",
                        bytes("m_1,m_2\u001Fkey\u001F1700\u001F0.5\u001FZ\u00FCri\u001Fx"),
                        PLAIN))
                .isEqualTo(new RememberedFact(
                        "likes", "Z\u00FCri\u001Fx", "m_1", Instant.ofEpochMilli(1700), 0.5f, false, 2));
        assertThat(FactCodec.decode("home", bytes("\u001Fkey\u001F0\u001F1\u001FRome"), PLAIN))
                .isEqualTo(new RememberedFact("home", "Rome", "", Instant.EPOCH, 1, true, 0));
    }

    @Test
    void decodeFact_somethingElse_isRefused() {
        assertThatThrownBy(() -> FactCodec.decode("home", bytes("Rome"), PLAIN))
                .hasMessage("fact home: 1 parts (expected: 5)");
    }

    @Test
    void field_ofAnyValue_isAscii() {
        assertThat(FactCodec.field(new Fact("likes", "caf\u00E9 \u6771", false, false, 1), PLAIN))
                .matches("likes#[0-9a-f]{16}");
        assertThat(FactCodec.field(new Fact("home", "Z\u00FCrich", true, false, 1), PLAIN))
                .isEqualTo("home");
    }

    @Test
    void decodeEntry_supersededAndForgotten_areRead() {
        assertThat(LogCodec.decode(
                        "5-1",
                        Map.of("kind", bytes("superseded"), "id", bytes("m_1"), "by", bytes(""), "at", bytes("7")),
                        PLAIN))
                .isEqualTo(new LogEntry.Superseded("5-1", "m_1", "", Instant.ofEpochMilli(7)));
        assertThat(LogCodec.decode(
                        "5-2", Map.of("kind", bytes("forgotten"), "id", bytes("m_1"), "at", bytes("7")), PLAIN))
                .isEqualTo(new LogEntry.Forgotten("5-2", "m_1", Instant.ofEpochMilli(7)));
    }

    @Test
    void decodeEntry_somethingElse_isRefusedWithItsPlace() {
        assertThatThrownBy(() -> LogCodec.decode("5-1", Map.of("id", bytes("m_1")), PLAIN))
                .hasMessageStartingWith("entry 5-1: no kind");
        assertThatThrownBy(() ->
                        LogCodec.decode("5-1", Map.of("kind", bytes("x"), "id", bytes("m"), "at", bytes("7")), PLAIN))
                .hasMessage("entry 5-1: kind x (expected: added, superseded or forgotten)");
    }
}
