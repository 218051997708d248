package dev.rapport.loadtest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a report must say of where it comes from. */
final class Provenance {
    /** The launcher says which commit runs and whether anything was changed. */
    private static final String COMMIT_PROPERTY = "rapport.commit";

    private Provenance() {}

    static Map<String, String> gather() {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("commit", System.getProperty(COMMIT_PROPERTY, "unknown"));
        provenance.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        provenance.put(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        provenance.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        provenance.put("cpu", firstLine(Path.of("/proc/cpuinfo"), "model name"));
        provenance.put("memory", firstLine(Path.of("/proc/meminfo"), "MemTotal"));
        provenance.put("command", System.getProperty("sun.java.command", "unknown"));
        return provenance;
    }

    private static String firstLine(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
