package dev.rapport.loadtest.profile;

/** A profile that cannot be used; the message names the file, the key, its value and what was expected. */
public final class ProfileException extends Exception {
    private static final long serialVersionUID = 1;

    public ProfileException(String message, Throwable cause) {
        super(message, cause);
    }

    public ProfileException(String message) {
        super(message);
    }
}
