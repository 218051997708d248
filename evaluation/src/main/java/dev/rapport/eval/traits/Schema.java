package dev.rapport.eval.traits;

import dev.rapport.chat.traits.TraitModel;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Map;
import java.util.Set;

/**
 * Which of the service's attributes say the same as a label of the data.
 *
 * <p>The data tell four kinds of liking apart; the service has {@code likes}, {@code hobby}, {@code favourite.*}, {@code sport} and {@code instrument}
 * for them, so any of these answers any of the four. That is easier than to name one of the four, and is said beside the
 * figures.
 */
final class Schema {
    private static final Set<String> TASTES = Set.of("likes", "favourite", "hobby", "sport", "instrument");

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
            Map.entry("ability", Set.of("skill", "hobby", "sport", "instrument")),
            Map.entry("children", Set.of("children", "family")),
            Map.entry("name", Set.of("name", "pet.name")),
            Map.entry(HAVE_NO, HAD),
            Map.entry("origin", Set.of("nationality", "origin")));

    /** What a label is learnt as, if its relation does not say it more exactly. */
    private static final Map<String, String> BY_LABEL = Map.ofEntries(
            Map.entry("like_other", "likes"),
            Map.entry("like_activity", "likes"),
            Map.entry("like_media", "likes"),
            Map.entry("like_food_drink", "likes"),
            Map.entry("pet", "pet"),
            Map.entry("job", "job"),
            Map.entry("location", "home"),
            Map.entry("dislike", "dislikes"),
            Map.entry("appearance", "appearance"),
            Map.entry("education", "studies"),
            Map.entry("family", "family"),
            Map.entry("possession", "possession"),
            Map.entry("partner", "relationship"),
            Map.entry("goal", "goal"),
            Map.entry("diet_health", "diet"),
            Map.entry("vehicle", "vehicle"),
            Map.entry("ability", "skill"),
            Map.entry("children", "children"),
            Map.entry("name", "name"),
            Map.entry(HAVE_NO, "possession"),
            Map.entry("origin", "nationality"));

    private static final Map<String, String> BY_RELATION = Map.of(
            "employed_by_company", "employer",
            "attend_school", "school",
            "health_status", "health",
            "relationship", "partner");

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

    /** The utterance as the extractor's model learns from it; without an attribute if the service has none for it. */
    static TraitModel.Example example(Utterance utterance) {
        boolean denied = utterance.attribute().equals(HAVE_NO);
        String attribute =
                BY_RELATION.getOrDefault(utterance.relation(), BY_LABEL.getOrDefault(utterance.attribute(), ""));
        return new TraitModel.Example(utterance.text(), attribute, denied, utterance.value());
    }

    /** {@code favourite.tea} is a favourite, {@code pet.dog.name} a pet's name. */
    private static String family(String attribute) {
        if (attribute.startsWith("pet.") && attribute.endsWith(".name")) {
            return "pet.name";
        }
        return attribute.startsWith("favourite.") ? "favourite" : attribute;
    }
}
