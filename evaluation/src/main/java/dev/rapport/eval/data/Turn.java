package dev.rapport.eval.data;

import java.time.Instant;

/**
 * One message of a known conversation.
 *
 * @param id its name in the conversation, for example {@code D1:3}
 * @param session the sitting it belongs to, from 1
 * @param toldAt the session's time, and {@link DataSet#PAUSE} more for each message before it in the session
 */
public record Turn(String id, int session, Instant toldAt, String speaker, String text) {
    /** How it is told to the code under test: who says it is part of the words, as in a chat of several people. */
    public String told() {
        return speaker + ": " + text;
    }
}
