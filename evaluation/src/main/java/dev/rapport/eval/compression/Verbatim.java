package dev.rapport.eval.compression;

import dev.rapport.chat.compress.Digest;
import dev.rapport.chat.turn.PastMessage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what cannot be guessed came through unchanged: numbers, dates, names, code and quotes of the passages that were taken,
 * looked for in the text that a model reads. What is such an item is said here, by other means than the service's.
 */
public final class Verbatim {
    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("numbers", Pattern.compile("\\d+(?:[.,:/-]\\d+)*"));
        KINDS.put(
                "dates",
                Pattern.compile(
                        "\\d{1,2}(?:st|nd|rd|th)? (?:of )?" + MONTH + "|" + MONTH + " \\d{1,4}|\\b(?:19|20)\\d\\d\\b"));
        KINDS.put("names", Pattern.compile("(?<=[a-z,] )\\p{Lu}\\p{Ll}+(?: \\p{Lu}\\p{Ll}+)*"));
        KINDS.put("code", Pattern.compile("```[\\s\\S]*?```|`[^`\\n]+`"));
        KINDS.put("quotes", Pattern.compile("\"[^\"\\n]+\"|“[^”\\n]+”"));
    }

    private Verbatim() {}

    /**
     * Counts of one kind.
     *
     * @param taken items of the passages that were taken
     * @param kept those of them that the model reads
     * @param all different ones of the whole conversation
     * @param allKept those of them that the model reads
     */
    public record Count(long taken, long kept, long all, long allKept) {
        public Count plus(Count other) {
            return new Count(taken + other.taken, kept + other.kept, all + other.all, allKept + other.allKept);
        }
    }

    /** The kinds with their counts. */
    public static Map<String, Count> counts(List<PastMessage> messages, Digest digest, String rendered) {
        Map<String, Count> counts = new LinkedHashMap<>();
        KINDS.forEach((kind, pattern) -> {
            List<String> taken = digest.passages().stream()
                    .flatMap(said -> items(pattern, source(messages, said)).stream())
                    .toList();
            Set<String> all = new HashSet<>();
            messages.forEach(message -> all.addAll(items(pattern, message.text())));
            Set<String> read = new HashSet<>(items(pattern, rendered));
            counts.put(
                    kind,
                    new Count(
                            taken.size(),
                            taken.stream().filter(read::contains).count(),
                            all.size(),
                            all.stream().filter(read::contains).count()));
        });
        return counts;
    }

    /* The message's own text from where the passage begins, as long as it is: a passage that was changed is not found. */
    private static String source(List<PastMessage> messages, Digest.Said said) {
        String message = messages.get(said.message()).text();
        int from = message.indexOf(said.text());
        if (from < 0) {
            throw new IllegalStateException("passage: " + said.text() + " (expected: a part of its message)");
        }
        return message.substring(from, from + said.text().length());
    }

    private static List<String> items(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group()).toList();
    }
}
