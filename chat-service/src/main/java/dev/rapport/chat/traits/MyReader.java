package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.BE;
import static dev.rapport.chat.traits.Lexicon.words;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what follows "my": the user's own details, favourites, and through {@link KinReader} those around them. */
final class MyReader {
    /** What may stand for {@code <thing>} in {@code favourite.<thing>}: "ice cream flavour". */
    private static final int THING_WORDS_MAX = 3;

    private static final Set<String> FAVOURITE = words("favourite favorite fav fave favs faves favourites favorites");
    private static final Set<String> BEFORE_FAVOURITE =
            words("all time all-time absolute very personal current other second");
    private static final Set<String> NOT_VALUES = words("when that how to your probably");

    private static final Set<String> IS = words("is are 's");

    private static final Set<String> DWELLINGS = words("flat apartment condo home");
    private static final Set<String> LEAVING = words("quit quitting left leaving lost losing");

    private record Detail(Attribute attribute, ValueKind kind) {}

    private static final Map<String, Detail> DETAILS = new HashMap<>();

    static {
        detail("name", Attribute.NAME, ValueKind.NAME);
        detail("age", Attribute.AGE, ValueKind.AGE);
        detail("birthday birthdate", Attribute.BIRTHDAY, ValueKind.DATE);
        detail("job occupation profession career", Attribute.JOB, ValueKind.THING);
        detail("employer", Attribute.EMPLOYER, ValueKind.THING);
        detail("hometown birthplace", Attribute.ORIGIN, ValueKind.PLACE);
        detail("pronouns", Attribute.PRONOUNS, ValueKind.PRONOUNS);
        detail("timezone", Attribute.TIMEZONE, ValueKind.THING);
        detail("major", Attribute.STUDIES, ValueKind.THING);
        detail("hobby hobbies passion passions pastime pastimes", Attribute.HOBBY, ValueKind.THINGS);
        detail("goal goals dream ambition resolution", Attribute.GOAL, ValueKind.CLAUSE);
        detail("tongue", Attribute.LANGUAGE, ValueKind.THING);
        detail("nationality", Attribute.NATIONALITY, ValueKind.THING);
        detail("diet", Attribute.DIET, ValueKind.THING);
        detail("car motorcycle bike truck van", Attribute.VEHICLE, ValueKind.THING);
        detail("hair eyes", Attribute.APPEARANCE, ValueKind.THING);
        detail("allergies", Attribute.ALLERGY, ValueKind.THINGS);
    }

    private static final Set<String> BEFORE_DETAIL = words("""
            full first real current own main new native mother biggest favourite favorite exact legal day full-time time
            only ultimate long-term""");
    private static final Set<String> NOT_MINE = words("last middle user ex late old former previous next childhood");

    private final Words words;
    private final Findings findings;
    private final ValueReader values;
    private final Names names;
    private final KinReader kin;

    MyReader(Words words, Findings findings, Work work, KinReader kin) {
        this.words = words;
        this.findings = findings;
        this.values = new ValueReader(words, work);
        this.names = new Names(words, findings, values);
        this.kin = kin;
    }

    private static void detail(String nouns, Attribute attribute, ValueKind kind) {
        for (String noun : words(nouns)) {
            DETAILS.put(noun, new Detail(attribute, kind));
        }
    }

    /** Reads on from the word after "my" where the user does not tell it as fact: only that there is such a one or such a thing. */
    void readMention(int from) {
        boolean mine = !words.in(from, NOT_MINE) && !words.in(from, FAVOURITE) && !words.is(from, "dream");
        if (mine && !kin.readMy(words, from, false) && !DETAILS.containsKey(words.text(from))) {
            belonging(from);
        }
    }

    /** Reads on from the word after "my". */
    void read(int from) {
        int at = from;
        while (at < from + 2 && words.in(at, BEFORE_FAVOURITE)) {
            at++;
        }
        if (words.in(at, FAVOURITE)) {
            favourite(from - 1, at + 1);
        } else if (words.is(from, "dream") && !words.in(from + 1, BE)) {
            return; // "my dream job" is not mine yet
        } else if (!words.in(from, NOT_MINE) && !kin.readMy(words, from, true)) {
            own(from);
        }
    }

