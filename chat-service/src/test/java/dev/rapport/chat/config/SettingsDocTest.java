package dev.rapport.chat.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the chat service's settings in {@code docs/SETTINGS.md} is the code's: no key missing, none too many. */
class SettingsDocTest {
    private static final String DOCUMENT = "docs/SETTINGS.md";
    private static final Map<String, String> LEAST =
            Map.of("redis.durable", "redis://a", "redis.volatile", "redis://b", "secrets.folder", "/s");

    /** A row: the key, then the variable of the environment. */
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.-]+)` \\| `(RAPPORT_[A-Z_]+)` \\|.*");

    @Test
    void settingsTable_comparedWithTheKeysAskedFor_hasTheSame() {
        assertThat(documented()).isEqualTo(asked());
    }

    /** Each key with its variable, as one text. */
    private static Set<String> asked() {
        Settings settings = new Settings(LEAST, Map.of());
        var _ = ServiceConfig.read(settings, "1", 8080, Map.of());
        return settings.asked().stream()
                .map(key -> key + " " + Settings.inEnv(key))
                .collect(Collectors.toSet());
    }

    private static Set<String> documented() {
        try (Stream<String> lines = Files.lines(document())) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .map(row -> row.group(1) + " " + row.group(2))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in the module's folder or in the checkout's. */
    private static Path document() {
        Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(DOCUMENT))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(DOCUMENT + ": not found above " + start));
    }
}
