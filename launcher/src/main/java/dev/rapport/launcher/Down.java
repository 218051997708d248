package dev.rapport.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code ./rapport down}: stops the supervisor, and makes sure that nothing of this state folder is left. */
final class Down {
    /** Three kinds of parts, one after the other, each with its grace, and a little. */
    private static final Duration STOP_TIMEOUT =
            PartKeeper.END_GRACE.multipliedBy(3).plusSeconds(3);

    private final StateFolder folder;
    private final OwnProcesses own;
    private final PrintStream out;

    Down(StateFolder folder, OwnProcesses own, PrintStream out) {
        this.folder = folder;
        this.own = own;
        this.out = out;
    }

    /** Stops what runs; harmless when nothing does. Returns the exit status: 1 only if something could not be stopped. */
    int run() {
        if (own.find().isEmpty()) {
            out.println("Nothing runs in " + folder.path() + ".");
            forgetStatus();
            return 0;
        }
        Optional<ProcessHandle> supervisor = own.supervisor();
        supervisor.ifPresent(this::stop);
        List<OwnProcesses.Own> leftOver = own.find();
        if (!leftOver.isEmpty()) {
            out.println("Without a supervisor: " + leftOver + ". Stopping them.");
            OwnProcesses.end(leftOver.stream().map(OwnProcesses.Own::handle).toList(), PartKeeper.END_GRACE);
        }
        List<OwnProcesses.Own> unstoppable = own.find();
        if (!unstoppable.isEmpty()) {
            out.println("Could not stop " + unstoppable + ". Another user's? Try as root: ./rapport down");
            return 1;
        }
        forgetStatus();
        out.println("Stopped. Nothing of " + folder.path() + " runs any more.");
        return 0;
    }

    private void stop(ProcessHandle supervisor) {
        out.println("Stopping Rapport in " + folder.path() + ": NGINX, the instances, Redis.");
        supervisor.destroy();
        if (!OwnProcesses.awaitEnd(supervisor, STOP_TIMEOUT)) {
            out.println("The supervisor did not end within " + STOP_TIMEOUT.toSeconds() + " s and is killed.");
            supervisor.destroyForcibly();
            OwnProcesses.awaitEnd(supervisor, Duration.ofSeconds(1));
        }
    }

    private void forgetStatus() {
        try {
            Files.deleteIfExists(folder.statusFile());
        } catch (IOException e) {
            out.println("status.json stays: " + e);
        }
    }
}
