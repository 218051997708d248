package dev.rapport.chat.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a request body, read strictly: valid UTF-8, no duplicate names, nothing after the object (RFC 8259), and no
 * name that the route does not know, unless it takes any.
 */
final class JsonBody {
    private static final int DEPTH_MAX = 32;
    private static final int TEXT_LENGTH_MAX = 262_144;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_LENGTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads the body.
     *
     * @throws TurnFailed {@link TurnFailure.BadRequest} that says what is wrong
     */
    static JsonBody read(@Nullable Buffer body, Set<String> known) {
        JsonNode node = object(body);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw bad("#/" + name, "unknown field", "one of " + new TreeSet<>(known));
            }
        });
        return new JsonBody(node);
    }

    /** The same, whatever names it has. */
    static JsonPart readAny(@Nullable Buffer body) {
        return new JsonPart("#", object(body));
    }

    private static JsonNode object(@Nullable Buffer body) {
        String text = body == null ? "" : utf8(body);
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw bad("#", e.getOriginalMessage().lines().findFirst().orElse("not JSON"), "one JSON object");
        }
        if (!node.isObject()) {
            throw bad("#", node.isMissingNode() ? "nothing" : node.getNodeType().toString(), "one JSON object");
        }
        return node;
    }

    /** A text that must be there. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> bad("#/" + name, "missing", "a text"));
    }

    /** A text that may be there. */
    Optional<String> optionalText(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw bad("#/" + name, value.getNodeType().toString(), "a text");
        }
        return Optional.of(new JsonPart("#/" + name, value).text());
    }

    boolean has(String name) {
        return object.has(name);
    }

    private static String utf8(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("#", "bytes that are not UTF-8", "UTF-8");
        }
    }

    private static TurnFailed bad(String pointer, String value, String expected) {
        return new TurnFailed(new TurnFailure.BadRequest(pointer, value, expected));
    }
}
