package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.ADVERBS;
import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Set;

/**
 * Reads what the user is to be called: "call me Max", "my friends call me Lou".
 *
 * <p>A name replaces the one known before, so this reads only a wish of the user's, and what people in general say. A telephone call
 * ("he will call me Tuesday") and what one person says ("my boss calls me Slowpoke") are neither.
 */
final class CallMeReader {
    /** How far before "call me" those who say it may stand: "my friends from the old days still call me Lou". */
    private static final int LOOK_BACK_MAX = 8;

    private static final Set<String> OPENINGS =
            words("please and also so ok okay just kindly hey hi hello but or then");
    private static final Set<String> ALLOWING = words("can may could");
    private static final Set<String> FORBIDDING = words("can may could must should shall");
    private static final Set<String> REQUESTING = words("can could would will");
    private static final Set<String> PREFERRING = words("rather prefer");
    private static final Set<String> ASKING_WHY = words("why how when");
    private static final Set<String> YOU = words("you u anyone anybody");
    private static final Set<String> WILLING = words("you u free welcome people everyone everybody");
    private static final Set<String> CALLERS = words("""
            friends people everyone everybody they folks family team parents kids children colleagues coworkers co-workers mates
            buddies pals students classmates teammates neighbours neighbors guys others brothers sisters cousins grandkids""");

    /** With one of these it is not so, not always so, or a call. */
    private static final Set<String> NOT_CALLED = words("""
            will would shall should can could may might must do does did to not never no nobody none few rarely hardly if
            unless when whenever while why how who which hate hates dislike mind stop stopped wish""");

    private static final Set<String> NOT_WISHED = words("not never hate hates dislike mind stop stopped");

    private static final Set<String> NOT_A_NAME = words("""
            when back later if at on tomorrow today tonight now soon asap again anytime sometime maybe by the a an that
            crazy old-fashioned paranoid stupid cynical silly lazy weird picky naive""");
    /** "Call me Jan" is a name, "call me Jan 5" a day. */
    private static final Set<String> MONTHS_AND_NAMES = words("jan april may june august");

    private final Words words;
    private final Findings findings;
    private final Names names;
    private final Reality reality;

    private CallMeReader(Words words, Findings findings, Work work) {
        this.words = words;
        this.findings = findings;
        this.names = new Names(words, findings, new ValueReader(words, work));
        this.reality = new Reality(words);
    }

    /** Reads one sentence. Few have a call in them, so what else is needed is made only then. */
    static void read(Words words, Findings findings, Work work) {
        for (int i = 0; i + 2 < words.size(); i++) {
            if (call(words, i)) {
                new CallMeReader(words, findings, work).readFrom(i);
                return;
            }
        }
    }

    private static boolean call(Words words, int at) {
        return (words.is(at, "call") || words.is(at, "calls")) && words.is(at + 1, "me");
    }

    private void readFrom(int from) {
        for (int i = from; i + 2 < words.size(); i++) {
            if (call(words, i) && reality.fact(i) && nameAt(i + 2)) {
                called(i);
            }
        }
    }

    private boolean nameAt(int at) {
        boolean month = words.in(at, Lexicon.MONTHS) && !(words.in(at, MONTHS_AND_NAMES) && !words.number(at + 1));
        boolean ends = words.capital(at) || words.end(at + 1) || words.is(at + 1, "please") || words.is(at + 1, "and");
        return ends
                && !month
                && !words.in(at, NOT_A_NAME)
                && !words.in(at, Lexicon.DAYS)
                && !Nouns.RELATIVES.containsKey(words.text(at)); // children call the user so, nobody else
    }

    private void called(int call) {
        int before = beforeAdverbs(call - 1);
        if (words.is(before, "never") || words.is(before, "not")) {
            int subject = words.is(before - 1, "do") ? before - 2 : before - 1;
            if (words.capital(call + 2) && (asked(subject) || forbidden(subject))) {
                Span name = new Span(call + 2, call + 3);
                findings.add(Attribute.NAME.key(), Attribute.NAME.cardinality(), words, name, Polarity.DENIED, 0.8f);
            }
        } else if ((words.is(call, "call") && wished(before)) || customary(before)) {
            names.own(call + 2, true, 0.9);
        }
    }

    private int beforeAdverbs(int from) {
        int at = from;
        while (at >= 0 && (words.in(at, ADVERBS) || words.is(at, "ever"))) {
            at--;
        }
        return at;
    }

    /** "Call me Max", "you can call me Max", "I want you to call me Max". */
    private boolean wished(int before) {
        if (words.in(before, ALLOWING)) {
            int who = beforeAdverbs(before - 1);
            return (words.in(who, YOU) || words.in(who, CALLERS)) && !words.is(who - 1, "if") && own(who);
        }
        if (words.is(before, "to")) {
            return words.in(before - 1, WILLING) && !anyBefore(before, NOT_WISHED);
        }
        return asked(before);
    }

    /** Whether the order or the request to the reader ends here, before "call me" or its "not". */
    private boolean asked(int before) {
        if (words.is(before, "you")) {
            boolean request = words.in(before - 1, REQUESTING) && !words.in(before - 2, ASKING_WHY);
            return request || words.in(before - 1, PREFERRING);
        }
        return (words.end(before) || words.in(before, OPENINGS)) && own(before + 1);
    }

    /** "You can't call me Maxi". */
    private boolean forbidden(int subject) {
        return words.in(subject, FORBIDDING) && words.in(subject - 1, YOU);
    }

    private boolean own(int at) {
        return reality.ownStatement(at);
    }

    /** "Everyone at work calls me Lou". */
    private boolean customary(int before) {
        return anyBefore(before, CALLERS) && !anyBefore(before, NOT_CALLED);
    }

    private boolean anyBefore(int before, Set<String> these) {
        for (int i = before; i > before - LOOK_BACK_MAX && !words.end(i); i--) {
            if (words.in(i, these)) {
                return true;
            }
        }
        return false;
    }
}
