package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.List;
import java.util.Set;

/** Names, and the other details that stand right behind a value: "a dog called Max", "a nurse at Charit\u00e9". */
final class Names {
    /** First names common enough to be told without a capital: "i am anna". */
    private static final Set<String> COMMON = words("""
            anna ana anne ann maria mary john jon max mark marc peter paul tom thomas tim james jim jack bob robert rob
            michael mike david dave daniel dan chris christopher christine christina sarah sara laura lisa emma emily
            olivia sophia sofia mia julia julie kate katie katherine jessica jennifer jen jenny amy amanda ashley
            megan rachel rebecca becky susan sue nancy linda karen helen claire alice lucy lily chloe grace hannah
            elizabeth liz beth alex alexander alexandra andrew andy anthony tony ben benjamin bill william will brian
            charles charlie eric frank fred george greg harry henry jason jeff jeremy joe joseph josh joshua justin
            kevin larry leo lewis louis luke luca marco mario martin matt matthew nick nicholas noah oliver oscar
            patrick pedro phil philip ralph ray richard rick ron ryan sam samuel samantha scott sean simon stephen
            steve steven stuart ted victor walter adam aaron albert alan allen arthur carlos diego ivan jose juan
            jordan kyle taylor tyler zoe eva elena ella nina nora olga paula petra rosa sandra sally ruth stella tina
            vera victoria wendy yuki hiro ahmed ali fatima mohammed omar aisha priya raj ravi wei ming""");

    private static final Set<String> NOT_NAMES = words("""
            sorry happy sad glad tired hungry busy fine good great ok okay well sure bored sick ill new back here home
            ready done excited afraid lost late early curious confused stuck single married god jesus christian catholic
            muslim jewish hindu buddhist atheist monday tuesday wednesday thursday friday saturday sunday ceo cto cfo
            it ai hr pm vegan vegetarian male female about in on at from very so not the a an""");

    private static final Set<String> DURATIONS =
            words("living long while year few decade time bit couple last past month week moment most first");

    private final Words words;
    private final Findings findings;
    private final ValueReader values;

    Names(Words words, Findings findings, ValueReader values) {
        this.words = words;
        this.findings = findings;
        this.values = values;
    }

    /** Whether it is a first name of many people. */
    static boolean isCommon(String word) {
        return COMMON.contains(word);
    }

    /**
     * Reads the user's own name.
     *
     * @param certain whether nothing but a name can stand here
     * @return where it ended, or -1
     */
    int own(int at, boolean certain, double confidence) {
        List<Span> name = values.read(ValueKind.NAME, at);
        if (name.isEmpty() || (!certain && !soundsLikeOne(name.getFirst()))) {
            return -1;
        }
        findings.affirm(Attribute.NAME.key(), Attribute.NAME, words, name.getFirst(), confidence);
        return name.getFirst().to();
    }

    private boolean soundsLikeOne(Span name) {
        String first = words.text(name.from());
        if (NOT_NAMES.contains(first) || Nouns.NATIONALITIES.contains(first) || SelfRules.verb(first)) {
            return false;
        }
        boolean known = words.capital(name.from()) || COMMON.contains(first);
        int next = name.to();
        boolean over = words.end(next)
                || words.in(next, Set.of("and", "from", "but", "by", "nice", "btw", "your", "i", "who", "what"));
        boolean kind = Nouns.DIETS.contains(first)
                || Nouns.STATUS.contains(first)
                || Nouns.CONDITIONS.contains(first)
                || Nouns.LOOKS.contains(first);
        return known && over && !kind && first.length() > 1;
    }

    /** Reads the details behind a value and says where they ended. */
    int after(Attribute attribute, Span value) {
        int at = value.to();
        return switch (attribute) {
            case PET -> petName(value);
            case JOB ->
                words.is(at, "at") || (words.is(at, "for") && employs(at + 1))
                        ? origin(detail(Attribute.EMPLOYER, at + 1, at))
                        : origin(at);
            case GENDER, NATIONALITY -> origin(at);
            case STUDIES -> words.is(at, "at") ? detail(Attribute.SCHOOL, at + 1, at) : at;
            case RELATIONSHIP -> words.is(at, "to") ? partner(at + 1, at) : at;
            case PARTNER -> called(at) ? name("partner", at + 1, at) : at;
            case FAMILY, CHILDREN -> called(at) ? relative(value, at) : at;
            default -> at;
        };
    }

    /** Whether "for" is followed by an employer, not by a time: "a cook for the navy", "a cook for ten years". */
    private boolean employs(int at) {
        boolean article = words.is(at, "a") || words.is(at, "an") || words.is(at, "the");
        return words.capital(at) || (article && !words.in(at + 1, DURATIONS));
    }

    /** "A nurse from Ghent". */
    private int origin(int at) {
        if (!words.is(at, "from")) {
            return at;
        }
        List<Span> place = values.read(ValueKind.PLACE, at + 1);
        place.forEach(span -> findings.affirm(Attribute.ORIGIN.key(), Attribute.ORIGIN, words, span, 0.8));
        return place.isEmpty() ? at : place.getFirst().to();
    }

    private boolean called(int at) {
        return words.is(at, "called") || words.is(at, "named");
    }

    private int detail(Attribute attribute, int from, int otherwise) {
        List<Span> found = values.read(ValueKind.THING, from);
        found.forEach(span -> findings.affirm(attribute.key(), attribute, words, span, 0.85));
        return found.isEmpty() ? otherwise : found.getLast().to();
    }

    private int partner(int from, int otherwise) {
        return words.capital(from) ? name("partner", from, otherwise) : otherwise;
    }

    private int relative(Span value, int at) {
        String relation = Nouns.RELATIVES.get(Nouns.singular(words.text(value.to() - 1)));
        return relation == null ? at : name("family." + relation, at + 1, at);
    }

    private int name(String whose, int from, int otherwise) {
        List<Span> name = values.read(ValueKind.NAME, from);
        name.forEach(span -> findings.affirm(Attribute.NAME.keyOf(whose), Attribute.NAME, words, span, 0.9));
        return name.isEmpty() ? otherwise : name.getFirst().to();
    }

    private int petName(Span pet) {
        int at = pet.to();
        boolean listed = words.is(at, ",")
                && words.capital(at + 1)
                && (words.end(at + 2) || (words.is(at + 2, "and") && words.capital(at + 3)))
                && !words.is(at + 1, "i");
        return called(at) || listed ? petNames(petKey(pet), at + 1) : at;
    }

    /** The key of a pet's details, by the last word that says what it is. */
    String petKey(Span pet) {
        for (int i = pet.to() - 1; i >= pet.from(); i--) {
            String kind = Nouns.singular(words.text(i));
            if (Nouns.PETS.contains(kind)) {
                return "pet." + kind;
            }
        }
        return "pet.pet";
    }

    /** One or more names. A user may have two dogs, so a second name does not close the first. */
    int petNames(String key, int from) {
        int at = from;
        int end = from;
        for (int i = 0; i < ValueReader.ITEMS_MAX; i++) {
            List<Span> name = values.read(ValueKind.NAME, at);
            if (name.isEmpty() || (i > 0 && !words.capital(at))) {
                break;
            }
            findings.add(
                    Attribute.NAME.keyOf(key), Cardinality.MULTIPLE, words, name.getFirst(), Polarity.AFFIRMED, 0.9f);
            end = name.getFirst().to();
            boolean more = words.is(end, "and") || words.is(end, ",") || words.is(end, "&");
            if (!more) {
                break;
            }
            at = words.is(end, ",") && words.is(end + 1, "and") ? end + 2 : end + 1;
        }
        return end;
    }
}
