package dev.rapport.memory;

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
     * @throws SealBrokenException if it was wrapped under another master key, or for another user or epoch
     */
    TextSealer open(Owner owner, UserKey key);

    /**
     * For what is kept for an hour at the most, in another store: needs nothing from the store. It names no epoch, and texts under
     * it are gone with their deletion only.
     */
    TextSealer passing(Owner owner);

    /** Tells this vault from one with another master key; {@link UserKey#NO} if there is none. Says nothing of the key. */
    String fingerprint();
}
