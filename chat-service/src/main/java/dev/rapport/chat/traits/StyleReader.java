package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Style;
import java.util.Set;

/**
 * Measures how a message is written.
 *
 * <p>Formality starts at one half. It rises with a capital first letter, a closing mark, courtesy ("could you", "kindly")
 * and long words, and falls with slang, a small "i", contractions, emoji and repeated marks. The weights are a guess, not
 * measured: the number is for choosing a tone, not for judging anybody.
 */
final class StyleReader {
    private static final Set<String> SLANG = words("""
            lol lmao rofl haha hahaha u ur r ya yo gonna wanna gotta kinda sorta cuz cos btw omg idk tbh imo pls plz thx ty
            dunno hey nah yeah yep nope cool dude bro sup ok k wtf xd hehe""");
    private static final Set<String> COURTESY = words("""
            kindly regards sincerely dear sir madam furthermore moreover therefore regarding concerning grateful would
            could appreciate please hence thus however whom""");
    private static final Set<String> LISTS =
            words("list lists bullet bullets table tables steps checklist overview step-by-step");
    private static final Set<String> CODE = words("""
            code snippet function script regex query class method sql python java javascript bash html css json yaml api
            compile debug refactor""");
    private static final Set<String> WANTS = words("""
            give make write show create need want please can could fix explain as with in add provide put summarize""");
    private static final int LONG_WORD = 8;

    private StyleReader() {}

    static Style read(String message, Words words) {
        int count = 0;
        int longWords = 0;
        int slang = 0;
        int courtesy = 0;
        int contractions = 0;
        int symbols = 0;
        int emoji = 0;
        boolean wants = false;
        boolean lists = false;
        boolean code = message.contains("```");
        for (int i = 0; i < words.size(); i++) {
            Word word = words.at(i);
            if (word.mark()) {
                emoji += emoji(word) ? 1 : 0;
                symbols += emoji(word) || repeated(words, i) ? 1 : 0;
                continue;
            }
            boolean secondHalf = i > 0
                    && words.at(i - 1).end() == word.start()
                    && !words.at(i - 1).mark();
            contractions += secondHalf ? 1 : 0;
            count += secondHalf ? 0 : 1;
            longWords += word.text().length() >= LONG_WORD ? 1 : 0;
            slang += SLANG.contains(word.text()) || (word.text().equals("i") && !word.capital()) ? 1 : 0;
            wants |= WANTS.contains(word.text()) || (i == 0 && word.text().equals("list"));
            lists |= LISTS.contains(word.text()) && (wants || !words.in(i - 1, Set.of("the", "a", "my")));
            code |= CODE.contains(word.text()) && wants;
            courtesy += COURTESY.contains(word.text()) ? 1 : 0;
        }
        boolean asks = ended(message) == '?';
        if (count == 0) {
            return new Style(0, 0.5f, Languages.UNKNOWN, emoji, asks, false, code);
        }
        float formality = 0.5f
                + (words.capital(0) ? 0.1f : -0.1f)
                + (closed(message) ? 0.1f : -0.05f)
                + Math.min(0.2f, 0.1f * courtesy)
                + Math.min(0.15f, 0.6f * longWords / count)
                - Math.min(0.4f, 2f * slang / count)
                - Math.min(0.15f, 1f * contractions / count)
                - Math.min(0.3f, 0.1f * symbols);
        return new Style(count, Math.clamp(formality, 0f, 1f), Languages.of(words), emoji, asks, lists && wants, code);
    }

    private static boolean emoji(Word word) {
        return !word.text().isEmpty()
                && word.text().codePointAt(0) > 0xFF // the signs for degree and copyright are none
                && Character.getType(word.text().codePointAt(0)) == Character.OTHER_SYMBOL
                && word.text().charAt(0) != OwnText.BLOT;
    }

    private static boolean repeated(Words words, int at) {
        return (words.is(at, "!") || words.is(at, "?")) && words.is(at - 1, words.text(at));
    }

    private static boolean closed(String message) {
        return ".?!:".indexOf(ended(message)) >= 0;
    }

    /** The last character that is no space; a space if there is none. */
    private static char ended(String message) {
        int last = message.length() - 1;
        while (last > 0 && Character.isWhitespace(message.charAt(last))) {
            last--;
        }
        return last < 0 ? ' ' : message.charAt(last);
    }
}
