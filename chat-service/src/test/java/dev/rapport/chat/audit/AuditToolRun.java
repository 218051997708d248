package dev.rapport.chat.audit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of the audit tool. */
public record AuditToolRun(int exitCode, String output) {

    public static AuditToolRun of(Path config, String... arguments) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("--config", config.toString()));
        all.addAll(List.of(arguments));
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            return new AuditToolRun(AuditTool.run(all, stream, stream), output.toString(StandardCharsets.UTF_8));
        }
    }

    /** Records are written a moment after their request; runs again until the output has the text. */
    public static AuditToolRun until(String text, Path config, String... arguments) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        AuditToolRun run = of(config, arguments);
        while (!run.output().contains(text)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(run.output());
            }
            run = of(config, arguments);
        }
        return run;
    }
}
