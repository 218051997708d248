package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.traits.TraitRule.Denial;
import dev.rapport.chat.traits.VerbGroup.Mood;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads what follows "I" and "we": the verb's rows, then what "and" adds to them. */
final class SelfReader {
    /** "I live in Berlin, work as a nurse and have two cats" are three. */
    private static final int PREDICATES_MAX = 6;

    private static final int LOOK_AHEAD_MAX = 10;

    /** "Not vegan anymore, by the way." */
    private static final int SHORT_STATEMENT_MAX = 8;

    private static final Set<String> AFTER_AGE = words(
            "years year yrs yr yo y old and but now today so as with from last this yesterday in on , . ! ; ) \n -");
    private static final Set<String> TASTE_NOUNS = words("person lover enthusiast addict fanatic buff nut fan junkie");
    private static final Set<String> NEW_VERBS = words("live work have love like hate am study own speak enjoy moved");
    /** With "the", part of what is being talked about: "I like the second option". */
    private static final Set<String> DISCUSSED = words("""
            option options one ones approach version example examples solution part suggestion tone style wording title
            concept feature design layout list draft text result output second first last latter former""");

    private static final Set<String> NO_EMPLOYER =
            words("night nights day days money home noon dawn free fun weekends myself food peanuts least all");
    private static final Set<String> PARTICIPLES = words("working living studying");
    private static final Set<String> OTHER_SUBJECTS = words("who that which he she they you it we my");
    private static final Set<String> DROPPED_SUBJECT = words("love hate enjoy moved adopted living working studying");

    private final Words words;
    private final Findings findings;
    private final ValueReader values;
    private final Work work;
    private final Names names;
    private final KinReader kin;

    SelfReader(Words words, Findings findings, Work work, KinReader kin) {
        this.kin = kin;
        this.words = words;
        this.findings = findings;
        this.work = work;
        this.values = new ValueReader(words, work);
        this.names = new Names(words, findings, values);
    }

    /** Reads on from the word after "I". */
    void read(int from) {
        VerbGroup group = VerbGroup.read(words, from);
        for (int i = 0; i < PREDICATES_MAX && !group.verb().isEmpty() && !findings.full(); i++) {
            int end = apply(group);
            int next = end < 0 ? -1 : afterAnd(end);
            next = next < 0 ? nextPredicate(Math.max(group.after(), end)) : next;
            if (next < 0 || words.is(next, "i") || words.is(next, "my")) {
                return;
            }
            group = following(group, next);
        }
    }

    /** Reads a statement without its "I": "Love hiking." */
    void readWithoutSubject(int from) {
        int at = from;
        while (at < from + 3 && words.in(at, Lexicon.ADVERBS)) {
            at++;
        }
        boolean diet = words.in(at, Nouns.DIETS) || (words.is(at, "not") && words.in(at + 1, Nouns.DIETS));
        int next = words.is(at, "not") ? at + 2 : at + 1;
        boolean alone = words.end(next)
                || words.in(next, Lexicon.ADVERBS)
                || words.in(next, Lexicon.FILLERS)
                || words.in(next, Lexicon.PREPOSITIONS)
                || words.in(next, Lexicon.CONJUNCTIONS);
        if (diet && alone && words.size() <= SHORT_STATEMENT_MAX) {
            apply(VerbGroup.read(words, at).as("am", words.is(at, "not") ? at + 1 : at));
            return;
        }
        boolean linked = !words.text(at).endsWith("ing") || words.in(at + 1, Set.of("in", "at", "as", "for"));
        if (words.in(at, DROPPED_SUBJECT) && linked) {
            read(at);
        }
    }

    private VerbGroup following(VerbGroup last, int next) {
        VerbGroup group = VerbGroup.read(words, next);
        if (SelfRules.verb(group.verb())) {
            return group;
        }
        boolean complement = last.verb().equals("am") && !group.verb().isEmpty();
        boolean denied = words.is(next, "not");
        return complement
                ? new VerbGroup("am", next, denied ? next + 1 : next, denied, false, last.mood())
                : new VerbGroup("", next, next, false, false, last.mood());
    }

