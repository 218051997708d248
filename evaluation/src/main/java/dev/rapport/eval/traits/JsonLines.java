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

/** Files with one JSON object a line. What is not as it must be is named with file, line, value and what was expected. */
final class JsonLines {
    /** An object and where it stands, as a message begins: {@code file:line: }. */
    record Row(JsonNode object, String where) {
        String text(String field) {
            JsonNode value = object.get(field);
            if (value == null || !value.isTextual() || value.asText().isBlank()) {
                String found = value == null ? "missing" : shown(value.toString());
                throw new BadData(where + field + ": " + found + " (expected: a text that is not blank)");
            }
            return value.asText();
        }

        /** The texts of a list, at least one. */
        List<String> texts(String field) {
            JsonNode list = object.get(field);
            List<String> texts = new ArrayList<>();
            if (list != null) {
                list.forEach(item -> texts.add(item.isTextual() ? item.asText() : ""));
            }
            if (texts.isEmpty() || texts.contains("")) {
                String found = list == null ? "missing" : shown(list.toString());
                throw new BadData(where + field + ": " + found + " (expected: a list of texts, at least one)");
            }
            return texts;
        }
    }

    private static final int SHOWN_MAX = 60;

    private JsonLines() {}

    static List<Row> read(Path file, String fields) {
        List<String> lines = lines(file, "one JSON object a line, with " + fields);
        ObjectMapper json = new ObjectMapper();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(json, lines.get(i), file + ":" + (i + 1) + ": "));
            }
        }
        return rows;
    }

    static List<String> lines(Path file, String expected) {
        if (!Files.isRegularFile(file)) {
            throw new BadData(file + ": no such file (expected: " + expected + ")");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new BadData(file + ": " + e.getMessage() + " (expected: UTF-8)");
        } catch (IOException e) {
            throw new BadData(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Row row(ObjectMapper json, String line, String where) {
        try {
            JsonNode object = json.readTree(line);
            if (object != null && object.isObject()) {
                return new Row(object, where);
            }
        } catch (JsonProcessingException e) {
            throw new BadData(where + shown(line) + " (expected: a JSON object)");
        }
        throw new BadData(where + shown(line) + " (expected: a JSON object)");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
    }
}
