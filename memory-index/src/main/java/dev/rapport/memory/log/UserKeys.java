package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.memory.ErasedException;
import dev.rapport.memory.Owner;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The keys of users, as {@code {user}:key} has them.
 *
 * <p>Each names an epoch, the time between two erasures. Whoever reads what is kept of a user reads the key with it, and so sees
 * an erasure; whoever writes names the epoch in which it began, and is refused in another one. Safe for use by many threads at
 * once; never blocks.
 */
public final class UserKeys {
    /** Users whose keys are kept unwrapped: some 600 bytes each; another one costs 10 us. */
    static final int CACHED_MAX = 10_000;

    /** How long the mark of an erasure stays: no turn lasts as long, so nothing from before it is written later. */
    public static final Duration MARK_KEPT = Duration.ofHours(1);

    /** Something that is written now, whatever was before. */
    static final String NOW = "*";

    /** What the master keys are known by that keys in this store are wrapped under. No user's name has a colon. */
    static final String FINGERPRINTS = "master:fingerprint";

    private static final int EPOCH_SIZE = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Script make = Script.load("key.lua");
    private final Script masters = Script.load("master.lua");
    private final DurableRedis redis;
    private final Vault vault;
    private final Cache<Owner, Known> known = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .executor(Runnable::run)
            .build();

    private record Known(String kept, UserKey key, TextSealer sealer) {}

    UserKeys(DurableRedis redis, Vault vault) {
        this.redis = redis;
        this.vault = vault;
    }

    /**
     * Whether the user was erased and has told nothing since. What is found beside such a mark is about to be deleted, and nobody's.
     *
     * @param kept as for {@link #reading}
     */
    public static boolean isErased(byte @Nullable [] kept) {
        return UserKey.parse(kept).erased();
    }

    /**
     * What opens what was read together with this key.
     *
     * @param kept what stands under {@code {user}:key}; null if nothing does
     * @throws SealBrokenException if the master key is not the one that it was wrapped with
     */
    public TextSealer reading(Owner owner, byte @Nullable [] kept) {
        return take(owner, kept).sealer;
    }

    private Known take(Owner owner, byte @Nullable [] kept) {
        String text = kept == null ? "" : new String(kept, US_ASCII);
        Known cached = known.getIfPresent(owner);
        if (cached != null && cached.kept.equals(text)) {
            return cached;
        }
        UserKey key = UserKey.parse(kept);
        Known taken = new Known(text, key, vault.open(owner, key));
        if (key.isKey()) {
            known.put(owner, taken);
        } else {
            known.invalidate(owner);
        }
        return taken;
    }

    /**
     * What seals what is to be written. Makes the user's key if there is none.
     *
     * @param epoch in which it began, as {@link TextSealer#epoch} said
     * @return fails with {@link ErasedException} if the user was erased since, and as {@link RedisMemoryLog} does
     */
    public CompletionStage<TextSealer> writing(Owner owner, String epoch) {
        Known cached = known.getIfPresent(owner);
        boolean good = cached != null
                && (epoch.equals(NOW) ? cached.key.isKey() : cached.key.fits(epoch))
                && (cached.key.seals() || !vault.seals());
        return good ? CompletableFuture.completedFuture(requireNonNull(cached).sealer) : made(owner, epoch);
    }

    private CompletionStage<TextSealer> made(Owner owner, String epoch) {
        String own = newEpoch();
        String[] keys = {owner.key("key"), owner.key("mem:told"), owner.key("traits")};
        byte[][] arguments = {ascii(epoch), ascii(own), ascii(vault.newSecret(owner, own))};
        return check().thenCompose(_ -> redis.<byte[]>run(
                        "key", commands -> make.run(commands, ScriptOutputType.VALUE, keys, arguments)))
                .thenApply(kept -> {
                    Known taken = take(owner, kept);
                    if (!(epoch.equals(NOW) ? taken.key.isKey() : taken.key.fits(epoch))) {
                        throw new ErasedException(owner);
                    }
                    return taken.sealer;
                });
    }

    /** Forgets what this process knows of the user's key. */
    public void drop(Owner owner) {
        known.invalidate(owner);
    }

    /**
     * Destroys the user's key and begins an epoch. What was sealed with it cannot be read any more, and what began before is not
     * written. Their deletion is the caller's.
     */
    public CompletionStage<Void> erase(Owner owner) {
        byte[] mark = ascii("erased " + newEpoch());
        return redis.run("erase", commands -> commands.set(owner.key("key"), mark, SetArgs.Builder.px(MARK_KEPT)))
                .thenAccept(_ -> drop(owner));
    }

    /**
     * Whether all master keys are known here that users' keys in this store are wrapped under. Notes the one that wraps here as one
     * of them.
     *
     * @return fails with {@link SealBrokenException} if one is not; then nothing is noted
     */
    public CompletionStage<Void> check() {
        return needed().thenAccept(needed -> {
            List<String> unknown = new ArrayList<>(needed);
            unknown.removeAll(vault.fingerprints());
            if (!unknown.isEmpty()) {
                throw new SealBrokenException(
                        "master key: not the one that the texts in the durable Redis are sealed with: "
                                + Vault.show(vault.fingerprints()) + " (expected: also " + Vault.show(unknown)
                                + ", from a backup of the secrets)",
                        null);
            }
        });
    }

    /** The master keys that users' keys in this store are wrapped under, as {@link Vault#fingerprints} has them. */
    CompletionStage<List<String>> needed() {
        String[] key = {FINGERPRINTS};
        byte[][] known = vault.fingerprints().stream().map(UserKeys::ascii).toArray(byte[][]::new);
        return redis.<byte[]>run("master key", commands -> masters.run(commands, ScriptOutputType.VALUE, key, known))
                .thenApply(kept -> kept == null ? List.of() : List.of(new String(kept, US_ASCII).split(" ", -1)));
    }

    private static String newEpoch() {
        byte[] bytes = new byte[EPOCH_SIZE];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
