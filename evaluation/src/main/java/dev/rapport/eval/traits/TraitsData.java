package dev.rapport.eval.traits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled set of a folder.
 *
 * @param negatives lines that say nothing of their writer; empty if the folder has none
 */
record TraitsData(List<Utterance> utterances, List<String> negatives) {
    private static final String UTTERANCES = "utterances.jsonl";
    private static final String NEGATIVES = "negatives.txt";
    private static final int SHOWN_MAX = 60;

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
        List<String> lines = lines(file);
        ObjectMapper json = new ObjectMapper();
        List<Utterance> utterances = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                utterances.add(utterance(json, lines.get(i), file + ":" + (i + 1) + ": "));
            }
        }
        if (utterances.isEmpty()) {
            throw new BadData(file + ": 0 utterances (expected: at least 1)");
        }
        Path negatives = folder.resolve(NEGATIVES);
        List<String> none = Files.exists(negatives)
                ? lines(negatives).stream().filter(line -> !line.isBlank()).toList()
                : List.of();
        return new TraitsData(utterances, none);
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadData(file + ": no such file (expected: one JSON object a line, with text, relation, attribute"
                    + " and value)");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new BadData(file + ": " + e.getMessage() + " (expected: UTF-8)");
        } catch (IOException e) {
            throw new BadData(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Utterance utterance(ObjectMapper json, String line, String where) {
        JsonNode row;
        try {
            row = json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadData(where + shown(line) + " (expected: a JSON object)");
        }
        if (row == null || !row.isObject()) {
            throw new BadData(where + shown(line) + " (expected: a JSON object)");
        }
        return new Utterance(
                text(row, "text", where),
                text(row, "relation", where),
                text(row, "attribute", where),
                text(row, "value", where));
    }

    private static String text(JsonNode row, String field, String where) {
        JsonNode value = row.get(field);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            String found = value == null ? "missing" : shown(value.toString());
            throw new BadData(where + field + ": " + found + " (expected: a text that is not blank)");
        }
        return value.asText();
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
    }
}
