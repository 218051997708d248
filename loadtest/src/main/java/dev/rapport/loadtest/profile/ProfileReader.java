package dev.rapport.loadtest.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads profiles from YAML. A key that does not exist is an error, as is a value out of its range. */
public final class ProfileReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new FromText<>(Duration.class, Units::duration))
                    .addDeserializer(Wait.class, new FromText<>(Wait.class, Units::wait))
                    .addDeserializer(Quantity.class, new FromText<>(Quantity.class, Units::quantity)))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ProfileReader() {}

    /**
     * A profile and its source.
     *
     * @param yaml the file's text
     * @param hash SHA-256 of the file, in hex
     */
    public record Loaded(Profile profile, String yaml, String hash) {}

    /** The profile in this file, for this tier. */
    public static Loaded read(Path file, Tier tier) throws ProfileException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String yaml = new String(bytes, StandardCharsets.UTF_8);
            return new Loaded(parse(yaml, tier), yaml, sha256(bytes));
        } catch (IOException e) {
            throw new ProfileException("profile: " + file + " (expected: a file that can be read)", e);
        } catch (ProfileException e) {
            throw new ProfileException(file + ": " + e.getMessage(), e);
        }
    }

    /** The profile in this text, for this tier. */
    public static Profile parse(String yaml, Tier tier) throws ProfileException {
        try {
            JsonNode tree = new TierTree(tier).resolve(YAML.readTree(yaml));
            return Phases.expanded(YAML.treeToValue(tree, Profile.class));
        } catch (JsonMappingException e) {
            throw new ProfileException(where(e) + ": " + why(e), e);
        } catch (JsonProcessingException e) {
            throw new ProfileException("no YAML: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ProfileException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String where(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path.isEmpty() ? "profile" : path;
    }

    /** What a constructor of ours said, if one did; else the first line of what the library says. */
    private static String why(JsonMappingException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("").replaceAll(" \\(class [^)]*\\)", "");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** A value that is written as one word. */
    private static final class FromText<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
        }
    }
}
