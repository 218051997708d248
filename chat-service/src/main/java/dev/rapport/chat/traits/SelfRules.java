package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;
import static dev.rapport.chat.traits.TraitRule.Denial.DISLIKE;
import static dev.rapport.chat.traits.TraitRule.Denial.NOTHING;
import static dev.rapport.chat.traits.TraitRule.Denial.REQUIRED;
import static dev.rapport.chat.traits.ValueKind.AGE;
import static dev.rapport.chat.traits.ValueKind.CLAUSE;
import static dev.rapport.chat.traits.ValueKind.DATE;
import static dev.rapport.chat.traits.ValueKind.PLACE;
import static dev.rapport.chat.traits.ValueKind.THING;
import static dev.rapport.chat.traits.ValueKind.THINGS;
import static dev.rapport.chat.traits.ValueKind.TRADE;
import static dev.rapport.chat.traits.VerbGroup.Mood.CAN;
import static dev.rapport.chat.traits.VerbGroup.Mood.MAYBE;
import static dev.rapport.chat.traits.VerbGroup.Mood.PAST;
import static dev.rapport.chat.traits.VerbGroup.Mood.PLAIN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of what "I" may be followed by: the verb, then the words before the value.
 *
 * <p>All rows of a verb are tried in order. A value taken by one row is not taken by the next, and a row that takes any
 * value stands back once another has found one; so the narrower stands first.
 */
final class SelfRules {
    private static final Set<String> SCHOOLS = words("school university college uni academy seminary polytechnic");
    private static final Set<String> OUT_OF_WORK = words("retired unemployed self-employed jobless freelancing");
    private static final Set<String> SPORTS = words("""
            yoga pilates karate judo taekwondo boxing crossfit gymnastics ballet pottery woodworking photography
            gardening calligraphy origami climbing bouldering archery fencing cycling zumba tai-chi jiu-jitsu
            weightlifting cosplay triathlon crossword puzzle sudoku stand-up improv knitting embroidery parkour
            construction volunteering running karaoke""");
    private static final Set<String> OUTINGS = words("""
            hiking swimming running cycling climbing fishing skiing surfing sailing camping dancing bowling jogging
            snowboarding kayaking diving biking bouldering hunting skating golfing birdwatching geocaching shopping
            clubbing""");
    private static final Set<String> GOAL_VERBS =
            words("learn visit travel lose retire quit master emigrate graduate run write");

    private static final Map<String, List<TraitRule>> BY_VERB = new HashMap<>();

    static {
        places();
        work();
        learning();
        beingFond();
        being();
        having();
        tastes();
        eating();
        doings();
        wishes();
    }

    private SelfRules() {}

    /** The rows of a verb; empty if no row begins with it. */
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

    private static void row(String verbs, String pattern, Attribute attribute, ValueKind kind, double confidence) {
        row(verbs, TraitRule.of(pattern, attribute, kind, confidence));
    }

    private static void places() {
        row(
                "live|living|reside|residing",
                "?out|over|here|down|up in|near|at|on|outside ?of",
                Attribute.HOME,
                PLACE,
                .95);
        row(
                "live",
                TraitRule.of("without", Attribute.LIKES, THINGS, .8).when(CAN).denied(REQUIRED));
        row("stay|staying", "in|at", Attribute.HOME, PLACE, .5);
        row("moved|relocated", "?back|out|over|down|up to|into", Attribute.HOME, PLACE, .9);
        row("settled|settle", "?down in", Attribute.HOME, PLACE, .85);
        row("come|hail", TraitRule.of("from", Attribute.ORIGIN, PLACE, .9).denied(NOTHING));
        row("grew", "up in|on|near", Attribute.ORIGIN, PLACE, .8);
        row(
                "was|were",
                TraitRule.of("born in|on", Attribute.BIRTHDAY, DATE, .85).when(PLAIN, PAST));
        row(
                "was|were",
                TraitRule.of("born ?and ?raised|bred in", Attribute.ORIGIN, PLACE, .85)
                        .when(PLAIN, PAST));
        row(
                "was|were",
                TraitRule.of("raised in|on", Attribute.ORIGIN, PLACE, .8).when(PLAIN, PAST));
    }

