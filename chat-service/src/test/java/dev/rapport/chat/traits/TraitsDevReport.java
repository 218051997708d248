package dev.rapport.chat.traits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Polarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much of a labelled set does the extractor find? Prints recall, precision and F1 by attribute.
 *
 * <p>Each utterance has one label although it may tell more, so the precision is a lower bound. An output is right when
 * its attribute is one that the label maps to and the stems of its words agree with the label's value by at least half
 * (F1). What is denied counts only for the label {@code have_no}.
 *
 * <pre>{@code
 * java -Drapport.eval=DIR -cp chat-service/target/classes:chat-service/target/test-classes:chat-service/target/lib/* \
 *     dev.rapport.chat.traits.TraitsDevReport [attribute to print the misses of]
 * }</pre>
 */
public final class TraitsDevReport {
    private static final double VALUE_MATCH_MIN = 0.5;
    private static final Set<String> TASTES = Set.of("likes", "favourite", "hobby");

    /** The label's attribute, and which of ours say the same. Labels that are not here ask for what we do not extract. */
    private static final Map<String, Set<String>> OURS = Map.ofEntries(
            Map.entry("like_other", TASTES),
            Map.entry("like_activity", TASTES),
            Map.entry("like_media", TASTES),
            Map.entry("like_food_drink", TASTES),
            Map.entry("pet", Set.of("pet")),
            Map.entry("job", Set.of("job", "employer")),
            Map.entry("location", Set.of("home", "origin")),
            Map.entry("dislike", Set.of("dislikes", "diet")),
            Map.entry("appearance", Set.of("appearance")),
            Map.entry("education", Set.of("studies", "school", "job")),
            Map.entry("family", Set.of("family")),
            Map.entry("possession", Set.of("possession")),
            Map.entry("partner", Set.of("partner", "relationship")),
            Map.entry("goal", Set.of("goal")),
            Map.entry("diet_health", Set.of("diet", "health", "allergy")),
            Map.entry("vehicle", Set.of("vehicle", "possession")),
            Map.entry("ability", Set.of("skill", "hobby")),
            Map.entry("children", Set.of("children", "family")),
            Map.entry("name", Set.of("name", "pet.name")),
            Map.entry("have_no", Set.of("pet", "children", "family", "possession", "partner", "vehicle")),
            Map.entry("origin", Set.of("nationality", "origin")));

    private static final Set<String> STOP = Set.of(
            "a", "an", "the", "my", "of", "to", "in", "on", "at", "for", "and", "i", "do", "not", "some", "with", "is",
            "s");

    private record Label(String text, String attribute, String value) {}

    private static final class Score {
        int labels;
        int attributes;
        int values;

        @Override
        public String toString() {
            return "%5d labels, attribute recall %.3f, with value %.3f"
                    .formatted(labels, attributes / (double) labels, values / (double) labels);
        }
    }

    private final TraitExtractor extractor = new TraitExtractor();
    private final Map<String, Score> byAttribute = new TreeMap<>();
    private final Score mapped = new Score();
    private int outputs;
    private int outputsOfAll;

    private TraitsDevReport() {}

    /**
     * Prints the report.
     *
     * @param args empty, or one attribute whose misses are to be printed
     */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(System.getProperty("rapport.eval", "../shared/eval"), "traits-dev");
        if (!Files.exists(data.resolve("utterances.jsonl"))) {
            System.out.println(
                    "rapport.eval: " + data.toAbsolutePath() + " (expected: a folder with utterances.jsonl)");
            return;
        }
        new TraitsDevReport().run(data, args.length == 0 ? "" : args[0]);
    }

    private void run(Path data, String showMissesOf) throws IOException {
        ObjectMapper json = new ObjectMapper();
        int all = 0;
        for (String line : Files.readAllLines(data.resolve("utterances.jsonl"))) {
            JsonNode row = json.readTree(line);
            all++;
            judge(
                    new Label(
                            row.get("text").asText(),
                            row.get("attribute").asText(),
                            row.get("value").asText()),
                    showMissesOf);
        }
        byAttribute.forEach((attribute, score) -> System.out.printf("%-16s %s%n", attribute, score));
        print("mapped labels", mapped.labels, outputs);
        print("all labels", all, outputsOfAll);
        int negatives = 0;
        for (String line : Files.readAllLines(data.resolve("negatives.txt"))) {
            List<Trait> traits = extractor.extract(line).traits();
            negatives += traits.size();
            traits.forEach(trait -> System.out.println("false trait: " + line + " -> " + trait));
        }
        System.out.println("false traits on negatives.txt: " + negatives);
    }

    private void print(String what, int labels, int made) {
        double recall = mapped.values / (double) labels;
        double precision = mapped.values / (double) made;
        System.out.printf(
                Locale.ROOT,
                "%s: %d, attribute recall %.3f, recall %.3f, precision %.3f, F1 %.3f, outputs per utterance %.2f%n",
                what,
                labels,
                mapped.attributes / (double) labels,
                recall,
                precision,
                2 * recall * precision / (recall + precision),
                made / (double) labels);
    }

    private void judge(Label label, String showMissesOf) {
        Polarity asked = label.attribute().equals("have_no") ? Polarity.DENIED : Polarity.AFFIRMED;
        List<Trait> traits = extractor.extract(label.text()).traits().stream()
                .filter(trait -> trait.polarity() == asked)
                .toList();
        outputsOfAll += traits.size();
        Set<String> ours = OURS.get(label.attribute());
        if (ours == null) {
            return;
        }
        outputs += traits.size();
        List<Trait> same = traits.stream()
                .filter(trait -> ours.contains(family(trait.attribute())))
                .toList();
        boolean value = same.stream().anyMatch(trait -> agree(trait.value(), label.value()) >= VALUE_MATCH_MIN);
        for (Score score : List.of(mapped, byAttribute.computeIfAbsent(label.attribute(), key -> new Score()))) {
            score.labels++;
            score.attributes += same.isEmpty() ? 0 : 1;
            score.values += value ? 1 : 0;
        }
        if (!value && label.attribute().equals(showMissesOf)) {
            System.out.println(label.text() + " => " + label.value() + " | " + brief(traits));
        } else if (value && showMissesOf.equals("hits:" + label.attribute())) {
            System.out.println(label.text() + " => " + label.value() + " | " + brief(traits));
        }
    }

    private static String brief(List<Trait> traits) {
        return traits.stream()
                .map(trait -> trait.attribute() + '=' + trait.value())
                .collect(Collectors.joining("; "));
    }

    /** {@code favourite.tea} is a favourite, {@code pet.dog.name} a pet's name. */
    private static String family(String attribute) {
        if (attribute.startsWith("pet.") && attribute.endsWith(".name")) {
            return "pet.name";
        }
        int point = attribute.indexOf('.');
        return point < 0 ? attribute : attribute.startsWith("favourite.") ? "favourite" : attribute;
    }

    private static double agree(String left, String right) {
        List<String> ours = stems(left);
        List<String> theirs = stems(right);
        Set<String> common = new HashSet<>(ours);
        common.retainAll(theirs);
        return common.isEmpty() ? 0 : 2.0 * common.size() / (ours.size() + theirs.size());
    }

    private static List<String> stems(String text) {
        List<String> stems = new ArrayList<>();
        for (String word : Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))) {
            if (!word.isEmpty() && !STOP.contains(word)) {
                stems.add(stem(word));
            }
        }
        return stems;
    }

    private static String stem(String word) {
        String stem = word;
        for (String ending : List.of("ing", "ies", "es", "ed", "s", "y", "e")) {
            if (stem.length() > ending.length() + 2 && stem.endsWith(ending)) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        boolean doubled = stem.length() > 3 && stem.charAt(stem.length() - 1) == stem.charAt(stem.length() - 2);
        return doubled ? stem.substring(0, stem.length() - 1) : stem;
    }
}
