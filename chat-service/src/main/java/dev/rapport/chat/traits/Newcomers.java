package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/**
 * Finds whoever comes into a message beside the user, so that "she" may be them from there on: "our neighbour", "my wife's boss",
 * "Eva came".
 *
 * <p>Only one that "he" or "she" can stand for counts, so no plurals; nor a noun that says what somebody is: "my sister is a good
 * friend".
 */
final class Newcomers {
    private static final int LOOK_BACK_MAX = 3;

    private static final Set<String> PEOPLE = words("woman man girl boy lady gentleman guy person baby");
    private static final Set<String> MANY = words("family folks people guests students parents");
    private static final Set<String> FEMALE = words(
            "wife girlfriend fiancee fianc\u00e9e woman girl lady mom mum mama grandma granny nana auntie waitress actress");
    private static final Set<String> MALE =
            words("husband boyfriend man boy guy gentleman dad papa grandpa hubby fiance waiter");
    private static final Set<String> BEING = words("is was are were am being became as");
    private static final Set<String> OWNING = words("my our his her their your 's");
    private static final Set<String> TIES = words("married engaged");
    private static final Set<String> DOING = words("came went said says told left got and");

    private Newcomers() {}

    /** Whether somebody is named or described here. */
    static boolean at(Words words, int at) {
        return (noun(words, at) && !describes(words, at)) || name(words, at);
    }

    static boolean female(String noun) {
        return FEMALE.contains(noun);
    }

    static boolean male(String noun) {
        return MALE.contains(noun);
    }

    private static boolean noun(Words words, int at) {
        String text = words.text(at);
        boolean many = MANY.contains(text) || (text.endsWith("s") && !text.endsWith("ss"));
        if (text.isEmpty() || many) {
            return false;
        }
        boolean trade = Jobs.isSurelyTrade(text) && owned(words, at); // "a nurse" may be what the one before is
        return trade || PEOPLE.contains(text) || Whose.isPerson(text);
    }

    private static boolean owned(Words words, int at) {
        boolean article = words.is(at - 1, "a") || words.is(at - 1, "an"); // "my wife's a nurse"
        return words.in(at - 1, OWNING) || (words.in(at - 2, OWNING) && !article && !words.end(at - 1));
    }

    /** "My sister is a good friend", "works as a guide". */
    private static boolean describes(Words words, int at) {
        for (int i = at - 1; i >= at - LOOK_BACK_MAX && !words.end(i); i--) {
            if (words.in(i, BEING) && !words.is(i - 1, "there")) {
                return true;
            }
        }
        return false;
    }

    /** A first name, or a name that does something; a place or a firm has a capital, too. */
    private static boolean name(Words words, int at) {
        if (!words.capital(at) || !PeopleHints.isName(words, at)) {
            return false;
        }
        boolean tied = words.is(at - 1, "to") && words.in(at - 2, TIES); // "my sister is married to Tom"
        String next = words.text(at + 1);
        boolean does = KinRules.verb(next)
                || Lexicon.AUXILIARIES.contains(next)
                || DOING.contains(next)
                || next.endsWith("ed");
        return !tied && (does || Names.isCommon(words.text(at)));
    }
}
