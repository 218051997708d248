package dev.rapport.chat.compress;

import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.Step;
import java.util.List;
import java.util.Optional;

/**
 * Where a conversation was cut, step by step.
 *
 * @param indexes of the first message that was sent after each step, ascending; the last one holds now, and is the number of
 *     messages if none is sent. Empty if all are
 * @param seen index of the message with which the last step came
 */
record Steps(List<Integer> indexes, int seen) {
    static final Steps NONE = new Steps(List.of(), 0);

    Steps {
        indexes = List.copyOf(indexes);
    }

    /** How many messages are before the cut. */
    int cut() {
        return indexes.isEmpty() ? 0 : indexes.getLast();
    }

    /**
     * The one that holds.
     *
     * @param messages those that were walked through
     */
    Optional<Step> last(List<PastMessage> messages) {
        return indexes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step(
                        messages.subList(0, cut()),
                        messages.get(cut() - 1).place() + 1,
                        messages.get(seen).place()));
    }
}
