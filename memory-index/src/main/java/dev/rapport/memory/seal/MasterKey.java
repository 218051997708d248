package dev.rapport.memory.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The one secret that opens the keys of all users: 256 random bits, of which a key is derived for each purpose (RFC 5869). */
public final class MasterKey {
    /** The file's name in the folder of secrets. */
    public static final String FILE = "master.key";

    /** Known at one time: a rotation needs two, and one that was broken off and begun anew a third. */
    public static final int COUNT_MAX = 4;

    static final int SIZE = 32;

    private final byte[] secret;

    private MasterKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Reads it.
     *
     * @param text 64 hexadecimal digits
     * @param where names its place in the message of a failure
     * @throws IllegalArgumentException if it is anything else; the message does not show it
     */
    public static MasterKey parse(String text, String where) {
        String digits = text.strip();
        if (!digits.matches("[0-9a-fA-F]{" + 2 * SIZE + "}")) {
            throw new IllegalArgumentException(
                    where + ": " + digits.length() + " characters (expected: " + 2 * SIZE + " hexadecimal digits)");
        }
        return new MasterKey(HexFormat.of().parseHex(digits));
    }

    /**
     * Reads several: the one that wraps, then those that only open.
     *
     * @param text each as {@link #parse} takes it, with blanks or line ends between; at most {@value #COUNT_MAX}
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static List<MasterKey> parseAll(String text, String where) {
        String[] each = text.strip().split("\\s+", -1);
        if (each.length > COUNT_MAX) {
            throw new IllegalArgumentException(
                    where + ": " + each.length + " words (expected: 1.." + COUNT_MAX + " keys)");
        }
        List<MasterKey> keys = new ArrayList<>();
        for (String digits : each) {
            keys.add(parse(digits, where + (each.length == 1 ? "" : ", key " + (keys.size() + 1))));
        }
        return keys;
    }

    /**
     * Reads them from the folder, or makes one there, for its owner's eyes only. Of several processes that start at once the first
     * makes it and the others read that one.
     *
     * @throws IOException if the folder cannot be used or the file holds something else; the message names it
     */
    public static List<MasterKey> loadOrMake(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            publish(HexFormat.of().formatHex(random()), file);
        }
        return load(folder);
    }

    /**
     * Reads them from the folder.
     *
     * @throws IOException as {@link #loadOrMake}, and if there is no such file
     */
    public static List<MasterKey> load(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return parseAll(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file (expected: " + 2 * SIZE + " hexadecimal digits in it)", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** New bytes for a key. */
    static byte[] random() {
        byte[] bytes = new byte[SIZE];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** What it is known by. */
    String fingerprint() {
        return HexFormat.of()
                .formatHex(derive("Generic", "rapport fingerprint 1").getEncoded());
    }

    /** The key for a purpose. */
    SecretKey derive(String algorithm, String purpose) {
        return derive(secret, algorithm, purpose);
    }

    static SecretKey derive(byte[] secret, String algorithm, String purpose) {
        try {
            HKDFParameterSpec spec = HKDFParameterSpec.ofExtract()
                    .addIKM(new SecretKeySpec(secret, "Generic"))
                    .thenExpand(purpose.getBytes(UTF_8), SIZE);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is part of every Java platform from 25 on", e);
        }
    }

    private static void publish(String text, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(
                folder,
                "master",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text + "\n");
            Files.createLink(file, draft); // unlike a move, this fails if another process was first
        } catch (FileAlreadyExistsException _) {
            // another process was first: its key is the one
        } finally {
            Files.delete(draft);
        }
    }

    /** Keeps it out of logs. */
    @Override
    public String toString() {
        return "MasterKey";
    }
}
