package dev.rapport.chat.recall;

import java.time.Instant;

/**
 * The beginning of an answer of the assistant's.
 *
 * @param turnId the turn it answered
 * @param text at most {@value TurnStore#SAID_LENGTH_MAX} characters
 */
public record PastAnswer(String turnId, Instant at, String text) {}
