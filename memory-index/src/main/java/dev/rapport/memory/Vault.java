package dev.rapport.memory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the keys of users come from. {@link #plain} seals nothing; {@link dev.rapport.memory.seal.AesVault} does.
 *
 * <p>Safe for use by many threads at once; never blocks.
 */
public interface Vault {
    /** Seals nothing, and opens nothing that is sealed. */
    static Vault plain() {
        return PlainVault.INSTANCE;
    }

    /** Runs what sealing takes often enough to be compiled: a cipher's first use takes 100 ms. Blocks as long. */
    default void warmUp() {}

    /** Whether new keys are made to seal. */
    boolean seals();

    /**
     * A new secret for a user, wrapped for the store.
     *
     * @param epoch what the key will be known by
     * @return Base64; {@link UserKey#NO} if nothing is sealed
     */
    String newSecret(Owner owner, String epoch);

    /**
     * Takes a key in use.
     *
     * @throws SealBrokenException if it was wrapped under a master key that is not known here, or for another user or epoch
     */
    TextSealer open(Owner owner, UserKey key);

    /**
     * A key's secret, wrapped anew under the master key that wraps now.
     *
     * @return as {@link #newSecret}; empty if it is under that one already, or does not seal
     * @throws SealBrokenException as {@link #open}
     */
    Optional<String> rewrapped(Owner owner, UserKey key);

    /**
     * For what is kept for an hour at the most, in another store: needs nothing from the store. It names no epoch, and texts under
     * it are gone with their deletion only.
     */
    TextSealer passing(Owner owner);

    /** What the master keys are known by: first the one that wraps, then those that only open; empty if there is none. Says nothing of the keys. */
    List<String> fingerprints();

    /** Fingerprints as an operator gets to see them: the beginning of each is enough. */
    static String show(List<String> fingerprints) {
        return fingerprints.isEmpty()
                ? "none"
                : fingerprints.stream().map(whole -> whole.substring(0, 16)).collect(Collectors.joining(", "));
    }
}
