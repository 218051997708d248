package dev.rapport.chat.turn;

/**
 * One message of the conversation so far.
 *
 * @param turnId the turn it belongs to
 * @param user true for the user's, false for the assistant's
 * @param place how many entries of the conversation come before it; those before the first that was read are not looked at
 */
public record PastMessage(String turnId, boolean user, String text, long place) {
    /** One of a conversation that is read from its beginning. */
    public PastMessage(String turnId, boolean user, String text) {
        this(turnId, user, text, 0);
    }
}
