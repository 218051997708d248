package dev.rapport.loadtest.profile;

/**
 * A number with a unit, as a limit has it.
 *
 * @param value times in milliseconds, percentages as a ratio from 0 to 1, everything else as written
 * @param unit {@code ms}, {@code %}, or whatever followed the number, such as {@code MB/h}; empty for a mere number
 * @param text as written, for people
 */
public record Quantity(double value, String unit, String text) {}
