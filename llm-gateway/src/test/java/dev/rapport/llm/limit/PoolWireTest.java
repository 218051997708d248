package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import dev.rapport.llm.limit.PoolReply.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words between Java and Lua. */
class PoolWireTest {
    private static final PoolSettings SETTINGS =
            new PoolSettings("openai", List.of(new KeyLimit("main", 500, 40_000), new KeyLimit("spare", 0, 0)), 64);
    private static final PoolWire WIRE = new PoolWire(SETTINGS, PoolRules.of(SETTINGS), "i1/3");
    private static final String LIMITS = "2 main 500 40000 499 39920 spare 0 0 0 0";

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    @Test
    void keys_areOfOneSlot() {
        assertThat(WIRE.keys())
                .containsExactly(
                        "limit:{p:openai}", "limit:{p:openai}:open", "limit:{p:openai}:held", "limit:{p:openai}:line");
    }

    @Test
    void reserve_saysLimits_thenRules_thenWhatIsWanted() {
        PoolCall call = new PoolCall(
                List.of(new Ask("r1", 1_001, 700), new Ask("r2", 1_002, 800)),
                List.of(new Newcomer("r2", 1_002, 5_000_000, 1)),
                1,
                1_003,
                1_009,
                450);
        assertThat(WIRE.reserve(true, call))
                .isEqualTo(words("1 " + LIMITS + " i1/3 60000000 300000 64 0 10000 1000000 450"
                        + " 2 r1 1001 700 r2 1002 800 1003 1 1009 1 r2 1002 5000000 1"));
    }

    @Test
    void reserve_notFresh_saysSo() {
        PoolCall nothing = new PoolCall(List.of(), List.of(), 0, 0, 0, 1);
        assertThat(WIRE.reserve(false, nothing))
                .isEqualTo(words("0 " + LIMITS + " i1/3 60000000 300000 64 0 10000 1000000 1 0 0 0 0 0"));
    }

    @Test
    void settle_saysEachNoteInThreeWords() {
        List<PoolNote> notes = List.of(
                new PoolNote.Arrived("r1", true),
                new PoolNote.Arrived("r2", false),
                new PoolNote.Ended("r1", true, 123),
                new PoolNote.Ended("r2", true, -1),
                new PoolNote.Ended("r3", false, 99),
                new PoolNote.Lease("r4"),
                new PoolNote.CoolDown("main", Duration.ofMillis(1_500)),
                new PoolNote.Down(Duration.ofSeconds(3)),
                new PoolNote.Spent("main", 7, 8_000, 42));
        List<String> expected = new ArrayList<>(words("0 " + LIMITS
                + " a r1 1 a r2 0 e r1 123 e r2 -1 n r3 0 l r4 60000000 c main 1500000 d 3000000 0 s main"));
        expected.add("7 8000 42 i1/3");
        assertThat(WIRE.settle(false, notes)).isEqualTo(expected);
    }

    @Test
    void reply_isRead_whetherOfNumbersOrOfText() {
        List<Object> reply = List.of(
                1_000_000L,
                "4000000",
                2L,
                10_000L,
                "200000",
                1L,
                "r1",
                "main",
                3L,
                0L,
                0L,
                0L,
                1L,
                "120000",
                4L,
                2L,
                9_000_000L,
                0L);
        assertThat(PoolWire.reply(reply))
                .isEqualTo(new PoolReply(
                        1_000_000,
                        Map.of("r1", "main"),
                        List.of(
                                new Verdict.Granted(),
                                new Verdict.Waits(4, Duration.ofMillis(120)),
                                new Verdict.Shed(Duration.ofSeconds(9))),
                        new PoolReply.Times(
                                Duration.ofMillis(10),
                                Duration.ofNanos(2_000),
                                Duration.ofSeconds(3),
                                Duration.ofMillis(200))));
    }

    @Test
    void reply_downUntilBeforeNow_isNotDown() {
        List<Object> reply = List.of(5L, 4L, 0L, 10_000L, 0L, 0L, 0L);
        assertThat(PoolWire.reply(reply).times().down()).isZero();
    }

    @Test
    void reply_thatIsNone_isSaidToBe() {
        List<List<Object>> all = List.of(
                List.of(),
                List.of("x"),
                List.of(1L, 0L, 0L, 1L, 0L, 3L, "r1"),
                List.of(1L, 0L, 0L, 1L, 0L, 0L, 1L, 7L, 0L, 0L));
        for (List<Object> wrong : all) {
            assertThatThrownBy(() -> PoolWire.reply(wrong))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("reply of reserve.lua: " + wrong + " (expected: as its head says)");
        }
    }

    @Test
    void whatGoesThroughTheWords_comesToTheSame() {
        VirtualTime time = new VirtualTime();
        FakeScripts store = new FakeScripts(time, SETTINGS);
        LocalPool direct = new LocalPool(SETTINGS, PoolRules.of(SETTINGS), 1, true, time.micros());
        PoolCall call = new PoolCall(
                List.of(new Ask("r1", 1, 30_000), new Ask("r2", 2, 30_000)),
                List.of(new Newcomer("r2", 2, 5_000_000, 1)),
                1,
                0,
                2,
                450);
        List<Object> words =
                store.run(Script.RESERVE, WIRE.keys(), WIRE.reserve(true, call)).result();
        assertThat(PoolWire.reply(words)).isEqualTo(direct.call("i1/3", time.micros(), call));
    }
}
