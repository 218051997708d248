package dev.rapport.chat.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a message's words say about where to look, before anything is looked for. English; other languages give no cue, so they
 * are recalled for like any message.
 */
final class Cue {
    /** Characters of a message that are looked at: a question stands at its beginning or is short. */
    static final int LENGTH_LOOKED_AT_MAX = 2_000;

    /** Words of a message that can be courtesy alone: "thank you so much, that was very kind of you". */
    private static final int COURTESY_WORDS_MAX = 12;

    private static final Set<String> COURTESY = Set.of(
            ("thanks thank thx you so much very a lot many that helps helped was is great good nice cool perfect awesome"
                            + " wonderful fine okay ok k hello hi hey there morning evening afternoon night bye goodbye see"
                            + " later tomorrow soon yes yeah yep no nope please sure right exactly lol haha wow oh ah well"
                            + " got it i continue go on and all best cheers welcome never mind kind of s re")
                    .split(" ", -1));

    /** What somebody did who said something. */
    private static final Set<String> SAID = Set.of(
            ("said told suggested recommended advised mentioned proposed explained answered wrote warned promised listed"
                            + " described named")
                    .split(" ", -1));

    /** The same after "did you". */
    private static final Set<String> SAY = Set.of(
            ("say tell suggest recommend advise mention propose explain answer write warn promise list describe name mean"
                            + " call give")
                    .split(" ", -1));

    private static final Set<String> SAYINGS = Set.of(
            ("advice answer answers recommendation recommendations suggestion suggestions tip tips idea ideas explanation"
                            + " proposal proposals list recipe plan")
                    .split(" ", -1));

    /** Before "your advice", if it is advice given already. */
    private static final Set<String> OF_THE_PAST =
            Set.of("was", "were", "followed", "tried", "took", "used", "remember", "repeat");

    private static final Set<String> EARLIER = Set.of("last", "earlier", "previous", "old", "first", "other");

    private Cue() {}

    /** Whether nothing is asked or told: thanks, a greeting, a yes, an emoji. What was said before bears on no such message. */
    static boolean isCourtesy(String text) {
        if (text.length() > LENGTH_LOOKED_AT_MAX || text.contains("?")) {
            return false;
        }
        List<String> words = words(text);
        return words.size() <= COURTESY_WORDS_MAX && COURTESY.containsAll(words);
    }

    /** Whether the message asks what the assistant said: "What did you recommend?", "you said ...", "what was your advice?". */
    static boolean asksWhatWasSaid(String text) {
        List<String> words = words(text.substring(0, Math.min(text.length(), LENGTH_LOOKED_AT_MAX)));
        for (int i = 0; i < words.size(); i++) {
            if ((word(words, i).equals("you") && saidSomething(words, i))
                    || (word(words, i).equals("your") && namesAdvice(words, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean saidSomething(List<String> words, int you) {
        int verb =
                Set.of("have", "ve", "had", "once", "already", "also", "just").contains(word(words, you + 1))
                        ? you + 2
                        : you + 1;
        return SAID.contains(word(words, verb))
                || (word(words, you - 1).equals("did") && SAY.contains(word(words, verb)));
    }

    private static boolean namesAdvice(List<String> words, int your) {
        boolean earlier = EARLIER.contains(word(words, your + 1));
        return SAYINGS.contains(word(words, earlier ? your + 2 : your + 1))
                && (earlier || OF_THE_PAST.contains(word(words, your - 1)));
    }

    private static String word(List<String> words, int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    private static List<String> words(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        int codePoint;
        for (int i = 0; i < lower.length(); i += Character.charCount(codePoint)) {
            codePoint = lower.codePointAt(i);
            if (Character.isLetterOrDigit(codePoint)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        if (start >= 0) {
            words.add(lower.substring(start));
        }
        return words;
    }
}
