package dev.rapport.chat.turn;

import java.util.List;

/**
 * Where a conversation that is longer than its share is cut.
 *
 * @param before the messages before the cut, as far as they were read, oldest first
 * @param place of the first message after it
 * @param seenAt the place of the message with which the cut came there: no prompt made of fewer messages has it
 */
public record Step(List<PastMessage> before, long place, long seenAt) {
    public Step {
        before = List.copyOf(before);
    }
}
