package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.run.Board.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final long MILLI = 1_000_000;

    private final long startNanos = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final Board board = new Board(startNanos, samples::add);

    private static CallResult result(long doneNanos, @Nullable FailureClass failure, boolean cancelled) {
        Sample.Times times = new Sample.Times(0, 1, 2, 3, 4, doneNanos, doneNanos);
        return new CallResult(
                times, Sample.Answer.NONE, failure, cancelled, "", 200, -1, 10, 20, Sample.Server.SILENT, "");
    }

    private Entry chat(int user) {
        return board.enter("p", Operation.CHAT, user, "run", startNanos + 7);
    }

    @Test
    void enter_numbersAllOperations_andNamesOnlyChats() {
        Entry session = board.enter("p", Operation.SESSION, 3, "", startNanos);
        Entry chat = chat(3);

        assertThat(session.number()).isZero();
        assertThat(session.nonce()).isEmpty();
        assertThat(chat.number()).isOne();
        assertThat(chat.nonce()).isEqualTo("run1");
        assertThat(board.started()).isOne();
        assertThat(board.chatsInFlight()).isOne();
        assertThat(board.unsettled()).isEqualTo(2);
    }

    @Test
    void settle_countsByOutcome_andPassesTheSampleOn() {
        Entry ok = chat(1);
        Entry failed = chat(2);
        Entry left = chat(3);
        board.settle(failed, result(-1, FailureClass.TIMEOUT, false));
        board.settle(left, result(-1, null, true));
        board.settle(ok, result(5 * MILLI, null, false));

        assertThat(board.ok()).isOne();
        assertThat(board.failed()).isOne();
        assertThat(board.unsettled()).isZero();
        assertThat(board.chatsInFlight()).isZero();
        assertThat(samples)
                .extracting(Sample::number, Sample::user, Sample::outcome)
                .containsExactly(
                        tuple(1L, 2, FailureClass.TIMEOUT.word()),
                        tuple(2L, 3, Sample.CANCELLED),
                        tuple(0L, 1, Sample.OK));
        assertThat(samples).extracting(Sample::plannedNanos).containsOnly(7L);
    }

    /** The clock is the machine's at both ends, so the first second is made long: what it blurs is then nothing. */
    @Test
    void tick_inFlightMean_isWeightedByTime_sinceTheTickBefore() {
        Entry first = chat(1);
        chat(2);
        long hour = 3_600_000 * MILLI;
        assertThat(board.tick(startNanos + hour).value()).isCloseTo(2, within(0.01));
        assertThat(board.tick(startNanos + 2 * hour).value()).isEqualTo(2);

        board.settle(first, result(MILLI, null, false));
        assertThat(board.tick(startNanos + 3 * hour).name()).isEqualTo(Board.IN_FLIGHT_MEAN);
        var gauge = board.tick(startNanos + 4 * hour);
        assertThat(gauge.value()).isEqualTo(1);
        assertThat(gauge.atNanos()).isEqualTo(4 * hour);
        assertThat(gauge.source()).isEqualTo("harness");
    }

    @Test
    void window_isThatOfTheLastSecondAlone() {
        for (int i = 1; i <= 4; i++) {
            board.settle(chat(i), result(i * 10L * MILLI, null, false));
        }
        chat(5);
        board.tick(startNanos + 2_000 * MILLI);

        assertThat(board.window().plannedPerSecond()).isEqualTo(2.5);
        assertThat(board.window().okPerSecond()).isEqualTo(2);
        assertThat(board.window().p50Millis()).isCloseTo(20, within(0.2));
        assertThat(board.window().p99Millis()).isCloseTo(40, within(0.4));

        board.tick(startNanos + 3_000 * MILLI);
        assertThat(board.window().plannedPerSecond()).isZero();
        assertThat(board.window().p50Millis()).isNaN();
    }

    @Test
    void tally_isOfThePhaseInWhichTheChatWasPlanned() {
        Entry late = board.enter("one", Operation.CHAT, 1, "run", startNanos);
        board.enter("one", Operation.SESSION, 1, "", startNanos);
        board.settle(board.enter("one", Operation.CHAT, 1, "run", startNanos), result(5, FailureClass.TIMEOUT, false));
        board.settle(board.enter("two", Operation.CHAT, 1, "run", startNanos), result(5, null, false));
        assertThat(board.tally("one")).isEqualTo(new Board.Tally(2, 1, 0));
        board.settle(late, result(5, null, false));
        assertThat(board.tally("one")).isEqualTo(new Board.Tally(2, 2, 1));
        assertThat(board.tally("two")).isEqualTo(new Board.Tally(1, 1, 1));
        assertThat(board.tally("none").planned()).isZero();
    }
}
