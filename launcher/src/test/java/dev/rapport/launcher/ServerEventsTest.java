package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerEventsTest {
    private static List<String> read(String text) throws IOException {
        ServerEvents events = new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> all = new ArrayList<>();
        for (Optional<ServerEvents.Event> next = events.next(); next.isPresent(); next = events.next()) {
            all.add(next.get().name() + " " + next.get().id() + " "
                    + next.get().data().get("text"));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void next_anyEndOfLine_givesTheWholeEvents(String end) throws Exception {
        String text = ": ping||event: token|id: g-1|data: {\"text\":|data: \"茶 🍵\"}||data: {\"text\":1}||data: {\"te";
        assertThat(read(text.replace("|", end))).containsExactly("token g-1 茶 🍵", "message  1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", ""})
    void next_lineWithoutEnd_isRefusedInsteadOfKept(String begin) {
        assertThatThrownBy(() -> read(begin + "x".repeat(1_000_001))).hasMessage("event: more than 1000000 characters");
    }

    @Test
    void next_eventWithoutEnd_isRefused() {
        String line = "data: " + "x".repeat(1_000) + "\n";
        assertThatThrownBy(() -> read(line.repeat(1_001))).hasMessage("event: more than 1000000 characters");
    }
}
