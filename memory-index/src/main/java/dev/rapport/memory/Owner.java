package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The user that data belong to. Whoever holds one may touch that user's data, so only authentication makes them.
 *
 * <p>Every key and every lookup takes an {@code Owner}, never a user id: a forgotten check then does not compile. That
 * nobody but {@code dev.rapport.chat.auth} calls {@link #authenticated} is checked by the architecture test.
 */
public final class Owner {
    /** Longest subject. It is part of every key, so it costs memory once for each. */
    public static final int SUBJECT_LENGTH_MAX = 64;

    /* No braces: a subject that could close the hash tag could choose another user's cluster slot and keys. */
    private static final Pattern SUBJECT =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0," + (SUBJECT_LENGTH_MAX - 1) + "}");

    private final String subject;

    private Owner(String subject) {
        this.subject = subject;
    }

    /**
     * The owner that a verified token names.
     *
     * @throws IllegalArgumentException if the subject could not be part of a key; ask {@link #isSubject} first
     */
    public static Owner authenticated(String subject) {
        if (!isSubject(subject)) {
            throw new IllegalArgumentException("subject: " + subject + " (expected: " + SUBJECT.pattern() + ")");
        }
        return new Owner(subject);
    }

    /** Whether the text can name a user: a letter or digit, then letters, digits and {@code . _ @ + -}. */
    public static boolean isSubject(String text) {
        return SUBJECT.matcher(requireNonNull(text, "text")).matches();
    }

    /** The user's name, as the token has it. */
    public String subject() {
        return subject;
    }

    /** The Redis key of one of this user's things; the hash tag keeps all of a user's keys on one cluster slot. */
    public String key(String name) {
        return "{" + subject + "}:" + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owner owner && owner.subject.equals(subject);
    }

    @Override
    public int hashCode() {
        return subject.hashCode();
    }

    @Override
    public String toString() {
        return subject;
    }
}
