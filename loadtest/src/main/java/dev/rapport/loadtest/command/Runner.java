package dev.rapport.loadtest.command;

import dev.rapport.loadtest.analyse.HdrLogs;
import dev.rapport.loadtest.command.Suite.Loaded;
import dev.rapport.loadtest.profile.Profile.Part;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.RunInfo;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.system.AuditCount;
import dev.rapport.loadtest.system.OwnTopology;
import dev.rapport.loadtest.system.Parts;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs profiles one after the other against the same services, and writes a report of each. Blocks. */
final class Runner {
    private final Suite suite;
    private final Services services;
    private final List<String> notes;
    private final Interruption interruption;
    private final PrintWriter out;

    /** @param notes what a reader of every report must know */
    Runner(Suite suite, Services services, List<String> notes, Interruption interruption, PrintWriter out) {
        this.suite = suite;
        this.services = services;
        this.notes = List.copyOf(notes);
        this.interruption = interruption;
        this.out = out;
    }

    /**
     * What came of a profile.
     *
     * @param report null if there is none
     * @param instead of a report, for people; empty if there is one
     */
    record Result(String id, @Nullable Report report, String instead, int exitCode) {}

    /** Runs one. What keeps it from running is a result, too, so that others may follow. */
    Result run(Loaded loaded, Tier tier, Path folder) throws InterruptedException {
        String id = loaded.profile().id();
        try {
            Set<Part> missing = missing(loaded);
            if (!missing.isEmpty()) {
                String sentence = Parts.notPresent(missing);
                say(id + ": " + sentence);
                return new Result(id, null, sentence, Exit.INVALID);
            }
            Report report = measure(loaded, tier, new RunFolder(folder));
            return new Result(id, report, "", Exit.of(report));
        } catch (IOException | IllegalArgumentException e) { // a profile's set-up may be one that cannot be made
            String reason = String.valueOf(e.getMessage());
            say(id + ": INVALID. " + reason);
            return new Result(id, null, reason, Exit.INVALID);
        }
    }

    private Set<Part> missing(Loaded loaded) throws IOException, InterruptedException {
        if (loaded.profile().needs().isEmpty()) {
            return Set.of();
        }
        SystemSetup first = loaded.profile().phases().getFirst().system();
        ServiceUnderTest service = services.bringUp(
                first == null ? loaded.profile().system() : first,
                loaded.profile().provider());
        return Parts.missing(service, EnumSet.copyOf(loaded.profile().needs()));
    }

    private Report measure(Loaded loaded, Tier tier, RunFolder folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.path());
        say(loaded.profile().id() + " (" + tier.word() + "): "
                + loaded.profile().summary());
        Suite.Run run = suite.prepare(loaded, tier, services, folder);
        AuditCount.Counts recordsBefore =
                services instanceof OwnTopology own ? own.recordsWritten() : AuditCount.Counts.NONE;
        interruption.onAsked(run::stop);
        RunInfo info;
        Console console = Console.start(out, run::progress);
        try {
            info = run.run();
        } finally {
            console.close();
            interruption.onAsked(() -> {});
        }
        RunInfo noted = info.plus(notes, List.of());
        if (services instanceof OwnTopology own) {
            noted = AuditCheck.of(info, folder.readSamples(), own.notes(), own, recordsBefore);
        }
        folder.writeInfo(noted);
        return report(suite, folder, out);
    }

    /** Judges what is in a folder, and writes the report's forms beside it. */
    static Report report(Suite suite, RunFolder folder, PrintWriter out) throws IOException {
        Report report = suite.judge(folder);
        Json.MAPPER
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.path().resolve("report.json").toFile(), report);
        for (Map.Entry<String, String> form : suite.forms(report).entrySet()) {
            Files.writeString(folder.path().resolve(form.getKey()), form.getValue());
            if (form.getKey().equals(Suite.TEXT)) {
                out.println(form.getValue());
            }
        }
        HdrLogs.write(folder);
        out.println("Report: " + folder.path().resolve("report.html"));
        out.flush();
        return report;
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
