package dev.rapport.eval.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file with a JSON object on each line. */
public final class JsonLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One object, and where it stands. */
    public record Line(Path file, int number, JsonNode object) {
        /** The text of this name. @throws BadData if it is none, or blank */
        public String text(String name) {
            JsonNode value = object.path(name);
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw bad(name, value, "text that is not blank");
            }
            return value.textValue();
        }

        int number(String name) {
            JsonNode value = object.path(name);
            if (!value.canConvertToInt() || value.intValue() < 1) {
                throw bad(name, value, "a whole number from 1");
            }
            return value.intValue();
        }

        /** The texts of this name. @throws BadData if it is no array of texts */
        public List<String> texts(String name) {
            JsonNode value = object.path(name);
            List<String> texts = new ArrayList<>();
            value.forEach(element -> {
                if (element.isTextual()) {
                    texts.add(element.textValue());
                }
            });
            if (!value.isArray() || texts.size() != value.size()) {
                throw bad(name, value, "an array of texts");
            }
            return texts;
        }

        /** What to throw because of this line. */
        public BadData bad(String name, Object value, String expected) {
            return new BadData(file, number, name + ": " + value + " (expected: " + expected + ")");
        }
    }

    private JsonLines() {}

    /** All lines that are not blank. @throws BadData if one is no object */
    public static List<Line> read(Path file) {
        List<String> texts = texts(file, "an object of JSON");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isBlank()) {
                lines.add(new Line(file, i + 1, object(file, i + 1, texts.get(i))));
            }
        }
        return lines;
    }

    /**
     * The lines of a file of text.
     *
     * @param expected what should stand on each
     */
    public static List<String> texts(Path file, String expected) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new BadData(file, "no UTF-8 (expected: UTF-8, " + expected + " on each line)");
        } catch (IOException e) {
            throw new BadData(file, "cannot be read (expected: a file with " + expected + " on each line)");
        }
    }

    private static JsonNode object(Path file, int number, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new BadData(file, number, "no JSON: " + e.getOriginalMessage() + " (expected: an object of JSON)");
        }
        throw new BadData(file, number, text + " (expected: an object of JSON)");
    }
}
