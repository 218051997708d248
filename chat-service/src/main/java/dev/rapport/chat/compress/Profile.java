package dev.rapport.chat.compress;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.rapport.chat.turn.KnownTrait;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses what of a user's traits is pinned in each prompt, and in which order it is taken while there is room.
 *
 * <p>First comes what answers must not get wrong, last what there is most of. Two lists of the same traits are the same list,
 * whatever the question: a provider can keep the beginning of the prompt.
 */
final class Profile {
    /**
     * Who has one of these may have two, but most have one. Of such that were only implied, and by one message, the newest is
     * pinned; an older one stays known and can be recalled as text.
     */
    private static final Set<String> MOSTLY_ONE = Set.of("instrument", "sport", "allergy", "pet");

    private static final List<String> ORDER = List.of(
            "instruction",
            "style",
            "name",
            "pronouns",
            "allergy",
            "home",
            "job",
            "boss",
            "partner",
            "partner.name",
            "pet",
            "diet",
            "health",
            "instrument",
            "sport",
            "age",
            "employer",
            "children",
            "language",
            "timezone",
            "relationship",
            "birthday",
            "studies",
            "school",
            "gender",
            "nationality",
            "origin",
            "vehicle");
    private static final Map<String, Integer> PLACES =
            ORDER.stream().collect(Collectors.toMap(attribute -> attribute, ORDER::indexOf));
    private static final int NAMES = ORDER.indexOf("pet");
    private static final int DETAILS = ORDER.size();
    private static final int MANY = ORDER.size() + 1;
    private static final Set<String> MANY_OF_THEM =
            Set.of("likes", "dislikes", "hobby", "goal", "possession", "appearance", "skill", "family");

    private Profile() {}

    /** The traits that may be pinned, the most important first, of equal ones the newest. */
    static List<KnownTrait> of(List<KnownTrait> traits) {
        Map<String, Instant> newest = traits.stream()
                .filter(trait -> MOSTLY_ONE.contains(trait.attribute()) && trait.implied())
                .collect(Collectors.toMap(
                        KnownTrait::attribute, KnownTrait::since, (one, other) -> one.isAfter(other) ? one : other));
        return traits.stream()
                .filter(trait -> !trait.implied() || !isOlder(trait, newest))
                .sorted(comparingInt(Profile::place)
                        .thenComparing(comparing(KnownTrait::since).reversed())
                        .thenComparing(KnownTrait::line))
                .toList();
    }

    /** As they stand in the prompt. */
    static Comparator<KnownTrait> shown() {
        return comparing(KnownTrait::line);
    }

    private static boolean isOlder(KnownTrait trait, Map<String, Instant> newest) {
        Instant last = newest.get(trait.attribute());
        return last != null && trait.since().isBefore(last);
    }

    private static int place(KnownTrait trait) {
        String attribute = trait.attribute();
        if (MANY_OF_THEM.contains(attribute)) {
            return MANY;
        }
        boolean name = attribute.startsWith("family.") && attribute.endsWith(".name");
        return name ? NAMES : PLACES.getOrDefault(attribute, DETAILS);
    }
}
