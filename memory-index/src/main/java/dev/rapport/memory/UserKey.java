package dev.rapport.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands under {@code {user}:key}: the key of a user's texts, or the mark of an erasure, which stays for a while so that
 * nothing from before it is written after it.
 *
 * <p>Text: {@code key ID BEFORE NAMES SECRET}, or {@code erased ID}. {@code key.lua} makes the first of the two.
 *
 * @param epoch 16 random hexadecimal digits; {@code -} if nothing is kept there
 * @param before the epoch that this one came after with nothing erased between: who knows that one may write in this one
 * @param namesKeyed whether ids of this user's texts are made under the key; not so for users of before there were keys
 * @param secret the wrapped key in Base64; {@code -} if this user's texts are not sealed, or there is no key
 * @param erased whether it is the mark of an erasure
 */
public record UserKey(String epoch, String before, boolean namesKeyed, String secret, boolean erased) {
    /** Stands for nothing. */
    public static final String NO = "-";

    /** Nothing is kept: a new user, or one whose erasure was long ago. */
    public static final UserKey ABSENT = new UserKey(NO, NO, false, NO, false);

    private static final Pattern KEY =
            Pattern.compile("key ([0-9a-f]{16}) (-|[0-9a-f]{16}) ([ku]) (-|[A-Za-z0-9+/=]+)");
    private static final Pattern ERASED = Pattern.compile("erased ([0-9a-f]{16})");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static UserKey parse(byte @Nullable [] kept) {
        if (kept == null || kept.length == 0) {
            return ABSENT;
        }
        String text = new String(kept, US_ASCII);
        Matcher key = KEY.matcher(text);
        if (key.matches()) {
            return new UserKey(key.group(1), key.group(2), key.group(3).equals("k"), key.group(4), false);
        }
        Matcher mark = ERASED.matcher(text);
        if (mark.matches()) {
            return new UserKey(mark.group(1), NO, false, NO, true);
        }
        throw new IllegalArgumentException(
                "user key: " + text.length() + " characters (expected: key or erased, and an epoch)");
    }

    /** Whether there is a key, be it one that seals or not. */
    public boolean isKey() {
        return !erased && !epoch.equals(NO);
    }

    /** Whether texts are sealed under it. */
    public boolean seals() {
        return !secret.equals(NO);
    }

    /** Whether something that was begun in an epoch may be written under this key. */
    public boolean fits(String begun) {
        return isKey() && (begun.equals(TextSealer.UNKNOWN_EPOCH) || begun.equals(epoch) || begun.equals(before));
    }
}
