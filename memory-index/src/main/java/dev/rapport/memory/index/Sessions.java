package dev.rapport.memory.index;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Which slots belong together because their memories were told in one sitting. Sessions are numbered from 0 and lie one
 * behind the other, so what is told late is in the newest.
 *
 * <p>Many threads may read while one adds: a reader asks for slots that it knows of.
 */
final class Sessions {
    /** A pause this long begins a new session. Guess: shorter than a night, longer than a lunch. */
    static final Duration PAUSE_MIN = Duration.ofHours(2);

    private volatile int[] numbers = new int[16];
    private int size;
    private Instant last = Instant.MIN;

    /** Puts a memory into the next slot. */
    void add(Instant toldAt) {
        boolean goesOn = size > 0 && Duration.between(last, toldAt).abs().compareTo(PAUSE_MIN) < 0;
        last = toldAt;
        add(goesOn);
    }

    /** Puts what belongs to nothing else into the next slot. */
    void addAlone() {
        last = Instant.MIN;
        add(false);
    }

    private void add(boolean goesOn) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
        }
        numbers[size] = size == 0 ? 0 : numbers[size - 1] + (goesOn ? 0 : 1);
        size++;
    }

    /** The session of a slot. */
    int of(int slot) {
        return numbers[slot];
    }

    /** How many sessions the first {@code count} slots make, for a count above 0. */
    int upTo(int count) {
        return numbers[count - 1] + 1;
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) numbers.length * Integer.BYTES;
    }
}
