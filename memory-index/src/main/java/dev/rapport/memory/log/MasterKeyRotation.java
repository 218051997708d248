package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.rapport.memory.Owner;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the keys of all users anew under the master key that wraps now, so that the others are needed no more.
 *
 * <p>A tool's work: it blocks, and goes over the whole store, a page at a time. The service may run meanwhile, and so may another
 * of these: a key is replaced only where it is still the one that was read, so a user who is erased stays erased. To run it again
 * does no harm.
 */
public final class MasterKeyRotation {
    /** Places looked at in one go. A reply may hold some more, all of which are then under way: below {@link DurableRedis#REQUESTS_MAX}. */
    private static final int PAGE = 256;

    /** Users named whose keys cannot be opened. */
    private static final int LOST_SHOWN_MAX = 10;

    /** As long as an instance that looked which master keys there are may take to make a key: two deadlines, twice. */
    private static final Duration PAUSE = DurableRedis.DEADLINE.multipliedBy(4);

    private static final String SUFFIX = "}:key";

    private final Script replace = Script.load("replace.lua");
    private final DurableRedis redis;
    private final Vault vault;
    private final UserKeys keys;

    /**
     * What came of it.
     *
     * @param keys looked at, in the last pass
     * @param wrapped of them, wrapped anew in any pass
     * @param lost keys that no master key here opens: they stay as they are; the first {@value #LOST_SHOWN_MAX} failures
     * @param others the master keys that keys in the store may still be wrapped under, but for the one that wraps here, as
     *     {@link Vault#fingerprints} has them
     */
    public record Outcome(long keys, long wrapped, List<String> lost, List<String> others) {
        /** Whether no other master key is needed than the one that wraps. */
        public boolean isDone() {
            return lost.isEmpty() && others.isEmpty();
        }
    }

    /* What was at one place: a key, be it wrapped anew or why it cannot be; or none. */
    record Found(boolean key, boolean wrapped, @Nullable String lost) {
        static final Found NONE = new Found(false, false, null);
    }

    MasterKeyRotation(DurableRedis redis, Vault vault, UserKeys keys) {
        this.redis = redis;
        this.vault = vault;
        this.keys = keys;
    }

    /**
     * Wraps what is wrapped under another one. Then the store is told that it needs no other, and it is looked again: an instance
     * may just have made a key under an earlier one.
     *
     * @param progress is told how many keys were looked at, after each page
     * @throws SealBrokenException if a master key is missing that the store needs; then nothing is done
     */
    public Outcome run(LongConsumer progress) {
        now(keys.check());
        Outcome first = pass(progress);
        List<String> needed = now(keys.needed());
        if (first.isDone() || !first.lost.isEmpty() || !vault.fingerprints().containsAll(needed)) {
            return first;
        }
        byte[] current = vault.fingerprints().getFirst().getBytes(US_ASCII);
        now(replace(UserKeys.FINGERPRINTS, String.join(" ", needed).getBytes(US_ASCII), current));
        now(CompletableFuture.runAsync(() -> {}, delayedExecutor(PAUSE.toMillis(), MILLISECONDS)));
        Outcome second = pass(progress);
        return new Outcome(second.keys, first.wrapped + second.wrapped, second.lost, second.others);
    }

    private Outcome pass(LongConsumer progress) {
        long looked = 0;
        long wrapped = 0;
        List<String> lost = new ArrayList<>();
        ScanArgs places = ScanArgs.Builder.matches("{*" + SUFFIX).limit(PAGE);
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            KeyScanCursor<String> page = now(redis.run("keys", commands -> commands.scan(from, places)));
            List<CompletionStage<Found>> all =
                    page.getKeys().stream().map(this::wrap).toList();
            for (CompletionStage<Found> one : all) {
                Found found = now(one);
                looked += found.key ? 1 : 0;
                wrapped += found.wrapped ? 1 : 0;
                if (found.lost != null && lost.size() < LOST_SHOWN_MAX) {
                    lost.add(found.lost);
                }
            }
            progress.accept(looked);
            cursor = page;
        }
        List<String> others = new ArrayList<>(now(keys.needed()));
        others.remove(vault.fingerprints().getFirst());
        return new Outcome(looked, wrapped, lost, others);
    }

    private CompletionStage<Found> wrap(String place) {
        String subject = place.substring(1, place.length() - SUFFIX.length());
        if (!Owner.isSubject(subject)) { // a conversation may be called so
            return CompletableFuture.completedFuture(Found.NONE);
        }
        Owner owner = Owner.authenticated(subject);
        return redis.<byte[]>run("key", commands -> commands.get(place)).thenCompose(kept -> wrap(owner, kept));
    }

    /** Wraps the key that was read of the user, if it still stands there. */
    CompletionStage<Found> wrap(Owner owner, byte @Nullable [] kept) {
        try {
            UserKey key = UserKey.parse(kept);
            Optional<String> secret = vault.rewrapped(owner, key);
            if (kept == null || secret.isEmpty()) {
                return CompletableFuture.completedFuture(new Found(key.isKey(), false, null));
            }
            String text = new String(kept, US_ASCII);
            String anew = text.substring(0, text.length() - key.secret().length()) + secret.get();
            return replace(owner.key("key"), kept, anew.getBytes(US_ASCII))
                    .thenApply(replaced -> new Found(true, replaced, null));
        } catch (SealBrokenException | IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new Found(true, false, e.getMessage()));
        }
    }

    private CompletionStage<Boolean> replace(String place, byte[] from, byte[] to) {
        String[] where = {place};
        return redis.<Long>run("wrap", commands -> replace.run(commands, ScriptOutputType.INTEGER, where, from, to))
                .thenApply(replaced -> replaced == 1);
    }

    private static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