    private void own(int from) {
        int at = from;
        boolean zone = words.run(at, "time", "zone");
        while (at < from + 2 && !zone && words.in(at, BEFORE_DETAIL)) {
            at++;
        }
        if (words.in(at, DWELLINGS) && words.is(at + 1, "in")) { // "our flat in Graz"
            values.read(ValueKind.PLACE, at + 2)
                    .forEach(span -> findings.affirm(Attribute.HOME.key(), Attribute.HOME, words, span, 0.6));
            return;
        }
        boolean town = words.run(at, "home", "town");
        boolean language = words.is(at, "language") && words.in(at - 1, Set.of("native", "first", "mother"));
        Detail detail = zone ? DETAILS.get("timezone") : town ? DETAILS.get("hometown") : DETAILS.get(words.text(at));
        detail = language ? DETAILS.get("tongue") : detail;
        if (detail == null) {
            belonging(at);
            return;
        }
        int verb = zone || town ? at + 2 : at + 1;
        if (detail.attribute() == Attribute.HOBBY && words.in(from - 2, IS)) {
            left(from - 2).forEach(span -> findings.affirm(Attribute.HOBBY.key(), Attribute.HOBBY, words, span, 0.8));
        } else if (detail.attribute() == Attribute.JOB && words.is(verb, "as")) {
            if (!words.in(from - 2, LEAVING)) {
                report(detail, verb + 1);
            }
        } else if (detail.attribute() == Attribute.JOB && words.is(verb, "at") && !words.in(from - 2, LEAVING)) {
            report(DETAILS.getOrDefault("employer", detail), verb + 1);
        } else if (words.in(verb, BE) && !words.is(verb, "was")) {
            report(detail, afterBe(verb + 1, detail));
        } else if (words.in(verb, Set.of("include", "includes", "involves"))) {
            report(detail, verb + 1);
        }
    }

    /** "My car broke down" tells that there is a car. */
    private void belonging(int at) {
        Span thing = values.thing(at);
        for (int i = at; i < at + 3 && !words.end(i); i++) { // "my Audi failed its inspection"
            boolean others = words.is(i - 1, "'s") || words.in(at - 2, Set.of("sold", "selling"));
            if (Nouns.VEHICLES.contains(words.text(i)) && others) {
                return;
            }
            if (Nouns.VEHICLES.contains(words.text(i))) {
                int to = Nouns.VEHICLES.contains(words.text(i + 1)) || (words.capital(i) && words.capital(i + 1))
                        ? i + 2
                        : i + 1;
                findings.affirm(Attribute.VEHICLE.key(), Attribute.VEHICLE, words, new Span(at, to), 0.65);
                return;
            }
        }
        if (!thing.empty() && thing.to() - thing.from() <= 3) {
            boolean vehicle = Nouns.oneOf(Nouns.VEHICLES, words.text(thing.to() - 1));
            boolean body = Nouns.oneOf(Nouns.BODY, words.text(thing.to() - 1)) && thing.to() - thing.from() > 1;
            if (vehicle) {
                findings.affirm(Attribute.VEHICLE.key(), Attribute.VEHICLE, words, thing, 0.65);
            } else if (body) {
                findings.affirm(Attribute.APPEARANCE.key(), Attribute.APPEARANCE, words, thing, 0.5);
            }
        }
    }

    private int afterBe(int from, Detail detail) {
        int at = from;
        while (at < from + 3
                && (words.in(at, Lexicon.ADVERBS)
                        || words.is(at, "being")
                        || words.is(at, "on")
                        || words.is(at, "in")
                        || (words.is(at, "to") && detail.attribute() == Attribute.GOAL))) {
            at++;
        }
        return at;
    }

    private void report(Detail detail, int from) {
        if (words.is(from, "not")) {
            return;
        }
        for (Span span : values.read(detail.kind(), from)) {
            if (detail.attribute() == Attribute.JOB && !isWork(span)) {
                return;
            }
            findings.affirm(detail.attribute().key(), detail.attribute(), words, span, 0.9);
            names.after(detail.attribute(), span);
        }
    }

    /** "My job is a bit odd" names no job. */
    private boolean isWork(Span job) {
        String head = words.text(job.to() - 1);
        return Jobs.isTrade(Nouns.singular(head))
                || words.text(job.from()).endsWith("ing")
                || words.is(job.from() - 1, "as");
    }

