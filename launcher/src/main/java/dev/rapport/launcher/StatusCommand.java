package dev.rapport.launcher;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code ./rapport status}: what runs, since when, where. */
final class StatusCommand {
    private final Installation installation;
    private final PrintStream out;

    StatusCommand(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    /** Prints the table; returns 0 if every part is ready, else 1. */
    int run() {
        StateFolder folder = installation.folder();
        OwnProcesses own = installation.own();
        Optional<Status> status = Status.read(folder.statusFile());
        if (own.supervisor().isEmpty() || status.isEmpty()) {
            List<OwnProcesses.Own> leftOver = own.find();
            out.println(
                    leftOver.isEmpty()
                            ? "Nothing runs in " + folder.path() + ". ./rapport up starts it."
                            : "The supervisor died; without it still run " + leftOver
                                    + ". ./rapport up starts afresh.");
            return 1;
        }
        out.print(StatusTable.render(status.get(), Instant.now(), part -> Welcome.health(part, "loops")));
        out.println(status.get().url());
        return status.get().isReady() ? 0 : 1;
    }
}
