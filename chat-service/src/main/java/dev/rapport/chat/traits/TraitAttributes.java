package dev.rapport.chat.traits;

import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.memory.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names under which traits are known, for those who set one by hand. */
public final class TraitAttributes {
    private static final String PET = "pet";
    private static final Set<String> FAMILIES = Set.of("family", "partner", PET);
    private static final String FAVOURITE = "favourite.";

    /** As the store takes them. */
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9._-]{0," + (Fact.ATTRIBUTE_LENGTH_MAX - 1) + "}");

    /** Learned from how somebody writes, not from what is said. */
    private static final String STYLE = "style";

    /** For a message that says what was expected. */
    public static final String EXPECTED = "one of "
            + Arrays.stream(Attribute.values())
                    .filter(attribute -> attribute != Attribute.FAVOURITE)
                    .map(Attribute::key)
                    .sorted()
                    .toList()
            + ", favourite.<thing>, or one of these of somebody else, such as family.sister.home or pet.dog.name";

    private TraitAttributes() {}

    /** How many values the attribute has; empty if there is no such attribute. */
    public static Optional<Cardinality> cardinality(String attribute) {
        if (!FORM.matcher(attribute).matches()) {
            return Optional.empty();
        }
        if (attribute.equals(STYLE) || (attribute.startsWith(FAVOURITE) && attribute.length() > FAVOURITE.length())) {
            return Optional.of(Cardinality.SINGLE);
        }
        List<String> parts = Arrays.asList(attribute.split("\\.", -1));
        boolean ofOthers = parts.size() > 1 && FAMILIES.contains(parts.getFirst()) && !parts.contains("");
        if (ofOthers && parts.getFirst().equals(PET)) {
            return known(parts.getLast()).map(_ -> Cardinality.MULTIPLE); // as it is told: somebody has two dogs
        }
        return parts.size() == 1 || ofOthers ? known(parts.getLast()) : Optional.empty();
    }

    private static Optional<Cardinality> known(String key) {
        return Arrays.stream(Attribute.values())
                .filter(attribute ->
                        attribute != Attribute.FAVOURITE && attribute.key().equals(key))
                .map(Attribute::cardinality)
                .findFirst();
    }
}
