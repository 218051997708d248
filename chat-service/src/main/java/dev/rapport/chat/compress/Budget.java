package dev.rapport.chat.compress;

/** Tokens that may be used, and those that are. One thread's. */
final class Budget {
    private final TokenCounter counter;
    private int used;
    private int limit;

    Budget(TokenCounter counter, int limit) {
        this.counter = counter;
        this.limit = limit;
    }

    void raiseTo(int newLimit) {
        limit = newLimit;
    }

    int used() {
        return used;
    }

    int left() {
        return limit - used;
    }

    /** Takes so many tokens, for which there is room. */
    void add(int tokens) {
        if (!take(tokens)) {
            throw new IllegalStateException("tokens: " + tokens + " (expected: at most " + left() + ")");
        }
    }

    /** Takes a line if it fits, with its line end. */
    boolean take(String line) {
        return take(counter.count(line + "\n"));
    }

    /** Takes so many tokens if they fit. */
    boolean take(int tokens) {
        if (tokens > left()) {
            return false;
        }
        used += tokens;
        return true;
    }
}
