package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.ADVERBS;
import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/** Which words of a statement are meant as fact and as the user's own: not a condition, a wish or what somebody says. */
final class Reality {
    private static final Set<String> CONDITIONS = words("if unless whether suppose supposing imagine pretend lest");
    private static final Set<String> BEFORE_NO_FACT = words("""
            when whenever while until till should could would do did does can may might shall will am was were have had
            than be how why what""");
    private static final Set<String> REPORTS = words("""
            say says said think thinks thought believe believes believed claim claims claimed tell tells told swear swears
            assume assumes assumed saying thinking mean suggests figured wrote writes shouted replied joked denied""");
    /** "If you must know" is no condition. */
    private static final Set<String> COURTESY = words("you it that anyone");

    private final Words words;
    private final boolean[] unreal;

    Reality(Words words) {
        this.words = words;
        this.unreal = new boolean[words.size()];
        boolean condition = false;
        boolean wish = false;
        for (int i = 0; i < words.size(); i++) {
            if (words.in(i, CONDITIONS) && !courtesy(i)) {
                condition = true;
            } else if (words.is(i, "wish") || words.is(i, "wished")) {
                wish = true;
            } else if (words.is(i, ",") || words.is(i, "but")) {
                wish = false;
            }
            unreal[i] = condition || wish;
        }
    }

    private boolean courtesy(int at) {
        return words.is(at, "if")
                && words.in(at + 1, COURTESY)
                && !words.is(at + 2, "were")
                && !words.is(at + 2, "was");
    }

    /** Whether no part of it is a condition or a wish. */
    boolean allFact() {
        for (boolean not : unreal) {
            if (not) {
                return false;
            }
        }
        return true;
    }

    boolean fact(int at) {
        return !unreal[at];
    }

    /** Whether "I" at this index begins a statement of the user's own. */
    boolean ownStatement(int at) {
        boolean reason = words.is(at - 1, "why") && (words.is(at - 2, "is") || words.is(at - 2, "'s"));
        return fact(at) && (reason || !words.in(at - 1, BEFORE_NO_FACT)) && !reported(at);
    }

    private boolean reported(int at) {
        int verb = at - 1;
        while (verb >= 0
                && verb > at - 4
                && (words.is(verb, "that") || words.is(verb, "me") || words.is(verb, ",") || words.is(verb, ":"))) {
            verb--;
        }
        if (!words.in(verb, REPORTS)) {
            return false;
        }
        int who = verb - 1;
        while (who >= 0 && who > verb - 3 && words.in(who, ADVERBS)) {
            who--;
        }
        return !words.is(who, "i");
    }
}
