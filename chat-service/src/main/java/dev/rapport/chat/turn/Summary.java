package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

/**
 * What a model made of a conversation's older messages. It is not word for word, and only what its source bears out is in it.
 *
 * @param text sentences, a line each or several on one
 * @param reach the place of the first message that it does not know
 * @param since how many entries the conversation had when it was kept: a prompt made of fewer did not have it
 */
public record Summary(String text, long reach, long since) {
    public Summary {
        requireNonNull(text, "text");
    }
}
