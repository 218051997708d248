package dev.rapport.chat.turn;

/**
 * One message of the conversation so far.
 *
 * @param turnId the turn it belongs to
 * @param user true for the user's, false for the assistant's
 */
public record PastMessage(String turnId, boolean user, String text) {}
