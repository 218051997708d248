package dev.rapport.loadtest.watch;

import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import dev.rapport.loadtest.system.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Makes an instance collect all of its garbage, and reads what is left: what is alive. Blocks. */
final class ForcedGc {
    /** A full collection of some hundred MB takes under a second; a busy machine may keep jcmd waiting. */
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private ForcedGc() {}

    /**
     * The heap of a JVM of this user on this machine, in bytes, right after a full collection; empty if its page has none.
     *
     * @throws IOException if it cannot be told to collect or its page cannot be read
     */
    static OptionalDouble heapAfter(Part instance, URI metrics, Pages pages) throws IOException, InterruptedException {
        Shell.Result result = Shell.run(command(instance.pid()), null, TIME_MAX);
        if (result.exit() != 0) {
            throw new IOException(instance.name() + ": jcmd " + instance.pid() + " GC.run: " + result.output());
        }
        return Readings.heapLeft(pages.read(metrics));
    }

    /** A small JVM of its own. */
    private static List<String> command(long pid) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-Xmx32m",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                Long.toString(pid),
                "GC.run");
    }
}
