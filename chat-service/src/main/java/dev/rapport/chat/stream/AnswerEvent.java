package dev.rapport.chat.stream;

import static java.util.Objects.requireNonNull;

/**
 * One event of an answer: what is kept of it, and what every form of it is made from.
 *
 * @param place where it stands
 * @param name of the event on the native route: {@code recalled}, {@code token}, {@code tool_call}, {@code replaced}, {@code done}, {@code error}
 * @param data the text of a {@code token}, else an object of JSON
 */
public record AnswerEvent(Place place, String name, String data) {
    static final String TOKEN = "token";
    static final String TOOL_CALL = "tool_call";
    static final String RECALLED = "recalled";
    static final String REPLACED = "replaced";
    static final String DONE = "done";
    static final String ERROR = "error";

    public AnswerEvent {
        requireNonNull(place, "place");
        requireNonNull(name, "name");
        requireNonNull(data, "data");
    }

    /** Whether the answer ends with it. */
    public boolean isLast() {
        return name.equals(DONE) || name.equals(ERROR);
    }

    /**
     * A place in one answer. Places ascend, without gaps in {@code sequence}.
     *
     * @param sequence events with an id up to here, from 0; what a client names when it comes back
     * @param part 0 for an event with an id; else it has none, and is the {@code part}-th after that
     */
    public record Place(int sequence, int part) implements Comparable<Place> {
        /** Before all events. */
        public static final Place START = new Place(0, 0);

        public Place {
            if (sequence < 0 || part < 0) {
                throw new IllegalArgumentException(
                        "place: " + sequence + "-" + part + " (expected: neither number negative)");
            }
        }

        /** The next one with an id. */
        Place next() {
            return new Place(sequence + 1, 0);
        }

        /** The next one without. */
        Place beside() {
            return new Place(sequence, part + 1);
        }

        /**
         * Reads what {@link #toString} wrote.
         *
         * @throws IllegalArgumentException if it did not
         */
        public static Place parse(String text) {
            int dash = text.indexOf('-');
            try {
                if (dash > 0) {
                    return new Place(
                            Integer.parseInt(text, 0, dash, 10), Integer.parseInt(text, dash + 1, text.length(), 10));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("place: " + text + " (expected: two numbers, as 7-0)", e);
            }
            throw new IllegalArgumentException("place: " + text + " (expected: two numbers, as 7-0)");
        }

        /** For example {@code 7-0}; the id of a Redis stream's entry is written so, too. */
        @Override
        public String toString() {
            return sequence + "-" + part;
        }

        @Override
        public int compareTo(Place other) {
            return sequence != other.sequence
                    ? Integer.compare(sequence, other.sequence)
                    : Integer.compare(part, other.part);
        }
    }
}
