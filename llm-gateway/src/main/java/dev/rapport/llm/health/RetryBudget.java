package dev.rapport.llm.health;

/** Repeats for at most a tenth of the requests, so that they never become the load that keeps a provider down. */
final class RetryBudget {
    /** Requests that earn one repeat. */
    static final int REQUESTS_FOR_ONE = 10;

    /** Repeats that may be saved up, and what there is at first. */
    static final int MAX = 10;

    private int requests = MAX * REQUESTS_FOR_ONE; // not yet spent on repeats

    void earn() {
        requests = Math.min(MAX * REQUESTS_FOR_ONE, requests + 1);
    }

    boolean take() {
        boolean enough = requests >= REQUESTS_FOR_ONE;
        if (enough) {
            requests -= REQUESTS_FOR_ONE;
        }
        return enough;
    }
}
