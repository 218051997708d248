package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.ADVERBS;
import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Map;
import java.util.Set;

/**
 * What stands between "I" and the rest: the verb, whether it is denied, and how real it is.
 *
 * @param verb the verb as rules know it; empty when there is none
 * @param at index of the verb
 * @param after index of the word after it, its adverbs and its "not"
 * @param denied whether it is said not to be so
 * @param over whether it was so once: "no longer", "used to"
 */
record VerbGroup(String verb, int at, int after, boolean denied, boolean over, Mood mood) {
    /** How far a group reaches; "I really do not actually like" is five words. */
    static final int WORDS_MAX = 9;

    /** Whether the sentence says how things are. */
    enum Mood {
        PLAIN,
        /** "I can": an ability. */
        CAN,
        /** "I would", "I will", "I might": not so, or not yet. */
        MAYBE,
        /** "I was": no longer so, and nothing to close either. */
        PAST
    }

    private static final Set<String> MAYBE = words("would will should could might may must shall");

    /** After "have" and "used to", these are states that last. */
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("lived", "live"),
            Map.entry("worked", "work"),
            Map.entry("studied", "study"),
            Map.entry("loved", "love"),
            Map.entry("liked", "like"),
            Map.entry("enjoyed", "enjoy"),
            Map.entry("hated", "hate"),
            Map.entry("disliked", "dislike"),
            Map.entry("played", "play"),
            Map.entry("owned", "own"),
            Map.entry("had", "have"),
            Map.entry("preferred", "prefer"),
            Map.entry("wanted", "want"),
            Map.entry("got", "have"));

    private static final Set<String> EVENTS = words(
            "been moved relocated started switched adopted bought turned become changed always recently just begun");

    /** The same with another verb before the word at {@code next}. */
    VerbGroup as(String other, int next) {
        return new VerbGroup(other, at, next, denied, over, mood);
    }

    static VerbGroup read(Words words, int from) {
        return new Reader(words, from).read();
    }

    /** The state of one reading. */
    private static final class Reader {
        private final Words words;
        private final int limit;
        private int at;
        private boolean denied;
        private boolean over;
        private boolean perfect;
        private Mood mood = Mood.PLAIN;

        private Reader(Words words, int from) {
            this.words = words;
            this.at = from;
            this.limit = from + WORDS_MAX;
        }

        private VerbGroup read() {
            boolean inGroup = true;
            while (inGroup && at < limit) {
                inGroup = skipWord() || skipAuxiliary();
            }
            if (at >= limit || words.end(at)) {
                return new VerbGroup("", at, at, denied, over, mood);
            }
            String verb = perfect ? STATES.getOrDefault(words.text(at), words.text(at)) : words.text(at);
            if (verb.equals("are") || (verb.equals("been") && perfect)) {
                verb = "am";
            }
            int verbAt = at++;
            inGroup = true;
            while (inGroup && at < limit) {
                inGroup = skipWord();
            }
            return new VerbGroup(verb, verbAt, at, denied, over, mood);
        }

        /** Adverbs and denials, which may stand on either side of the verb. */
        private boolean skipWord() {
            if (words.is(at, "not") || words.is(at, "never") || words.is(at, "hardly") || words.is(at, "rarely")) {
                denied = true;
                at++;
                return true;
            }
            if (words.run(at, "no", "longer")) {
                denied = true;
                over = true;
                at += 2;
                return true;
            }
            if (words.run(at, "kind", "of") || words.run(at, "sort", "of") || words.run(at, "at", "present")) {
                at += 2;
                return true;
            }
            if (words.in(at, ADVERBS)) {
                at++;
                return true;
            }
            return false;
        }

        private boolean skipAuxiliary() {
            String text = words.text(at);
            String next = words.text(afterAdverbs(at + 1));
            boolean skip = switch (text) {
                case "do", "does" -> next.isEmpty() || denied(at + 1) || (next.length() > 2 && SelfRules.verb(next));
                case "did" -> past();
                case "can" -> can();
                case "am", "are", "is" -> next.endsWith("ing") && (SelfRules.verb(next) || KinRules.verb(next));
                case "have", "has" -> perfect(next);
                case "been" -> perfect && next.endsWith("ing");
                case "used" -> usedTo();
                case "started", "began", "start" -> next.endsWith("ing");
                case "stopped", "quit" -> stopped(next);
                default -> MAYBE.contains(text) && maybe();
            };
            if (skip) {
                at++;
            }
            return skip;
        }

        private boolean denied(int index) {
            return words.is(index, "not");
        }

        private int afterAdverbs(int index) {
            int next = index;
            while (next < limit && (words.in(next, ADVERBS) || words.is(next, "not"))) {
                next++;
            }
            return next;
        }

        private boolean past() {
            mood = Mood.PAST;
            return true;
        }

        private boolean can() {
            mood = Mood.CAN;
            return true;
        }

        private boolean maybe() {
            mood = Mood.MAYBE;
            return true;
        }

        private boolean perfect(String next) {
            perfect = STATES.containsKey(next) || EVENTS.contains(next);
            return perfect;
        }

        private boolean usedTo() {
            if (!words.is(at + 1, "to")) {
                return false;
            }
            denied = true;
            over = true;
            at++;
            return true;
        }

        private boolean stopped(String next) {
            boolean activity = next.endsWith("ing");
            denied |= activity;
            over |= activity;
            return activity;
        }
    }
}
