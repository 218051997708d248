package dev.rapport.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What only this installation knows. Made at the first start and kept; a file that is deleted is made anew.
 *
 * @param applicationKey lets a program ask for sessions: {@code application.key}
 * @param redisPassword of the Redis user {@code chat}: {@code redis.password}
 * @param operatorPassword of the Redis user {@code operator}, who may do everything: {@code redis-operator.password}
 */
record Secrets(String applicationKey, String redisPassword, String operatorPassword) {
    private static final int RANDOM_BYTES = 32;

    /** Reads the secrets and makes those that are missing. */
    static Secrets in(Path folder, SecureRandom random) {
        return new Secrets(
                kept(folder.resolve("application.key"), random),
                kept(folder.resolve("redis.password"), random),
                kept(folder.resolve("redis-operator.password"), random));
    }

    private static String kept(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[RANDOM_BYTES];
                random.nextBytes(bytes);
                StateFolder.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
            }
            String secret = Files.readString(file).strip();
            if (!secret.matches("[A-Za-z0-9_-]{16,256}")) {
                throw new LaunchProblem(file + ": not shown (expected: one line of 16..256 letters, digits, - and _; "
                        + "delete the file and a new one is made)");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the secrets out of logs. */
    @Override
    public String toString() {
        return "Secrets";
    }
}