    private static void work() {
        String work = "work|working";
        row(work, "?part|full ?time ?part-time|full-time as", Attribute.JOB, THING, .95);
        row(work, "?part|full ?time ?part-time|full-time at|for", Attribute.EMPLOYER, THING, .9);
        row(work, "in a|an|the", Attribute.EMPLOYER, THING, .7);
        row(work, "?part|full ?time ?part-time|full-time in", Attribute.JOB, THING, .6);
        row("started|joined", "?working at", Attribute.EMPLOYER, THING, .75);
        row("am", "employed at|by|with", Attribute.EMPLOYER, THING, .9);
        row("have|got|landed|found", "a|my ?new job at|with", Attribute.EMPLOYER, THING, .85);
        row("became", "", Attribute.JOB, TRADE, .85);
        row(
                "teach|teaching|coach|sell|selling",
                TraitRule.of("", Attribute.JOB, THING, .6).withItsVerb().denied(NOTHING));
        row(
                "run|manage|running|managing",
                TraitRule.of("a|an|my", Attribute.EMPLOYER, THING, .6).only(Nouns.GOODS));
    }

    private static void learning() {
        row("study|studying|major|majoring|majored", "?in", Attribute.STUDIES, THING, .9);
        row("study|studying", "at", Attribute.SCHOOL, THING, .9);
        row(
                "study|studying",
                TraitRule.of("to be|become", Attribute.GOAL, THING, .85).denied(NOTHING));
        row("graduated", "from", Attribute.SCHOOL, THING, .85);
        row("graduated", "with|in ?a|an ?degree ?in", Attribute.STUDIES, THING, .7);
        row("attend|attending", TraitRule.of("", Attribute.SCHOOL, THING, .8));
        row(
                "go|going",
                TraitRule.of("to ?a|an|the", Attribute.SCHOOL, THING, .8).only(SCHOOLS));
        row(
                "have|got|hold|earned",
                "a|an|my ?law degree|masters|master's|phd|doctorate|bachelors|bachelor's ?degree in",
                Attribute.STUDIES,
                THING,
                .85);
        row(
                "have|got|hold",
                TraitRule.of("a|an|my", Attribute.STUDIES, THING, .7)
                        .only(words("degree phd mba doctorate masters diploma")));
        row(
                "learning|learn",
                TraitRule.of("?how ?to", Attribute.GOAL, THING, .85)
                        .withItsVerb()
                        .denied(NOTHING));
    }

    private static void being() {
        String be = "am";
        row(be, TraitRule.of("?a|an", Attribute.AGE, AGE, .95).denied(NOTHING));
        row(
                be,
                TraitRule.of("?up ?born ?and ?raised from", Attribute.ORIGIN, PLACE, .9)
                        .denied(NOTHING));
        row(be, "based|located|living|settled|residing in|near|at|outside ?of", Attribute.HOME, PLACE, .95);
        row(be, "allergic|intolerant to", Attribute.ALLERGY, THINGS, .95);
        row(be, TraitRule.of("?on|a|an ?a", Attribute.DIET, THING, .9).only(Nouns.DIETS));
        row(be, TraitRule.of("?a|an", Attribute.HEALTH, THING, .85).only(Nouns.CONDITIONS));
        row(
                be,
                TraitRule.of("?a|an|newly|happily", Attribute.RELATIONSHIP, THING, .85)
                        .only(Nouns.STATUS));
        row(be, TraitRule.of("", Attribute.JOB, THING, .85).only(OUT_OF_WORK));
        row(
                be,
                TraitRule.of("good|great|decent|excellent at|in|with", Attribute.SKILL, THINGS, .7)
                        .denied(NOTHING));
        row(
                be,
                TraitRule.of(
                        "?a|an ?high|college|university|medical|law|phd student|graduate at",
                        Attribute.SCHOOL,
                        THING,
                        .8));
        row(be, TraitRule.of("in|at ?a|an|the|my", Attribute.SCHOOL, THING, .75).only(SCHOOLS));
        row(be, TraitRule.of("?a|an|the", Attribute.JOB, TRADE, .85));
        row(be, TraitRule.of("?a|an|half", Attribute.NATIONALITY, THING, .8).only(Nouns.NATIONALITIES));
        row(
                be,
                TraitRule.of("?a|an", Attribute.GENDER, THING, .7)
                        .only(Nouns.GENDERS)
                        .denied(NOTHING));
        row(
                be,
                TraitRule.of("?a|an|the", Attribute.APPEARANCE, THING, .6)
                        .only(Nouns.LOOKS)
                        .denied(NOTHING));
        row(be, "fluent|proficient in", Attribute.LANGUAGE, THINGS, .9);
        row(be, TraitRule.of("diagnosed with", Attribute.HEALTH, THING, .85));
        row("turned", TraitRule.of("", Attribute.AGE, AGE, .9));
    }

