package dev.rapport.memory.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A random key for each user, which lies in the store wrapped under a master key that does not. Both are used for one purpose
 * each through keys that are derived of them: to seal, and to name. There may be further master keys, which only open: the
 * one that is to come, and those of before (docs/decisions/0026).
 *
 * <p>To take a key in use costs some 10 us; keep what {@link #open} gives.
 */
public final class AesVault implements Vault {
    /** Users whose answers were kept lately: 400 bytes each, and 10 us to make anew. */
    static final int PASSING_MAX = 10_000;

    private static final String ALGORITHM = "AES";

    /** As many as it takes until texts are sealed at full speed; some 100 ms. */
    private static final int WARM_UP_ROUNDS = 5_000;

    private static final String WARM_UP_TEXT = "My sister lives in Porto. ".repeat(20);

    private final List<MasterKey> masters;
    private final List<SecretKey> wrapping;
    private final boolean seals;
    private final List<String> fingerprints;
    private final Cache<Owner, TextSealer> passing = Caffeine.newBuilder()
            .maximumSize(PASSING_MAX)
            .executor(Runnable::run)
            .build();

    /** One with a single master key. */
    public AesVault(MasterKey master, boolean seals) {
        this(List.of(master), seals);
    }

    /**
     * One with several.
     *
     * @param masters one or more; the first wraps, all of them open
     * @param seals whether new texts are sealed; those that are sealed can be opened in any case
     */
    public AesVault(List<MasterKey> masters, boolean seals) {
        this.masters = List.copyOf(masters);
        this.wrapping = derived("rapport user keys 1");
        this.seals = seals;
        this.fingerprints = masters.stream().map(MasterKey::fingerprint).toList();
    }

    private List<SecretKey> derived(String purpose) {
        return masters.stream().map(master -> master.derive(ALGORITHM, purpose)).toList();
    }

    @Override
    public void warmUp() {
        SecretKey key = masters.getFirst().derive(ALGORITHM, "rapport warm-up 1");
        byte[] text = WARM_UP_TEXT.getBytes(UTF_8);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            AesGcm.open(key, text, AesGcm.seal(key, text, text), "warm-up");
        }
    }

    @Override
    public boolean seals() {
        return seals;
    }

    @Override
    public String newSecret(Owner owner, String epoch) {
        return seals ? wrap(owner, epoch, MasterKey.random()) : UserKey.NO;
    }

    private String wrap(Owner owner, String epoch, byte[] secret) {
        return Base64.getEncoder().encodeToString(AesGcm.seal(wrapping.getFirst(), bound(owner, epoch), secret));
    }

    private byte[] unwrap(List<SecretKey> under, Owner owner, UserKey key) {
        byte[] wrapped = Base64.getDecoder().decode(key.secret());
        return AesGcm.open(
                under,
                bound(owner, key.epoch()),
                wrapped,
                owner.key("key") + " under master key " + Vault.show(fingerprints));
    }

    @Override
    public TextSealer open(Owner owner, UserKey key) {
        if (!key.seals()) {
            return new PlainSealer(owner, key.epoch());
        }
        byte[] secret = unwrap(wrapping, owner, key);
        return new AesSealer(
                owner,
                key.epoch(),
                List.of(MasterKey.derive(secret, ALGORITHM, "rapport texts 1")),
                key.namesKeyed() ? MasterKey.derive(secret, AesSealer.MAC, "rapport names 1") : null,
                seals);
    }

    @Override
    public Optional<String> rewrapped(Owner owner, UserKey key) {
        if (!key.seals()) {
            return Optional.empty();
        }
        try {
            unwrap(wrapping.subList(0, 1), owner, key);
            return Optional.empty();
        } catch (SealBrokenException _) {
            return Optional.of(wrap(owner, key.epoch(), unwrap(wrapping, owner, key)));
        }
    }

    @Override
    public TextSealer passing(Owner owner) {
        return requireNonNull(passing.get(
                owner, of -> new AesSealer(of, UserKey.NO, derived("rapport answers 1 " + of.subject()), null, seals)));
    }

    @Override
    public List<String> fingerprints() {
        return fingerprints;
    }

    private static byte[] bound(Owner owner, String epoch) {
        return (owner.key("key") + " " + epoch).getBytes(UTF_8);
    }
}
