package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.ADVERBS;
import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/**
 * Which words of a statement are meant as fact and as the user's own: not a condition, a wish, a dream, a doubt or what somebody
 * says.
 */
final class Reality {
    private static final Set<String> CONDITIONS = words("if unless whether suppose supposing imagine pretend lest");
    private static final Set<String> BEFORE_NO_FACT = words("""
            when whenever while until till should could would do did does can may might shall will am was were have had
            than be how why what""");
    private static final Set<String> REPORTS = words("""
            say says said think thinks thought believe believes believed claim claims claimed tell tells told swear swears
            assume assumes assumed saying thinking mean suggests figured wrote writes shouted replied joked denied suspects
            suspected insist insists insisted reckon reckons reckoned guesses guessed""");
    /** What is no fact yet, or none at all: "once I'm married", "neither my sister nor I". */
    private static final Set<String> BEFORE_UNSURE = words("nor unsure assuming provided providing once");
    /** "I thought my dog died" is no report, but what it says is as little a fact. */
    private static final Set<String> MERE_THOUGHTS = words("""
            hope hopes hoped fear fears feared dream dreams dreamt dreamed nightmare nightmares suspect thought believed
            assumed""");

    private static final Set<String> CERTAIN = words("sure true certain convinced clear positive proven confirmed");
    private static final Set<String> DEGREES = words("entirely exactly yet % 100");
    private static final int DEGREES_MAX = 3;
    private static final Set<String> DREAMS = words("dream dreams nightmare nightmares");
    private static final Set<String> TOLD_AFTER = words("that where about : ,");
    /** "If you must know" is no condition. */
    private static final Set<String> COURTESY = words("you it that anyone");

    private final Words words;
    private final boolean[] unreal;
    private final boolean others;

    Reality(Words words) {
        this.words = words;
        this.unreal = new boolean[words.size()];
        this.others = Speaker.begins(words);
        boolean condition = others;
        boolean wish = false;
        boolean dream = false;
        for (int i = 0; i < words.size(); i++) {
            if (words.in(i, CONDITIONS) && !courtesy(i)) {
                condition = true;
            } else if (words.is(i, "wish") || words.is(i, "wished")) {
                wish = true;
            } else if (dreams(i)) {
                dream = true;
            } else if (words.is(i, ",") || words.is(i, "but")) {
                wish = false;
                dream &= words.is(i, ",");
            }
            unreal[i] = condition || wish || dream;
        }
    }

    private boolean courtesy(int at) {
        return words.is(at, "if")
                && words.in(at + 1, COURTESY)
                && !words.is(at + 2, "were")
                && !words.is(at + 2, "was");
    }

    /** Whether a dream is told from here on; "I dream of becoming a pilot" and "a nightmare of a job" tell none. */
    private boolean dreams(int at) {
        if (words.is(at, "dreamt") || words.is(at, "dreamed")) {
            return !words.is(at + 1, "of");
        }
        boolean had = words.in(at - 2, Set.of("had", "having")) || words.in(at - 3, Set.of("had", "having"));
        boolean told = words.in(at + 1, TOLD_AFTER) || words.in(at + 1, Lexicon.PREPOSITIONS);
        return words.in(at, DREAMS) && (words.run(at - 2, "in", "my") || words.is(at + 1, "that") || (had && told));
    }

    /** Whether no part of it is a condition, a wish or a dream. */
    boolean allFact() {
        for (boolean not : unreal) {
            if (not) {
                return false;
            }
        }
        return true;
    }

    /** Whether the user speaks and doubts nothing of themselves. */
    boolean certain() {
        for (int i = 0; i < words.size(); i++) {
            if ((words.is(i, "i") || words.is(i, "my")) && doubted(i)) {
                return false;
            }
        }
        return !others;
    }

    boolean fact(int at) {
        return !unreal[at];
    }

    /** Whether "I" at this index begins a statement of the user's own. */
    boolean ownStatement(int at) {
        boolean reason = words.is(at - 1, "why") && (words.is(at - 2, "is") || words.is(at - 2, "'s"));
        return told(at) && (reason || !words.in(at - 1, BEFORE_NO_FACT));
    }

    /** Whether "my" at this index begins what the user tells as fact; it may stand where "I" may not: "when my dog died". */
    boolean told(int at) {
        return fact(at) && !doubted(at) && !merelyThought(at) && !reported(at);
    }

    /** "I doubt I'm", "not that I'm", "I'm not sure that I'm". */
    private boolean doubted(int at) {
        boolean that = words.is(at - 1, "that");
        int before = that ? at - 2 : at - 1;
        boolean denied = words.is(before - 1, "not") || words.is(before - 1, "no");
        boolean not = (that && words.is(before, "not")) || (words.is(before, "like") && denied);
        boolean doubt = (words.is(before, "doubt") || words.is(before, "doubts")) && !denied;
        boolean as = words.is(before, "though") && words.is(before - 1, "as");
        boolean in = words.is(before, "case") && words.is(before - 1, "in");
        return not || doubt || as || in || words.in(before, BEFORE_UNSURE) || notSure(before);
    }

    private boolean notSure(int sure) {
        if (words.is(sure, "know")) { // "she does not know I'm" has it as a fact
            return words.is(sure - 1, "not") && words.is(sure - 3, "i");
        }
        int not = sure - 1;
        while (not >= sure - DEGREES_MAX && (words.in(not, ADVERBS) || words.in(not, DEGREES))) {
            not--;
        }
        return words.in(sure, CERTAIN) && words.is(not, "not");
    }

    private boolean merelyThought(int at) {
        return words.in(words.is(at - 1, "that") ? at - 2 : at - 1, MERE_THOUGHTS);
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
