package dev.rapport.loadtest.client;

import dev.rapport.loadtest.simulator.RatedFault;
import java.util.Optional;

/**
 * What a client must find in a complete answer that a fault of the text has struck, told from its length alone. Very short
 * answers are struck in other ways than the fault's word says: the first token has no space before it, so in the middle of
 * one or two tokens the words run together.
 */
public final class FaultEffect {
    private FaultEffect() {}

    /**
     * The effect of the fault.
     *
     * @param word of {@link dev.rapport.loadtest.record.ProviderRecord#outcome}
     * @param tokens planned, 1 or more
     * @return empty if the fault is none of the text: then it cuts the answer off, or leaves the text as it is
     */
    public static Optional<Integrity> onText(String word, int tokens) {
        if (word.equals(RatedFault.DUPLICATE.word())) {
            /* "w.0w.0" is one word that is nobody's. */
            return Optional.of(tokens == 1 ? found(1, 0, 0, 1) : found(0, 1, 0, 0));
        }
        if (word.equals(RatedFault.REORDER.word())) {
            /* One token has nothing to swap with; two become "w.1w.0", one word for two. */
            return Optional.of(tokens == 1 ? Integrity.INTACT : tokens == 2 ? found(2, 0, 0, 1) : found(0, 0, 1, 0));
        }
        if (word.equals(RatedFault.FOREIGN.word())) {
            /* The foreign word takes the only token with it. */
            return Optional.of(found(tokens == 1 ? 1 : 0, 0, 0, 1));
        }
        return Optional.empty();
    }

    private static Integrity found(int missing, int duplicate, int reordered, int foreign) {
        return new Integrity(missing, duplicate, reordered, foreign, 0, 0, false);
    }
}
