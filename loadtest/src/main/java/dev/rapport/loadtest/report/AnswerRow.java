package dev.rapport.loadtest.report;

/**
 * How the chats of one phase ended, without those that were left on purpose: {@code model}, {@code local}, {@code limited}
 * (429), {@code refused503} and {@code other} are all of them.
 *
 * @param replaced in which another provider took over, however they ended
 */
public record AnswerRow(
        String phase,
        long requests,
        long model,
        long local,
        long limited,
        long refused503,
        long other,
        long replaced) {}
