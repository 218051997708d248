package dev.rapport.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One process of the topology: how to start it and how to see that it works.
 *
 * @param name unique; also the name of its log
 * @param kind what it is
 * @param port where it listens
 * @param command program and arguments; names a file of the state folder, by which the process is recognised later
 * @param environment variables it has beside the launcher's own, which all parts inherit
 * @param folder its working directory
 * @param log where its output goes
 * @param probe asks it whether it is ready
 * @param pause how long it stays down after it ended, the first time
 */
record Part(
        String name,
        Kind kind,
        int port,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Path log,
        Probe probe,
        Duration pause) {
    Part {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The kinds of parts, in the order of their start. */
    enum Kind {
        REDIS("Redis"),
        INSTANCE("chat instance"),
        NGINX("NGINX");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
