package dev.rapport.chat.page;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * One file of the page, in memory.
 *
 * @param body never written to; any event loop may send it
 * @param etag strong, from the content, with its quotes
 */
record PageFile(String contentType, Buffer body, String etag) {
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /**
     * Reads a file from the class path.
     *
     * @throws IllegalStateException if it is not there, or no content type is known for it
     */
    static PageFile load(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String contentType = CONTENT_TYPES.get(extension);
        if (contentType == null) {
            throw new IllegalStateException(
                    "page file: " + name + " (expected: one of " + CONTENT_TYPES.keySet() + ")");
        }
        try (InputStream in = PageFile.class.getResourceAsStream("/page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("page file: " + name + " (expected: on the class path under /page/)");
            }
            byte[] content = in.readAllBytes();
            return new PageFile(contentType, Buffer.buffer(content), etagOf(content));
        } catch (IOException cause) {
            throw new UncheckedIOException("page file: " + name, cause);
        }
    }

    PageFile {
        requireNonNull(contentType, "contentType");
        requireNonNull(body, "body");
        requireNonNull(etag, "etag");
    }

    /**
     * Whether a client that holds these versions holds this file (RFC 9110, 13.1.2).
     *
     * @param ifNoneMatch the header's value; ours has no comma in it, so a comma always separates
     */
    boolean isAmong(String ifNoneMatch) {
        for (String held : ifNoneMatch.split(",", -1)) {
            String version = held.strip();
            // A proxy that compresses makes our version weak; the comparison is the weak one.
            if (version.equals("*") || version.equals(etag) || version.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static String etagOf(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }
}
