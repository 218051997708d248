package dev.rapport.llm.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.rapport.llm.config.Value.Items;
import dev.rapport.llm.config.Value.Mapping;
import dev.rapport.llm.config.Value.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads YAML as far as a settings file needs it: one document of mappings, lists and scalars. Doubled keys, anchors,
 * aliases and tags are refused, since each lets a file mean something else than it seems to.
 *
 * <p>What the parser itself says of broken YAML may quote the file, and a key may stand there; so only the place is told.
 */
final class Yaml {
    /** The file needs 5: providers, one of them, its keys, one of them, a value. */
    private static final int DEPTH_MAX = 16;

    private final YAMLParser parser;

    private Yaml(YAMLParser parser) {
        this.parser = parser;
    }

    /**
     * The document's value.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException with the place and what was expected there
     */
    static Node read(String name, String text) throws IOException {
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS) // cache: off
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build())
                .build();
        try (YAMLParser parser = factory.createParser(text)) {
            Yaml yaml = new Yaml(parser);
            JsonToken first = yaml.next("");
            if (first == null) {
                throw Node.refused(name, "(empty)", "a mapping");
            }
            Value value = yaml.value(first, "");
            if (parser.nextToken() != null) {
                throw Node.refused(name, "a second document", "one");
            }
            return Node.root(name, value);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place =
                    at == null ? "(broken or too deep)" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw Node.refused(name, place, "YAML, at most " + DEPTH_MAX + " levels deep");
        }
    }

    private Value value(JsonToken token, String path) throws IOException {
        return switch (token) {
            case START_OBJECT -> mapping(path);
            case START_ARRAY -> items(path);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(parser.getText(), Scalar.Type.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(parser.getText(), Scalar.Type.TRUTH);
            case VALUE_NULL -> new Scalar("", Scalar.Type.NOTHING);
            default -> text(parser.getText());
        };
    }

    /** Jackson takes a key without a value for one with an empty text. */
    private static Scalar text(String text) {
        return new Scalar(text, text.isEmpty() ? Scalar.Type.NOTHING : Scalar.Type.TEXT);
    }

    private Mapping mapping(String path) throws IOException {
        Map<String, Value> values = new LinkedHashMap<>();
        while (next(path) != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String inner = Node.inner(path, key);
            JsonToken token = next(inner);
            if (values.containsKey(key)) {
                throw Node.refused(inner, "a second time", "each key once");
            }
            values.put(key, value(token, inner));
        }
        return new Mapping(values);
    }

    private Items items(String path) throws IOException {
        List<Value> values = new ArrayList<>();
        while (true) {
            String inner = path + "[" + values.size() + "]";
            JsonToken token = next(inner);
            if (token == JsonToken.END_ARRAY) {
                return new Items(values);
            }
            values.add(value(token, inner));
        }
    }

    private JsonToken next(String path) throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias()) {
            throw Node.refused(path, "an alias (*)", "the value itself");
        }
        if (parser.getObjectId() != null) {
            throw Node.refused(path, "an anchor (&)", "the value alone");
        }
        if (parser.getTypeId() != null) {
            throw Node.refused(path, "a tag (!)", "the value alone");
        }
        return token;
    }
}
