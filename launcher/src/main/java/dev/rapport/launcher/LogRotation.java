package dev.rapport.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Bounds the logs: a file that has grown past its limit is copied to {@code NAME.log.1}, replacing the one before, and
 * emptied. All writers append, so they go on at the beginning. A line written between copy and emptying is lost; the
 * parts need not know, and go on writing when the supervisor is gone.
 *
 * @param folder the folder of the logs
 * @param bytesMax the size at which a log is emptied
 */
record LogRotation(Path folder, long bytesMax) {
    /** Each log takes at most twice this, plus what one second brings. */
    static final long BYTES_MAX = 10L << 20;

    /** Looks at all logs once. */
    void check() {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > bytesMax) {
                    rotate(log);
                }
            }
        } catch (IOException e) {
            System.err.println("logs not rotated: " + e);
        }
    }

    private static void rotate(Path log) throws IOException {
        try {
            Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.err.println(log + " not kept: " + e); // a full disk is a reason to empty it, not to leave it
        }
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }
}
