package dev.rapport.memory.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.LosslessUtf8;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PlainSealer;
import dev.rapport.memory.TextSealer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Seals under one user's key. Owner and place are authenticated with each text, so one that was moved does not open. */
final class AesSealer implements TextSealer {
    static final String MAC = "HmacSHA256";

    private final Owner owner;
    private final String epoch;
    private final List<SecretKey> texts;
    private final @Nullable SecretKey names;
    private final boolean seals;
    private final PlainSealer plain;

    /**
     * One for a user.
     *
     * @param texts the first seals, all of them open
     * @param names null if this user's texts are named without a key
     * @param seals whether it does more than open
     */
    AesSealer(Owner owner, String epoch, List<SecretKey> texts, @Nullable SecretKey names, boolean seals) {
        this.owner = owner;
        this.epoch = epoch;
        this.texts = texts;
        this.names = names;
        this.seals = seals;
        this.plain = new PlainSealer(owner, epoch);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public byte[] seal(String place, byte[] text) {
        return seals ? AesGcm.seal(texts.getFirst(), bound(place), text) : text;
    }

    @Override
    public byte[] open(String place, byte[] kept) {
        return PlainSealer.isSealed(kept) ? AesGcm.open(texts, bound(place), kept, owner.key(place)) : kept;
    }

    @Override
    public String name(String normalized) {
        if (names == null) {
            return plain.name(normalized);
        }
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(names);
            return HexFormat.of().formatHex(mac.doFinal(LosslessUtf8.encode(normalized)), 0, PlainSealer.NAME_SIZE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(MAC + " is part of every Java platform", e);
        }
    }

    private byte[] bound(String place) {
        return owner.key(place).getBytes(UTF_8);
    }
}
