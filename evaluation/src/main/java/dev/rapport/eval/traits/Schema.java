package dev.rapport.eval.traits;

import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Map;
import java.util.Set;

/**
 * Which of the service's attributes say the same as a label of the data.
 *
 * <p>The data tell four kinds of liking apart; the service has {@code likes}, {@code hobby} and {@code favourite.*} for
 * them, so any of these answers any of the four. That is easier than to name one of the four, and is said beside the
 * figures.
 */
final class Schema {
    private static final Set<String> TASTES = Set.of("likes", "favourite", "hobby");

    /** What the user may say not to have. */
    private static final Set<String> HAD = Set.of("pet", "children", "family", "possession", "partner", "vehicle");

    private static final String HAVE_NO = "have_no";

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
            Map.entry(HAVE_NO, HAD),
            Map.entry("origin", Set.of("nationality", "origin")));

    private Schema() {}

    /** Whether the trait is an output: what is asserted, and what the user says not to have. A closed like is neither. */
    static boolean isOutput(Trait trait) {
        return trait.polarity() == Polarity.AFFIRMED || HAD.contains(family(trait.attribute()));
    }

    /** Whether the trait is about what the label is about. */
    static boolean same(String label, Trait trait) {
        boolean denied = trait.polarity() == Polarity.DENIED;
        return denied == label.equals(HAVE_NO)
                && OURS.getOrDefault(label, Set.of()).contains(family(trait.attribute()));
    }

    /** Whether the service has an attribute for the label. */
    static boolean has(String label) {
        return OURS.containsKey(label);
    }

    /** {@code favourite.tea} is a favourite, {@code pet.dog.name} a pet's name. */
    private static String family(String attribute) {
        if (attribute.startsWith("pet.") && attribute.endsWith(".name")) {
            return "pet.name";
        }
        return attribute.startsWith("favourite.") ? "favourite" : attribute;
    }
}
