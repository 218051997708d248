package dev.rapport.memory.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/**
 * A random key for each user, which lies in the store wrapped under a master key that does not. Both are used for one purpose
 * each through keys that are derived of them: to seal, and to name.
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

    private final MasterKey master;
    private final SecretKey wrapping;
    private final boolean seals;
    private final String fingerprint;
    private final Cache<Owner, TextSealer> passing = Caffeine.newBuilder()
            .maximumSize(PASSING_MAX)
            .executor(Runnable::run)
            .build();

    /** @param seals whether new texts are sealed; those that are sealed can be opened in any case */
    public AesVault(MasterKey master, boolean seals) {
        this.master = requireNonNull(master, "master");
        this.wrapping = master.derive(ALGORITHM, "rapport user keys 1");
        this.seals = seals;
        this.fingerprint = HexFormat.of()
                .formatHex(master.derive("Generic", "rapport fingerprint 1").getEncoded());
    }

    @Override
    public void warmUp() {
        SecretKey key = master.derive(ALGORITHM, "rapport warm-up 1");
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
        return seals
                ? Base64.getEncoder().encodeToString(AesGcm.seal(wrapping, bound(owner, epoch), MasterKey.random()))
                : UserKey.NO;
    }

    @Override
    public TextSealer open(Owner owner, UserKey key) {
        if (!key.seals()) {
            return new PlainSealer(owner, key.epoch());
        }
        byte[] secret = AesGcm.open(
                wrapping,
                bound(owner, key.epoch()),
                Base64.getDecoder().decode(key.secret()),
                owner.key("key") + " under this master key");
        return new AesSealer(
                owner,
                key.epoch(),
                MasterKey.derive(secret, ALGORITHM, "rapport texts 1"),
                key.namesKeyed() ? MasterKey.derive(secret, AesSealer.MAC, "rapport names 1") : null,
                seals);
    }

    @Override
    public TextSealer passing(Owner owner) {
        return requireNonNull(passing.get(
                owner,
                of -> new AesSealer(
                        of, UserKey.NO, master.derive(ALGORITHM, "rapport answers 1 " + of.subject()), null, seals)));
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private static byte[] bound(Owner owner, String epoch) {
        return (owner.key("key") + " " + epoch).getBytes(UTF_8);
    }
}
