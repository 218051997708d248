package dev.rapport.launcher;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this machine has to give.
 *
 * @param cores processors this process may use
 * @param megabytes memory, that of the container if there is one
 * @param openFilesMax the hard limit of open files of one process
 */
record Machine(int cores, long megabytes, int openFilesMax) {
    /** Where no limit can be read: what macOS and old distributions give. */
    private static final int OPEN_FILES_UNKNOWN = 4096;

    /** Enough for 10,000 streams through two NGINX workers, with room. */
    private static final int OPEN_FILES_WANTED = 65_536;

    /** A worker's own files: log, listening socket, channel to the master, epoll. */
    private static final int OPEN_FILES_OF_WORKER = 64;

    /** NGINX reserves some 300 bytes of memory for each. */
    private static final int CONNECTIONS_MAX = 16_384;

    /** NGINX relays 140,000 events/s on two workers; more than eight would wait for the instances. */
    private static final int WORKERS_MAX = 8;

    static Machine here() {
        int cores = Runtime.getRuntime().availableProcessors();
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new Machine(cores, bytes >> 20, openFiles(Path.of("/proc/self/limits")));
    }

    /** Open files that an NGINX worker may ask for. */
    int nginxOpenFiles() {
        return Math.min(openFilesMax, OPEN_FILES_WANTED);
    }

    int nginxConnections() {
        return Math.clamp(nginxOpenFiles() - OPEN_FILES_OF_WORKER, 256, CONNECTIONS_MAX);
    }

    int nginxWorkers() {
        return Math.clamp(cores, 1, WORKERS_MAX);
    }

    /**
     * What would fit better, if this machine has fewer cores than loops are wanted. Sixteen loops on two cores cost 15 to
     * 50 % more CPU per event than two; two instances are the least of which one may die unnoticed.
     *
     * @return empty if the wanted topology fits
     */
    Optional<String> advice(int instances, int loops) {
        if (instances * loops <= cores) {
            return Optional.empty();
        }
        int fittingLoops = Math.max(1, cores / 2);
        if (instances <= 2 && loops <= fittingLoops) {
            return Optional.empty();
        }
        return Optional.of(
                "%d x %d = %d event loops share %d cores, which costs CPU. What fits this machine: RAPPORT_INSTANCES=2 RAPPORT_LOOPS=%d ./rapport up"
                        .formatted(instances, loops, instances * loops, cores, fittingLoops));
    }

    static int openFiles(Path limits) {
        try {
            if (!Files.isReadable(limits)) {
                return OPEN_FILES_UNKNOWN;
            }
            return hardLimit(Files.readAllLines(limits));
        } catch (IOException _) {
            return OPEN_FILES_UNKNOWN;
        }
    }

    private static int hardLimit(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("Max open files")) {
                String[] columns =
                        line.substring("Max open files".length()).strip().split("\\s+", -1);
                return columns[1].equals("unlimited") ? OPEN_FILES_WANTED : Integer.parseInt(columns[1]);
            }
        }
        return OPEN_FILES_UNKNOWN;
    }
}