    private static void beingFond() {
        String be = "am";
        row(
                be,
                TraitRule.of(
                                "?a|an|such ?a ?big|huge|massive|great|avid|long-time fan|lover|fanatic of",
                                Attribute.LIKES,
                                THINGS,
                                .9)
                        .denied(DISLIKE));
        row(
                be,
                TraitRule.of("into|fond|keen ?of|on", Attribute.LIKES, THINGS, .85)
                        .denied(DISLIKE));
        row(
                be,
                TraitRule.of("obsessed|crazy|passionate|mad|nuts|enthusiastic with|about", Attribute.LIKES, THINGS, .85)
                        .denied(DISLIKE));
        row(be, TraitRule.of("interested in", Attribute.LIKES, THINGS, .75).denied(DISLIKE));
        row(
                be,
                TraitRule.of("addicted|partial to", Attribute.LIKES, THINGS, .75)
                        .denied(NOTHING));
        row(
                be,
                TraitRule.of("afraid|scared|terrified|sick|tired of", Attribute.DISLIKES, THINGS, .7)
                        .denied(NOTHING));
    }

    private static void having() {
        String have = "have|got|own|adopted|keep|raise|raising";
        row(have, TraitRule.of("", Attribute.PET, THINGS, .9).only(Nouns.PETS));
        row(have, TraitRule.of("", Attribute.CHILDREN, THINGS, .9).only(Nouns.CHILDREN));
        row("have|got", TraitRule.of("", Attribute.PARTNER, THINGS, .85).only(Nouns.PARTNERS));
        row("have|got", TraitRule.of("", Attribute.FAMILY, THINGS, .85).only(Nouns.RELATIVES.keySet()));
        row(
                "have|got",
                TraitRule.of("?a|an|some|severe|bad|chronic|mild|type ?1|2|one|two", Attribute.HEALTH, THING, .85)
                        .only(Nouns.CONDITIONS));
        row("have", "?a|an ?severe|bad|mild allergy|intolerance to", Attribute.ALLERGY, THINGS, .9);
        row(
                "have|got",
                TraitRule.of("", Attribute.APPEARANCE, THINGS, .75)
                        .only(Nouns.BODY)
                        .denied(NOTHING));
        row("have|got|landed|started", "?a|an ?new job as", Attribute.JOB, THING, .9);
        row(
                "have|own|bought|drive|ride|got|driving|riding",
                TraitRule.of("", Attribute.VEHICLE, THINGS, .8).only(Nouns.VEHICLES));
        row("drive|driving", TraitRule.of("a|an|my", Attribute.VEHICLE, THING, .6));
        row("have|got", TraitRule.of("", Attribute.POSSESSION, THINGS, .65).only(Nouns.GOODS));
        row("own|bought", "", Attribute.POSSESSION, THINGS, .75);
        row(
                "got",
                TraitRule.of("", Attribute.RELATIONSHIP, THING, .8)
                        .only(Nouns.STATUS)
                        .denied(NOTHING));
    }

