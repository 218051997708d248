package dev.rapport.eval.traits;

import dev.rapport.eval.data.BadData;
import dev.rapport.eval.data.JsonLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The labelled set of a folder.
 *
 * @param negatives lines that say nothing of their writer; empty if the folder has none
 */
record TraitsData(List<Utterance> utterances, List<String> negatives) {
    private static final String UTTERANCES = "utterances.jsonl";
    private static final String NEGATIVES = "negatives.txt";

    TraitsData {
        utterances = List.copyOf(utterances);
        negatives = List.copyOf(negatives);
    }

    /**
     * Reads {@value #UTTERANCES} and, if it is there, {@value #NEGATIVES}.
     *
     * @throws BadData if a line is not as it must be
     */
    static TraitsData read(Path folder) {
        Path file = folder.resolve(UTTERANCES);
        List<Utterance> utterances = JsonLines.read(file).stream()
                .map(row ->
                        new Utterance(row.text("text"), row.text("relation"), row.text("attribute"), row.text("value")))
                .toList();
        if (utterances.isEmpty()) {
            throw new BadData(file, "0 utterances (expected: at least 1)");
        }
        Path negatives = folder.resolve(NEGATIVES);
        List<String> none = Files.exists(negatives)
                ? JsonLines.texts(negatives, "a text").stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
        return new TraitsData(utterances, none);
    }
}
