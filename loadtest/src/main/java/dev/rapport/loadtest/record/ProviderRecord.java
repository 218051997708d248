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
 * @param outcome {@link #OK}, a fault, {@link #CLIENT_GONE}, or the error's code
 * @param waitedMs from the arrival until it was begun, because others had all places; 0 in records that do not say
 * @param promptTokens of the whole prompt as it came, by the provider's own count; 0 in records that do not say
 * @param chargedTokens what its limit of tokens was charged for it; 0 if it was refused, and in records that do not say
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
        String outcome,
        double waitedMs,
        int promptTokens,
        long chargedTokens) {
    public static final String OK = "ok";

    /** Whoever asked left before the answer's end. */
    public static final String CLIENT_GONE = "client-gone";

    /** A record that does not say how long the request waited, nor how long its prompt was. */
    public ProviderRecord(
            String nonce,
            String model,
            boolean stream,
            int status,
            long arrivedAtMs,
            double firstTokenMs,
            double totalMs,
            int tokens,
            String outcome) {
        this(nonce, model, stream, status, arrivedAtMs, firstTokenMs, totalMs, tokens, outcome, 0, 0);
    }

    /** A record that does not say what it was charged. */
    public ProviderRecord(
            String nonce,
            String model,
            boolean stream,
            int status,
            long arrivedAtMs,
            double firstTokenMs,
            double totalMs,
            int tokens,
            String outcome,
            double waitedMs,
            int promptTokens) {
        this(
                nonce,
                model,
                stream,
                status,
                arrivedAtMs,
                firstTokenMs,
                totalMs,
                tokens,
                outcome,
                waitedMs,
                promptTokens,
                0);
    }

    /** Tokens that its limit was charged; if the record does not say, those of the prompt and those that were written. */
    public long costTokens() {
        return chargedTokens > 0 || status == TOO_MANY ? chargedTokens : (long) promptTokens + tokens;
    }

    /** Whether the provider's limits let it through. */
    public boolean admitted() {
        return status != TOO_MANY;
    }

    /** Whether the whole answer was made and sent as it should be. */
    public boolean served() {
        return outcome.equals(OK);
    }

    /** Whether it was turned away, or left while it waited: then it never had a place. */
    public boolean refused() {
        return status == TOO_MANY || (outcome.equals(CLIENT_GONE) && waitedMs >= totalMs);
    }

    private static final int TOO_MANY = 429;
}
