package dev.rapport.chat.traits;

/**
 * Some words in a row.
 *
 * @param from index of the first
 * @param to index after the last
 */
record Span(int from, int to) {
    static Span none(int at) {
        return new Span(at, at);
    }

    boolean empty() {
        return from >= to;
    }
}
