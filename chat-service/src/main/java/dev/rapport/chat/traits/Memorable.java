package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Map;
import java.util.Set;

/** Chooses the sentences worth keeping verbatim: those in which the user states something of their own world. */
final class Memorable {
    /** About 200 words; a message that tells more is kept up to its last sentence that fits. */
    static final int LENGTH_MAX = 1_000;

    private static final int WORDS_MIN = 3;

    private static final Set<String> ENGLISH = words("i my me mine myself we our ours us");

    /** For the languages that we can tell from English. */
    private static final Map<String, Set<String>> FIRST_PERSON = Map.of(
            "de", words("ich mein meine meinen meinem meiner mich mir wir unser unsere uns"),
            "fr", words("je j'ai mon ma mes moi nous notre nos j'habite j'aime j'adore"),
            "es", words("yo mi mis me soy vivo tengo trabajo estoy nosotros nuestra nuestro gusta"),
            "pt", words("eu meu minha meus minhas sou moro tenho trabalho gosto estou n\u00f3s"),
            "it", words("io mio mia miei mie sono ho vivo abito lavoro amo noi nostra"),
            "nl", words("ik mijn me mij wij we ons onze"));

    private static final Set<String> GOES_ON = words("he she they his her their it its");

    /** What people say to keep a conversation going; after "i". */
    private static final Set<String> SMALL_TALK = words("""
            see agree understand bet guess hope appreciate mean know thought wonder hear heard suppose doubt apologize
            apologise swear promise""");

    private static final Set<String> FEELING = words("""
            fine good ok okay great well sorry sure glad happy here back alright curious wondering kidding joking serious
            confused afraid done ready grateful thankful welcome asking talking saying able right
            wrong""");
    private static final Set<String> POINTING = words("it that this these those your you them what how the");
    private static final Set<String> VAGUE = words("like love enjoy hate think get got need want believe feel prefer");
    private static final Set<String> MY_PHRASES =
            words("bad pleasure mistake question point apologies god gosh goodness turn");

    private final StringBuilder text = new StringBuilder();
    private final Set<String> firstPerson;
    private boolean lastKept;
    private boolean full;

    Memorable(String language) {
        this.firstPerson = FIRST_PERSON.getOrDefault(language, ENGLISH);
    }

    /**
     * Offers a sentence.
     *
     * @param trait whether a trait was found in it
     */
    void offer(Sentence sentence, boolean trait) {
        Words words = sentence.words();
        Span claim = sentence.remember() ? new Span(0, words.size()) : sentence.claim();
        boolean kept = sentence.own() && !claim.empty() && (sentence.remember() || tells(words, claim, trait));
        if (kept) {
            keep(words.slice(claim.from(), trimmed(words, claim)));
        }
        lastKept = kept;
    }

    String text() {
        return text.toString();
    }

    private boolean tells(Words words, Span claim, boolean trait) {
        if (trait) {
            return true;
        }
        Words said = words.part(claim.from(), claim.to());
        int from = start(said);
        boolean mine = false;
        int count = 0;
        for (int i = from; i < said.size(); i++) {
            mine |= said.in(i, firstPerson) && !said.is(i - 1, "let") && !said.is(i - 1, "tell");
            count += said.end(i) ? 0 : 1;
        }
        boolean goesOn = lastKept && said.in(from, GOES_ON);
        return count >= WORDS_MIN && ((mine && !smallTalk(said, from) && !hypothetical(said, from)) || goesOn);
    }

    /** Past "well," and "thanks,". */
    private static int start(Words said) {
        int at = said.in(0, GRATITUDE) ? afterComma(said) : 0;
        while (at < said.size()
                && (said.end(at)
                        || said.in(at, Lexicon.ADVERBS)
                        || said.in(at, Lexicon.FILLERS)
                        || said.is(at, "and")
                        || said.is(at, "but")
                        || said.is(at, "so")
                        || said.is(at, "oh"))) {
            at++;
        }
        return at;
    }

    private static int afterComma(Words said) {
        int at = 0;
        while (at < said.size() && !said.is(at, ",")) {
            at++;
        }
        return at;
    }

    private static boolean hypothetical(Words said, int from) {
        return said.is(from, "if") || said.run(from, "i", "wish") || said.run(from, "i", "would");
    }

    private static boolean smallTalk(Words said, int from) {
        if (said.in(from, THANKS)) {
            return true;
        }
        if (said.is(from, "my")) {
            return said.in(from + 1, MY_PHRASES);
        }
        if (!said.is(from, "i")) {
            return said.size() - from <= 4 && !said.is(from, "we");
        }
        int at = from + 1;
        while (at < from + 6 && (said.in(at, Lexicon.ADVERBS) || said.in(at, HELPING))) {
            at++;
        }
        boolean feeling =
                (said.in(at, FEELING) && said.is(at - 1, "am")) || (said.in(at, FEELING) && said.is(from + 1, "am"));
        boolean well = said.is(at, "doing") && said.in(at + 1, FEELING);
        boolean vague = said.in(at, VAGUE) && said.in(at + 1, POINTING) && said.size() - from <= 6;
        boolean opinion = said.is(at, "think") && (said.is(at + 1, "so") || said.in(at + 1, POINTING));
        return said.in(at, SMALL_TALK) || feeling || well || vague || opinion || at >= said.size() || said.end(at);
    }

    private static final Set<String> GRATITUDE = words("thank thanks thx ty");
    private static final Set<String> THANKS =
            words("thank thanks thx sorry congratulations welcome good nice glad hope bye see");
    private static final Set<String> HELPING = words("do not am can will have no was would could");

    private static int trimmed(Words words, Span claim) {
        int to = claim.to();
        while (to > claim.from() + 1
                && (words.is(to - 1, ",")
                        || words.is(to - 1, ";")
                        || words.is(to - 1, "-")
                        || words.is(to - 1, "and")
                        || words.is(to - 1, "but"))) {
            to--;
        }
        return to;
    }

    private void keep(String sentence) {
        int length = text.length() + (text.isEmpty() ? 0 : 1) + sentence.length();
        full |= length > LENGTH_MAX;
        if (!full) {
            text.append(text.isEmpty() ? "" : " ").append(sentence);
        }
    }
}
