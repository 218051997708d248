package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.TraitRule.Denial.NOTHING;
import static dev.rapport.chat.traits.ValueKind.AGE;
import static dev.rapport.chat.traits.ValueKind.DATE;
import static dev.rapport.chat.traits.ValueKind.NAME;
import static dev.rapport.chat.traits.ValueKind.PLACE;
import static dev.rapport.chat.traits.ValueKind.THING;
import static dev.rapport.chat.traits.ValueKind.THINGS;
import static dev.rapport.chat.traits.ValueKind.TRADE;

import dev.rapport.chat.traits.VerbGroup.Mood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of what "my sister" or "she" may be followed by. */
final class KinRules {
    private static final Map<String, List<TraitRule>> BY_VERB = new HashMap<>();

    static {
        row("lives|living|live|resides", TraitRule.of("?over|out|down|up in|near|at|on", Attribute.HOME, PLACE, .9));
        row("moved|relocated", TraitRule.of("?back to", Attribute.HOME, PLACE, .85));
        row("works|working|work", TraitRule.of("as", Attribute.JOB, THING, .9));
        row("works|working|work", TraitRule.of("at|for", Attribute.EMPLOYER, THING, .85));
        row("studies|studying|study", TraitRule.of("", Attribute.STUDIES, THING, .8));
        row("likes|loves|enjoys|like|love|enjoy", TraitRule.of("?to", Attribute.LIKES, THINGS, .75));
        row("hates|dislikes|hate", TraitRule.of("?to", Attribute.DISLIKES, THINGS, .75));
        row("speaks|speak", TraitRule.of("", Attribute.LANGUAGE, THINGS, .8).only(Nouns.LANGUAGES));
        row("has", TraitRule.of("?a|an", Attribute.HEALTH, THING, .75).only(Nouns.CONDITIONS));
        row("was", TraitRule.of("born on|in", Attribute.BIRTHDAY, DATE, .8).when(Mood.PLAIN, Mood.PAST));
        row("turned", TraitRule.of("", Attribute.AGE, AGE, .85));
        row("is", TraitRule.of("?a|an", Attribute.AGE, AGE, .85).denied(NOTHING));
        row("is", TraitRule.of("called|named", Attribute.NAME, NAME, .9));
        row("is", TraitRule.of("from", Attribute.ORIGIN, PLACE, .8));
        row("is", TraitRule.of("based in|near", Attribute.HOME, PLACE, .85));
        row("is", TraitRule.of("allergic to", Attribute.ALLERGY, THINGS, .9));
        row("is", TraitRule.of("?a|an", Attribute.DIET, THING, .85).only(Nouns.DIETS));
        row("is", TraitRule.of("?a|an|the", Attribute.JOB, TRADE, .85));
        row("is", TraitRule.of("?a|an", Attribute.HEALTH, THING, .75).only(Nouns.CONDITIONS));
        row("is", TraitRule.of("", Attribute.RELATIONSHIP, THING, .75).only(Nouns.STATUS));
    }

    private KinRules() {}

    static List<TraitRule> of(String verb) {
        return BY_VERB.getOrDefault(verb, List.of());
    }

    static boolean verb(String word) {
        return BY_VERB.containsKey(word);
    }

    private static void row(String verbs, TraitRule rule) {
        for (String verb : verbs.split("\\|", -1)) {
            BY_VERB.computeIfAbsent(verb, v -> new ArrayList<>()).add(rule);
        }
    }
}