    /** The word after "and", if the values ended there; -1 if they did not. */
    private int afterAnd(int end) {
        int at = end;
        if (words.is(at, ",")) {
            at++;
        }
        if (words.is(at, "and") || words.is(at, "but")) {
            at++;
        }
        return at == end ? -1 : at;
    }

    /** The next verb of the same "I" when the first had no value: "I work hard and live in Oslo". */
    private int nextPredicate(int from) {
        for (int i = from; i < from + LOOK_AHEAD_MAX && (!words.end(i) || words.is(i, ",")); i++) {
            if (words.is(i, "i") || words.in(i, OTHER_SUBJECTS)) {
                return -1;
            }
            if (words.is(i, ",") && words.in(i + 1, PARTICIPLES)) {
                return i + 1;
            }
            if ((words.is(i, "and") || words.is(i, "but")) && words.in(i + 1, NEW_VERBS)) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Tries the rows of a verb and says where the last value ended, or -1. */
    private int apply(VerbGroup found) {
        VerbGroup group = withNo(found);
        int special = special(group);
        if (special >= 0) {
            return special;
        }
        int end = -1;
        List<Span> taken = new ArrayList<>();
        Set<Attribute> settled = EnumSet.noneOf(Attribute.class);
        for (TraitRule rule : SelfRules.of(group.verb())) {
            work.step();
            boolean open = (taken.isEmpty() || !rule.heads().isEmpty()) && !settled.contains(rule.attribute());
            if (open && rule.moods().contains(group.mood()) && (rule.denial() != Denial.REQUIRED || group.denied())) {
                int before = taken.size();
                end = Math.max(end, apply(rule, group, taken));
                if (taken.size() > before && rule.attribute().cardinality() == Cardinality.SINGLE) {
                    settled.add(rule.attribute());
                }
            }
        }
        return end;
    }

    /** "I have no pets" is "I do not have pets". */
    private VerbGroup withNo(VerbGroup group) {
        boolean no = words.is(group.after(), "no")
                && (group.verb().equals("have") || group.verb().equals("got"));
        return no
                ? new VerbGroup(group.verb(), group.at(), group.after() + 1, true, group.over(), group.mood())
                : group;
    }

    private int apply(TraitRule rule, VerbGroup group, List<Span> taken) {
        int from = rule.valueAt(words, group.after());
        if (from < 0) {
            return -1;
        }
        List<Span> spans = values.read(rule.kind(), from);
        boolean alone = rule.withVerb() && rule.heads().isEmpty() && from == group.after();
        if (spans.isEmpty() && alone && complete(from)) {
            spans = List.of(new Span(group.at(), group.at() + 1));
        }
        int end = -1;
        for (Span span : spans) {
            if (!taken.contains(span) && rule.fits(words, span) && possible(rule, span)) {
                taken.add(span);
                report(rule, group, rule.core(words, span));
                end = group.denied() ? span.to() : names.after(rule.attribute(), span);
                kin.remember(words, rule.attribute(), span);
            }
        }
        return end;
    }

    /** Whether the verb says it all: "I paint", "I paint a lot", "I paint every day". */
    private boolean complete(int at) {
        return words.end(at) || words.run(at, "a", "lot") || words.is(at, "every") || words.run(at, "for", "fun");
    }

    private boolean possible(TraitRule rule, Span span) {
        if (rule.attribute() == Attribute.EMPLOYER && words.in(span.from(), NO_EMPLOYER)) {
            return false;
        }
        if (rule.attribute() == Attribute.VEHICLE
                && (Nouns.PARTNERS.contains(words.text(span.from())) || words.is(span.to() - 1, "crazy"))) {
            return false;
        }
        boolean on = rule.attribute() == Attribute.HOME && words.is(span.from() - 1, "on");
        if (on && !words.capital(span.from())) { // "I live on raw food", but "on a farm"
            return false;
        }
        if (rule.kind() != ValueKind.AGE) {
            boolean taste = rule.attribute() == Attribute.LIKES || rule.attribute() == Attribute.DISLIKES;
            boolean discussed = words.is(span.from() - 1, "the") && words.in(span.to() - 1, DISCUSSED);
            return !taste || (!discussed && !words.in(span.to() - 1, InstructionReader.ANSWERS));
        }
        boolean small = !words.number(span.from()) && words.in(span.from(), Lexicon.COUNTS);
        boolean years = words.is(span.to(), "years") || words.is(span.to(), "year");
        return years || (!small && (span.to() >= words.size() || words.in(span.to(), AFTER_AGE)));
    }

    private void report(TraitRule rule, VerbGroup group, Span value) {
        boolean over = group.over() || over(value.to());
        Span span = value;
        if (rule.withVerb()) {
            int start = rule.denial() == Denial.REQUIRED ? denialStart(group) : group.at();
            span = new Span(start, value.to());
        }
        float confidence = rule.confidence();
        if (!group.denied()) {
            findings.add(
                    rule.attribute().key(), rule.attribute().cardinality(), words, span, Polarity.AFFIRMED, confidence);
            return;
        }
        switch (rule.denial()) {
            case NOTHING -> {}
            case CLOSES -> close(rule.attribute(), span, confidence);
            case REQUIRED -> require(rule, span, over);
            case DISLIKE -> {
                if (!over) {
                    findings.affirm(Attribute.DISLIKES.key(), Attribute.DISLIKES, words, span, confidence);
                }
                close(rule.attribute(), span, confidence);
            }
        }
    }

    private void require(TraitRule rule, Span span, boolean over) {
        if (rule.withVerb()
                && over) { // "I don't drink coffee any more" is a habit that is over, and a rule from now on
            findings.affirm(rule.attribute().key(), rule.attribute(), words, span, rule.confidence() - 0.1);
        } else {
            findings.affirm(rule.attribute().key(), rule.attribute(), words, span, rule.confidence());
        }
    }

    private void close(Attribute attribute, Span span, float confidence) {
        findings.add(attribute.key(), attribute.cardinality(), words, span, Polarity.DENIED, confidence);
    }

    /** Where the denial of this verb begins: the "do" of "don't eat". */
    private int denialStart(VerbGroup group) {
        int at = group.at();
        while (at > 0
                && !words.is(at - 1, "i")
                && !words.is(at - 1, "we")
                && !words.end(at - 1)
                && group.at() - at < 4
                && !words.is(at - 1, "and")
                && !words.is(at - 1, "but")) {
            at--;
        }
        return at;
    }

    private boolean over(int at) {
        return words.is(at, "anymore") || words.run(at, "any", "more") || words.run(at, "any", "longer");
    }

    /** What no row can say. Returns where it ended, or -1. */
    private int special(VerbGroup group) {
        if (group.mood() != Mood.PLAIN) {
            return -1;
        }
        return switch (group.verb()) {
            case "moved", "relocated" -> movedFrom(group);
            case "am" -> beingSomebody(group);
            case "joined" -> joined(group);
            case "quit", "left" -> left(group);
            case "sold", "lost" -> sold(group);
            case "go" -> words.is(group.after(), "by") ? names.own(group.after() + 1, true, 0.9) : -1;
            default -> forALiving(group);
        };
    }

    private int movedFrom(VerbGroup group) {
        if (!words.is(group.after(), "from") || group.denied()) {
            return -1;
        }
        for (int i = group.after() + 1; i < group.after() + LOOK_AHEAD_MAX && !words.end(i); i++) {
            if (words.is(i, "to")) {
                List<Span> place = values.read(ValueKind.PLACE, i + 1);
                place.forEach(span -> findings.affirm(Attribute.HOME.key(), Attribute.HOME, words, span, 0.9));
                return place.isEmpty() ? -1 : place.getFirst().to();
            }
        }
        return -1;
    }

    /** "I joined Nokia", but not "I joined a gym". */
    private int joined(VerbGroup group) {
        if (!words.capital(group.after()) || group.denied()) {
            return -1;
        }
        Span company = values.thing(group.after());
        findings.affirm(Attribute.EMPLOYER.key(), Attribute.EMPLOYER, words, company, 0.75);
        return company.empty() ? -1 : company.to();
    }

    /** "I quit my job at Nokia". */
    private int left(VerbGroup group) {
        boolean job = words.run(group.after(), "my", "job", "at");
        List<Span> company = job && !group.denied() ? values.read(ValueKind.THING, group.after() + 3) : List.of();
        company.forEach(span -> close(Attribute.EMPLOYER, span, 0.85f));
        return company.isEmpty() ? -1 : company.getFirst().to();
    }

    /** "I sold my car": what is not the user's any more. */
    private int sold(VerbGroup group) {
        if (group.denied() || !(words.is(group.after(), "my") || words.is(group.after(), "our"))) {
            return -1;
        }
        Span what = values.thing(group.after());
        String head = words.text(what.to() - 1);
        if (Nouns.oneOf(Nouns.VEHICLES, head)) {
            close(Attribute.VEHICLE, what, 0.8f);
        } else if (Nouns.oneOf(Nouns.GOODS, head)) {
            close(Attribute.POSSESSION, what, 0.8f);
        }
        return what.empty() ? -1 : what.to();
    }

    /** Reads "as a nurse, I ..." from the word after "as". */
    void readRole(int from) {
        for (TraitRule rule : SelfRules.of("am")) {
            work.step();
            boolean role = rule.attribute() == Attribute.JOB || rule.attribute() == Attribute.DIET;
            int value = role ? rule.valueAt(words, from) : -1;
            for (Span span : value < 0 ? List.<Span>of() : values.read(rule.kind(), value)) {
                boolean mine = words.is(span.to(), "i") || (words.is(span.to(), ",") && words.is(span.to() + 1, "i"));
                if (mine && rule.fits(words, span)) {
                    findings.affirm(rule.attribute().key(), rule.attribute(), words, span, 0.75);
                    return;
                }
            }
        }
    }

    /** "I am Max" and "I am a cat person". */
    private int beingSomebody(VerbGroup group) {
        if (words.is(group.after(), "a") || words.is(group.after(), "an")) {
            Span thing = values.thing(group.after());
            boolean taste = thing.to() - thing.from() >= 2 && words.in(thing.to() - 1, TASTE_NOUNS);
            if (!taste || words.in(thing.to() - 2, Set.of("big", "huge", "people", "morning", "night", "good"))) {
                return -1;
            }
            Span what = new Span(thing.from(), thing.to() - 1);
            if (group.denied()) {
                findings.affirm(Attribute.DISLIKES.key(), Attribute.DISLIKES, words, what, 0.6);
            } else {
                findings.affirm(Attribute.LIKES.key(), Attribute.LIKES, words, what, 0.8);
            }
            return thing.to();
        }
        return group.denied() ? -1 : names.own(group.after(), false, 0.8);
    }

    /** "I bake bread for a living". */
    private int forALiving(VerbGroup group) {
        for (int i = group.after(); i < group.after() + LOOK_AHEAD_MAX && !words.end(i); i++) {
            if (words.run(i, "for", "a", "living")) {
                Span what = new Span(group.at(), i);
                if (group.denied()) {
                    close(Attribute.JOB, what, 0.8f);
                } else {
                    findings.affirm(Attribute.JOB.key(), Attribute.JOB, words, what, 0.85);
                }
                return i + 3;
            }
        }
        return -1;
    }
}
