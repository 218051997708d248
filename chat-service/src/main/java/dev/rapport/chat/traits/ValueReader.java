package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.AUXILIARIES;
import static dev.rapport.chat.traits.Lexicon.CONJUNCTIONS;
import static dev.rapport.chat.traits.Lexicon.DETERMINERS;
import static dev.rapport.chat.traits.Lexicon.EMPTY_HEADS;
import static dev.rapport.chat.traits.Lexicon.FILLERS;
import static dev.rapport.chat.traits.Lexicon.LIGHT_VERBS;
import static dev.rapport.chat.traits.Lexicon.MONTHS;
import static dev.rapport.chat.traits.Lexicon.NUMBERS;
import static dev.rapport.chat.traits.Lexicon.PREPOSITIONS;
import static dev.rapport.chat.traits.Lexicon.PRONOUNS;
import static dev.rapport.chat.traits.Lexicon.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds where a value ends. Reads at most {@value #WORDS_MAX} words for one value, {@value #ITEMS_MAX} for a list. */
final class ValueReader {
    static final int WORDS_MAX = 10;
    static final int ITEMS_MAX = 12;

    private static final int AGE_MAX = 120;
    private static final int PLACE_WORDS_MAX = 7;
    private static final int THING_WORDS_MAX = 7;

    private static final Set<String> PLACE_LINKS = words("in near of outside on by at");
    private static final int NAME_WORDS_MAX = 4;

    private static final Set<String> TITLES = words("dr mr mrs ms mx prof st");
    private static final Set<String> SAINTS = words("st mt ft");
    private static final Set<String> YEARS = words("year years yr");
    private static final Set<String> TIMES =
            words("moment summer winter spring autumn fall morning evening meantime end beginning past weekend same");
    private static final Set<String> NO_PLACE =
            words("fear peace moment past same family scratch here there nothing work");
    private static final Set<String> CLAUSE_VERBS = words("""
            live work have am love like hate enjoy own speak study want moved was dislike prefer drive teach need think
            know hope wish used would will can go""");
    private static final Set<String> THIRD_PERSON = words("""
            likes loves lives works has hates wants plays goes thinks says said told came went does did makes eats""");
    private static final Set<String> INFINITIVES = words("do have be get");
    private static final Set<String> NAMERS = words("called named whom");
    private static final Set<String> QUANTITY = words("lots lot kinds types sorts bit couple variety plenty most all");

    private final Words words;
    private final Work work;

    ValueReader(Words words, Work work) {
        this.words = words;
        this.work = work;
    }

    /** The values from {@code from} on, in order; empty if there is none of the kind. */
    List<Span> read(ValueKind kind, int from) {
        if (kind == ValueKind.THINGS) {
            return things(from);
        }
        Span one = switch (kind) {
            case THING, THINGS -> thing(from);
            case TRADE -> trade(from);
            case PLACE -> place(from);
            case NAME -> name(from);
            case AGE -> age(from);
            case DATE -> date(from);
            case PRONOUNS -> pronouns(from);
            case CLAUSE -> clause(from);
        };
        return one.empty() ? List.of() : List.of(one);
    }

    private List<Span> things(int from) {
        List<Span> items = new ArrayList<>();
        Span item = thing(from);
        while (!item.empty() && items.size() < ITEMS_MAX) {
            items.add(item);
            int next = afterSeparator(item.to());
            if (next < 0 || startsClause(next)) {
                break;
            }
            item = thing(next);
            if (!item.empty() && isClause(item, words.is(next - 1, ","))) {
                break;
            }
        }
        return items;
    }

    /** The word after ", and" or its like; -1 if the list ends here. */
    private int afterSeparator(int at) {
        int next = at;
        if (words.is(next, ",") || words.is(next, "&") || words.is(next, "/")) {
            next++;
        }
        if (words.is(next, "and") || words.is(next, "or")) {
            next++;
        }
        return next == at ? -1 : next;
    }

    private boolean startsClause(int at) {
        return words.in(at, CLAUSE_VERBS) || words.is(at, "my") || words.is(at, "our") || words.is(at, "then");
    }

    /** Whether what looked like one more item is the beginning of the next clause. */
    private boolean isClause(Span item, boolean onlyComma) {
        for (int i = item.from(); i < item.to(); i++) {
            if (words.in(i, THIRD_PERSON)) {
                return true;
            }
        }
        boolean goesOn = words.in(item.to(), AUXILIARIES)
                || words.in(item.to(), THIRD_PERSON)
                || words.is(item.to(), "i")
                || words.is(item.to(), "you");
        boolean loose = onlyComma && (item.to() - item.from() > 3 || words.in(item.from(), FILLERS));
        return goesOn || loose;
    }

    Span thing(int from) {
        boolean afterTo = words.is(from - 1, "to");
        int start = skipDeterminers(from);
        boolean active = afterTo || words.text(start).endsWith("ing");
        int at = start;
        while (at < start + THING_WORDS_MAX && !words.end(at) && !stops(at, start, afterTo, active)) {
            work.step();
            at++;
        }
        boolean done = afterTo && at == start + 1 && words.in(at, PRONOUNS); // "I like to wash it" likes no washing
        return done ? Span.none(start) : trimmed(start, at);
    }

    private boolean stops(int at, int start, boolean afterTo, boolean active) {
        String text = words.text(at);
        boolean theUs = text.equals("us") && words.is(at - 1, "the");
        boolean pronoun = PRONOUNS.contains(text) && !theUs;
        if (text.isEmpty() || CONJUNCTIONS.contains(text) || pronoun || NAMERS.contains(text)) {
            return true;
        }
        boolean joins = text.equals("and") || text.equals("or");
        if (at == start) {
            boolean verb = afterTo && INFINITIVES.contains(text);
            return joins || (!verb && (AUXILIARIES.contains(text) || PREPOSITIONS.contains(text) || text.equals("to")));
        }
        if (joins || AUXILIARIES.contains(text) || words.run(at, "one", "day") || text.equals("someday")) {
            return true;
        }
        if (PREPOSITIONS.contains(text) || text.equals("to") || text.equals("about")) {
            return at != start + 1 || !words.in(start, LIGHT_VERBS) || !goesOnAfter(at);
        }
        if (DETERMINERS.contains(text)) {
            return !active && !words.is(at - 1, "of");
        }
        return FILLERS.contains(text) && (words.end(at + 1) || stopsAfterFiller(at + 1));
    }

    private boolean stopsAfterFiller(int at) {
        return words.in(at, CONJUNCTIONS)
                || words.in(at, PRONOUNS)
                || words.in(at, FILLERS)
                || words.in(at, Lexicon.ADVERBS)
                || words.is(at, "and")
                || words.in(at, PREPOSITIONS)
                || words.in(at, AUXILIARIES);
    }

    private boolean goesOnAfter(int at) {
        return !words.end(at + 1) && !words.in(at + 1, PRONOUNS) && !words.in(at + 1, CONJUNCTIONS);
    }

    int skipDeterminers(int from) {
        int at = from;
        while (at < from + 4) {
            boolean title = words.is(at, "the") && words.capital(at) && words.capital(at + 1);
            boolean quantity = words.in(at, QUANTITY) && words.is(at + 1, "of");
            if (quantity) {
                at += 2;
            } else if (words.in(at, DETERMINERS) && !title) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** Cuts what is left over at the end; nothing if only empty words remain. */
    private Span trimmed(int start, int end) {
        int to = end;
        while (to > start
                && ((words.in(to - 1, PREPOSITIONS) && !words.number(to - 1))
                        || words.in(to - 1, DETERMINERS)
                        || (words.in(to - 1, FILLERS) && !words.capital(to - 1))
                        || words.in(to - 1, Lexicon.ADVERBS)
                        || words.is(to - 1, "of")
                        || words.is(to - 1, "to"))) {
            to--;
        }
        boolean empty = to <= start || (to == start + 1 && words.in(start, EMPTY_HEADS));
        return empty || (words.in(start, EMPTY_HEADS) && words.is(start + 1, "of"))
                ? Span.none(start)
                : new Span(start, to);
    }

    private Span trade(int from) {
        int start = skipDeterminers(from);
        boolean aged = words.number(start) && words.in(start + 1, YEARS) && words.is(start + 2, "old");
        Span thing = withoutParticiple(thing(aged ? start + 3 : start));
        int head = thing.to() - 1;
        for (int i = thing.from(); i < thing.to(); i++) { // "head of sales", but not "afraid of spiders"
            if (words.is(i, "of")) {
                head = i - 1;
                break;
            }
        }
        return !thing.empty() && Jobs.isTrade(Nouns.singular(words.text(head))) ? thing : Span.none(from);
    }

    /** "An engineer" of "an engineer using Java". */
    private Span withoutParticiple(Span thing) {
        for (int i = thing.from() + 1; i < thing.to(); i++) {
            if (words.text(i).endsWith("ing") && Jobs.isTrade(words.text(i - 1))) {
                return new Span(thing.from(), i);
            }
        }
        return thing;
    }

    private Span place(int from) {
        int start = words.in(from, DETERMINERS) && !words.capital(from) ? from + 1 : from;
        if (words.in(start, NO_PLACE) || words.in(start, PREPOSITIONS) || words.in(start, EMPTY_HEADS)) {
            return Span.none(from);
        }
        int at = start;
        while (at < start + PLACE_WORDS_MAX && !placeStops(at, start)) {
            work.step();
            at++;
        }
        return trimmed(start, at);
    }

    private boolean placeStops(int at, int start) {
        if (words.is(at, ",")) {
            return at == start || !regionAfter(at);
        }
        String text = words.text(at);
        if (words.is(at, ".") && words.in(at - 1, SAINTS) && words.capital(at + 1)) {
            return false;
        }
        if (words.end(at) || text.isEmpty()) {
            return true;
        }
        if (CONJUNCTIONS.contains(text) || PRONOUNS.contains(text) || AUXILIARIES.contains(text)) {
            return true;
        }
        if (text.equals("and")
                || text.equals("or")
                || text.equals("to")
                || (at > start && FILLERS.contains(text) && !words.capital(at))) {
            return true;
        }
        if (PLACE_LINKS.contains(text)) {
            int next = words.in(at + 1, DETERMINERS) ? at + 2 : at + 1;
            return words.end(next)
                    || words.number(next)
                    || words.in(next, MONTHS)
                    || words.in(next, TIMES)
                    || words.in(next, PRONOUNS);
        }
        return PREPOSITIONS.contains(text) || (text.endsWith("ing") && at > start && !words.capital(at));
    }

    /** Whether the comma stands between a town and its country, as in "Paris, France". */
    private boolean regionAfter(int comma) {
        if (!words.capital(comma - 1) || !words.capital(comma + 1) || words.in(comma + 1, PRONOUNS)) {
            return false;
        }
        int after = words.capital(comma + 2) ? comma + 3 : comma + 2;
        return words.end(after) || words.is(after, "and") || words.in(after, CONJUNCTIONS);
    }

    private Span name(int from) {
        int at = from;
        while (at < from + NAME_WORDS_MAX && words.capital(at) && !words.is(at, "i") && !words.in(at, AUXILIARIES)) {
            work.step();
            boolean title = words.in(at, TITLES) && words.is(at + 1, ".") && words.capital(at + 2);
            at += title ? 2 : 1;
        }
        if (at > from) {
            return new Span(from, at);
        }
        boolean plain = !words.end(from)
                && !words.number(from)
                && !words.text(from).isEmpty()
                && !stopWord(from)
                && !words.in(from, Lexicon.ADVERBS)
                && !words.in(from, DETERMINERS);
        return plain ? new Span(from, from + 1) : Span.none(from);
    }

    private boolean stopWord(int at) {
        return words.in(at, CONJUNCTIONS)
                || words.in(at, PRONOUNS)
                || words.in(at, AUXILIARIES)
                || words.in(at, PREPOSITIONS)
                || words.in(at, FILLERS)
                || words.is(at, "and")
                || words.is(at, "to");
    }

    private Span age(int from) {
        if (words.number(from)) {
            String digits = words.text(from);
            boolean years = digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            return years && Integer.parseInt(digits) <= AGE_MAX ? new Span(from, from + 1) : Span.none(from);
        }
        String text = words.text(from);
        boolean word = NUMBERS.contains(text)
                || (text.indexOf('-') > 0 && NUMBERS.contains(text.substring(0, text.indexOf('-'))));
        if (!word) {
            return Span.none(from);
        }
        return new Span(from, words.in(from + 1, NUMBERS) ? from + 2 : from + 1);
    }

    private Span date(int from) {
        int at = words.is(from, "the") ? from + 1 : from;
        int start = at;
        boolean dated = false;
        while (at < start + 5) {
            work.step();
            boolean part = words.number(at) || words.in(at, MONTHS);
            boolean link = words.is(at, "of") || words.is(at, "the") || (words.is(at, ",") && words.number(at + 1));
            if (!part && !link) {
                break;
            }
            dated |= part;
            at++;
        }
        while (at > start && (words.is(at - 1, "of") || words.is(at - 1, "the"))) {
            at--;
        }
        return dated ? new Span(start, at) : Span.none(from);
    }

    private Span pronouns(int from) {
        int at = from + 1;
        while (at < from + 5 && words.is(at, "/") && !words.end(at + 1)) {
            at += 2;
        }
        return words.in(from, PRONOUNS) ? new Span(from, at) : Span.none(from);
    }

    private Span clause(int from) {
        int at = from;
        while (at < from + WORDS_MAX && !words.end(at) && !words.text(at).isEmpty()) {
            boolean next = words.is(at, "and") && (words.is(at + 1, "i") || words.in(at + 1, CLAUSE_VERBS));
            boolean stop =
                    at > from && CONJUNCTIONS.contains(words.text(at)) && !words.is(at, "how") && !words.is(at, "as");
            if (next || stop) {
                break;
            }
            work.step();
            at++;
        }
        return trimmed(from, at);
    }
}