    /**
     * "My favourite tea is oolong", "oolong is my favourite tea".
     *
     * @param my index of "my"
     * @param from index of the word after "favourite"
     */
    private void favourite(int my, int from) {
        int be = from;
        while (be < from + THING_WORDS_MAX + 3 && !words.end(be) && !words.in(be, BE)) {
            be++;
        }
        boolean forward = (words.in(be, BE) && !words.is(be, "am")) || words.is(be, ":");
        boolean past = words.is(be, "was") || words.is(be, "were");
        int left = before(my);
        if (forward && !past && words.in(be + 1, Set.of("my", "not"))) {
            return;
        }
        if (left >= 0 && words.in(left, IS)) {
            backward(left, from);
        } else if (forward && !past) {
            forward(from, be);
        } else if (words.is(be, ",") && be > from) { // "my favourite band, the Kinks"
            forward(from, be);
        }
    }

    private int before(int my) {
        int at = my - 1;
        while (at > my - 4
                && at > 0
                && (words.in(at, Lexicon.ADVERBS)
                        || words.is(at, "of")
                        || words.is(at, "one")
                        || words.is(at, "probably"))) {
            at--;
        }
        return at;
    }

    private void forward(int from, int be) {
        int value = be + 1;
        while (value < be + 4
                && (words.in(value, Lexicon.ADVERBS)
                        || (words.is(value, "by") && words.is(value + 1, "far"))
                        || words.is(value, "far")
                        || words.is(value, "probably")
                        || words.is(value, "has"))) {
            value++;
        }
        if (words.in(value, NOT_VALUES)) {
            return;
        }
        add(from, be, values.read(words.is(be, "are") ? ValueKind.THINGS : ValueKind.THING, value));
    }

    /** The thing that stands before "is". */
    private List<Span> left(int be) {
        int start = be;
        while (start > be - 5
                && start > 0
                && !words.end(start - 1)
                && !words.in(start - 1, Lexicon.CONJUNCTIONS)
                && !words.in(start - 1, Lexicon.PREPOSITIONS)
                && !words.in(start - 1, Lexicon.PRONOUNS)
                && !words.is(start - 1, "and")) {
            start--;
        }
        Span value = values.thing(start);
        return value.empty() || value.to() > be ? List.of() : List.of(value);
    }

    private void backward(int be, int thing) {
        List<Span> value = left(be);
        if (!value.isEmpty()) {
            int end = thing;
            while (end < thing + THING_WORDS_MAX
                    && !words.end(end)
                    && !words.in(end, Lexicon.CONJUNCTIONS)
                    && !words.in(end, Lexicon.FILLERS)
                    && !words.in(end, Lexicon.PREPOSITIONS)
                    && !words.is(end, "and")
                    && !words.is(end, "of")
                    && !words.in(end, Lexicon.PRONOUNS)) {
                end++;
            }
            add(thing, end, value);
        }
    }

    private void add(int from, int to, List<Span> found) {
        String thing = thing(from, to);
        for (Span span : found) {
            if (thing.isEmpty()) {
                findings.affirm(Attribute.LIKES.key(), Attribute.LIKES, words, span, 0.8);
            } else if (found.size() > 1) {
                findings.affirm(Attribute.LIKES.key(), Attribute.LIKES, words, span, 0.8);
            } else {
                findings.affirm("favourite." + thing, Attribute.FAVOURITE, words, span, 0.9);
            }
        }
    }

    /** The thing as part of a key: "ice-cream", or empty when there is none fit for one. */
    private String thing(int from, int to) {
        StringBuilder key = new StringBuilder();
        for (int i = from; i < to && !words.is(i, "of") && !words.in(i, Lexicon.PREPOSITIONS); i++) {
            String text = words.text(i);
            boolean plain = !text.isEmpty() && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
            if (!plain || words.in(i, Lexicon.PRONOUNS) || i - from >= THING_WORDS_MAX) {
                return "";
            }
            key.append(key.isEmpty() ? "" : "-").append(british(Nouns.singular(text)));
        }
        return Lexicon.EMPTY_HEADS.contains(key.toString()) ? "" : key.toString();
    }

    /** One spelling, so that "favorite color" and "favourite colour" are the same key. */
    private static String british(String noun) {
        return switch (noun) {
            case "color" -> "colour";
            case "flavor" -> "flavour";
            case "theater" -> "theatre";
            default -> noun;
        };
    }
}
