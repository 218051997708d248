package dev.rapport.loadtest.record;

/**
 * The simulated provider's account of one request it had.
 *
 * @param nonce empty if the request was refused before its message was read
 * @param model that was asked for
 * @param stream whether the answer was to be streamed
 * @param status of the answer
 * @param arrivedAtMs wall clock, milliseconds since 1970, when the request was fully received
 * @param firstTokenMs from then until the first token was written; negative if there was none
 * @param totalMs from then until the last byte was written, or the client was gone
 * @param tokens tokens written
 * @param outcome {@code ok}, a fault, {@code client-gone}, or the error's code
 */
public record ProviderRecord(
        String nonce,
        String model,
        boolean stream,
        int status,
        long arrivedAtMs,
        double firstTokenMs,
        double totalMs,
        int tokens,
        String outcome) {}
