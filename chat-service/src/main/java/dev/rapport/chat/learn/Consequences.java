package dev.rapport.chat.learn;

import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new trait means for those that are known: a like ends the equal dislike, "no cats" ends "two cats", and whoever is
 * single has no wife.
 *
 * <p>The store closes a single value when a new one comes, and a denied value that is equal. What needs a look at words
 * stands here: it is put into denials of the very values that are known, before the trait itself.
 */
final class Consequences {
    private static final Set<String> COUNTED = Set.of("pet", "vehicle", "possession", "children", "family");
    private static final Set<String> EMPTIED = Set.of(
            "pet", "vehicle", "possession", "children", "family", "partner", "hobby", "diet", "allergy", "health");
    private static final Set<String> ONE_DIET = Set.of(
            "vegan",
            "vegetarian",
            "pescatarian",
            "pescetarian",
            "flexitarian",
            "carnivore",
            "plant-based",
            "keto",
            "ketogenic",
            "paleo",
            "low-carb");
    private static final Set<String> ALONE = Set.of("single", "divorced", "widowed", "widow", "widower", "separated");
    private static final Set<String> NO_EMPLOYER = Set.of("retired", "unemployed", "jobless");
    private static final Set<String> NONE_AT_ALL = Set.of("pet", "animal", "kid", "child", "children");
    private static final Set<String> NUMBERS = Set.of(
            "a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "some",
            "any", "no", "my", "the", "both", "several", "many", "few");

    private final List<KnownTrait> known;
    private final Map<String, Trait> traits = new LinkedHashMap<>();
    /** What only follows, and so may be left out. */
    private final Set<String> ended = new HashSet<>();

    private Consequences(List<KnownTrait> known) {
        this.known = known;
    }

    /**
     * The traits, each after the denials of what it ends. What is told always is among them; what it ends, as far as there
     * is room.
     *
     * @param countMax at most so many, not fewer than are told
     */
    static List<Trait> of(List<Trait> told, List<KnownTrait> known, int countMax) {
        Consequences consequences = new Consequences(known);
        told.forEach(trait -> {
            if (trait.polarity() == Polarity.DENIED) {
                consequences.denied(trait);
            } else {
                consequences.affirmed(trait);
            }
        });
        return consequences.within(countMax);
    }

    private List<Trait> within(int countMax) {
        int room = countMax - (traits.size() - ended.size());
        List<Trait> kept = new ArrayList<>();
        for (Map.Entry<String, Trait> trait : traits.entrySet()) {
            if (!ended.contains(trait.getKey()) || room-- > 0) {
                kept.add(trait.getValue());
            }
        }
        return kept;
    }

    private void denied(Trait trait) {
        add(trait);
        if (!EMPTIED.contains(trait.attribute())) {
            return;
        }
        Set<String> none = words(trait.value());
        if (NONE_AT_ALL.containsAll(none)) { // "I have no pets"
            closeAll(trait.attribute());
            return;
        }
        boolean one = singular(fold(trait.value())).equals(fold(trait.value()));
        for (KnownTrait held : known) {
            boolean oneOfMany = one && number(held.value()); // "my cat died" leaves "two cats" to be told anew
            if (held.attribute().equals(trait.attribute())
                    && !oneOfMany
                    && words(held.value()).containsAll(none)) {
                close(held);
            }
        }
        closeDetails(trait.attribute().equals("pet") ? "pet." + head(trait.value()) : trait.attribute());
    }

    private void affirmed(Trait trait) {
        Trait said = trait;
        switch (trait.attribute()) {
            case "likes", "hobby" -> closeEqual("dislikes", trait);
            case "dislikes" -> {
                closeEqual("likes", trait);
                closeEqual("hobby", trait);
            }
            case "diet" -> closeOtherDiets(trait);
            case "relationship" -> {
                if (ALONE.contains(fold(trait.value()))) {
                    closeAll("partner");
                }
            }
            case "partner" -> closeAlone();
            case "job" -> {
                if (NO_EMPLOYER.contains(fold(trait.value()))) {
                    closeAll("employer");
                }
            }
            default -> said = COUNTED.contains(trait.attribute()) ? counted(trait) : trait;
        }
        add(said);
    }

    /** "Three cats" end "two cats"; "my cat" is one of "two cats" and says nothing new. */
    private Trait counted(Trait trait) {
        Set<String> what = words(trait.value());
        boolean number = number(trait.value());
        for (KnownTrait held : known) {
            if (!held.attribute().equals(trait.attribute())
                    || fold(held.value()).equals(fold(trait.value()))) {
                continue;
            }
            Set<String> before = words(held.value());
            if (number && before.equals(what)) {
                close(held);
            } else if (!number && before.containsAll(what) && trait.cardinality() == Cardinality.MULTIPLE) {
                return of(held, trait.cardinality(), Polarity.AFFIRMED);
            }
        }
        return trait;
    }

    private void closeOtherDiets(Trait trait) {
        if (!ONE_DIET.contains(fold(trait.value()))) {
            return;
        }
        for (KnownTrait held : known) {
            boolean other =
                    ONE_DIET.contains(fold(held.value())) && !fold(held.value()).equals(fold(trait.value()));
            if (held.attribute().equals("diet") && other) {
                close(held);
            }
        }
    }

    private void closeAlone() {
        for (KnownTrait held : known) {
            if (held.attribute().equals("relationship") && ALONE.contains(fold(held.value()))) {
                close(held);
            }
        }
    }

    private void closeEqual(String attribute, Trait trait) {
        for (KnownTrait held : known) {
            if (held.attribute().equals(attribute) && fold(held.value()).equals(fold(trait.value()))) {
                close(held);
            }
        }
    }

    private void closeAll(String attribute) {
        for (KnownTrait held : known) {
            if (held.attribute().equals(attribute)) {
                close(held);
            }
        }
        closeDetails(attribute);
    }

    /** With the dog goes its name. */
    private void closeDetails(String attribute) {
        for (KnownTrait held : known) {
            if (held.attribute().startsWith(attribute + ".")) {
                close(held);
            }
        }
    }

    private void close(KnownTrait held) {
        Trait over = of(held, held.cardinality(), Polarity.DENIED);
        if (traits.putIfAbsent(key(over), over) == null) {
            ended.add(key(over));
        }
    }

    private static Trait of(KnownTrait held, Cardinality cardinality, Polarity polarity) {
        return new Trait(held.attribute(), held.value(), cardinality, polarity, 0.8f);
    }

    private void add(Trait trait) {
        traits.putIfAbsent(key(trait), trait);
        ended.remove(key(trait));
    }

    private static String key(Trait trait) {
        return trait.attribute() + '=' + fold(trait.value()) + '=' + trait.polarity() + trait.cardinality();
    }

    /** Its words in the singular, without numbers and articles. */
    private static Set<String> words(String value) {
        return Arrays.stream(fold(value).split("\\s+", -1))
                .filter(word -> !NUMBERS.contains(word) && !Character.isDigit(word.isEmpty() ? 'x' : word.charAt(0)))
                .map(Consequences::singular)
                .collect(Collectors.toSet());
    }

    private static boolean number(String value) {
        String first = fold(value).split("\\s+", 2)[0];
        return NUMBERS.contains(first) || Character.isDigit(first.isEmpty() ? 'x' : first.charAt(0));
    }

    private static String head(String value) {
        List<String> words = new ArrayList<>(Arrays.asList(fold(value).split("\\s+", -1)));
        return singular(words.getLast());
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    private static String fold(String value) {
        return value.toLowerCase(Locale.ROOT).strip();
    }
}
