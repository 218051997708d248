package dev.rapport.chat.summary;

import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Instant;

/** Where summaries are kept, beside their conversation. Fails with a {@code TurnFailed} if the store is down or late. */
public interface SummaryStore {

    /**
     * Says that a summary up to this place is being asked for.
     *
     * @return false if one was asked for before, by whichever instance, or the conversation is not there any more: then
     *     nothing is to be done
     */
    Future<Boolean> claim(Owner owner, String conversation, long place);

    /**
     * Keeps a summary, and the one before it for prompts that have it.
     *
     * @return false if the conversation is not there any more, or has one that goes as far or came after this one was asked for:
     *     then nothing was kept. With three, one that prompts have would be lost
     */
    Future<Boolean> keep(Owner owner, String conversation, Draft draft);

    /**
     * A summary that was checked.
     *
     * @param place of the first message that it does not know
     * @param seenAt the place of the message with which the step came that it was asked for in
     * @param model who made it, such as {@code openai/gpt-5.4-mini}
     * @param epoch in which the turn was recalled that it is made after: nothing is kept in another one
     */
    record Draft(String text, long place, long seenAt, String model, Instant at, String epoch) {}
}