    private static void tastes() {
        String like = "like|love|enjoy|adore|prefer|dig|fancy|loving|liking|enjoying";
        row(like, TraitRule.of("?to", Attribute.LIKES, THINGS, .9).denied(DISLIKE));
        row("hate|dislike|detest|loathe|despise", TraitRule.of("?to", Attribute.DISLIKES, THINGS, .9));
        row(
                "stand|bear|tolerate",
                TraitRule.of("?to", Attribute.DISLIKES, THINGS, .9).when(CAN).denied(REQUIRED));
        row("care", TraitRule.of("?much for", Attribute.LIKES, THINGS, .85).denied(DISLIKE));
        row("listen|listening", TraitRule.of("to", Attribute.LIKES, THINGS, .7).denied(NOTHING));
    }

    private static void eating() {
        String eat = "eat|drink|consume|smoke|eating|drinking";
        row(
                eat,
                TraitRule.of("", Attribute.DIET, THINGS, .85)
                        .withItsVerb()
                        .when(PLAIN, CAN)
                        .denied(REQUIRED));
        row(
                "decided",
                TraitRule.of("to be|become|go ?a", Attribute.DIET, THING, .8).only(Nouns.DIETS));
        row("eat|eating", TraitRule.of("", Attribute.DIET, THING, .8).only(Nouns.DIETS));
        row(
                "went|go|became|become|going|following|follow",
                TraitRule.of("?a|an", Attribute.DIET, THING, .8).only(Nouns.DIETS));
    }

    private static void doings() {
        String play = "play|playing|collect|collecting|practise|practice|practising|practicing|grow|growing";
        row(play, TraitRule.of("?the", Attribute.HOBBY, THINGS, .75).withItsVerb());
        row("do|doing", TraitRule.of("", Attribute.HOBBY, THINGS, .7).only(SPORTS));
        row("go|going", TraitRule.of("?for", Attribute.HOBBY, THING, .7).only(OUTINGS));
        row(
                "read|reading|watch|watching",
                TraitRule.of("", Attribute.HOBBY, THING, .5).withItsVerb().denied(NOTHING));
        row(
                "paint|knit|crochet|sew|sculpt|bake|surf|ski|swim|hike|fish|hunt|volunteer|blog|meditate|sing|dance|jog|camp|cook"
                        + "|garden|exercise|skate|gamble|snowboard",
                TraitRule.of("", Attribute.HOBBY, THING, .6).withItsVerb());
        row(
                "speak|speaking",
                TraitRule.of("", Attribute.LANGUAGE, THINGS, .9)
                        .only(Nouns.LANGUAGES)
                        .when(PLAIN, CAN));
        row(
                "play|sing|cook|swim|dance|draw|paint|juggle|code|program|bake|ski|surf|knit|sew",
                TraitRule.of("", Attribute.SKILL, THING, .7)
                        .withItsVerb()
                        .when(CAN)
                        .denied(NOTHING));
    }

    private static void wishes() {
        row(
                "want|hope|dream|hoping|dreaming|aspire|aim",
                TraitRule.of(
                                "?of ?someday ?one ?day ?to ?someday ?one ?day be|become|becoming|being",
                                Attribute.GOAL,
                                THING,
                                .85)
                        .denied(NOTHING));
        row(
                "like|love",
                TraitRule.of("to ?someday ?one ?day be|become", Attribute.GOAL, THING, .75)
                        .when(MAYBE)
                        .denied(NOTHING));
        row(
                "want|hope|hoping|like|love",
                TraitRule.of("to", Attribute.GOAL, CLAUSE, .65)
                        .only(GOAL_VERBS)
                        .when(PLAIN, MAYBE)
                        .denied(NOTHING));
        row(
                "plan|planning|aspire|aim|aiming",
                TraitRule.of("to|on", Attribute.GOAL, CLAUSE, .7).denied(NOTHING));
        row(
                "training|preparing|saving|save|train|studying",
                TraitRule.of("?up ?money for", Attribute.GOAL, CLAUSE, .9)
                        .withItsVerb()
                        .denied(NOTHING));
    }
}
