package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.List;
import java.util.Set;

/**
 * Guesses a message's language by its commonest little words.
 *
 * <p>Seven languages of the Latin script; anything else, and a message with fewer than {@value #HITS_MIN} such words or
 * with two languages level, is {@code und}. For longer text a trained detector is better; for a chat message this costs a
 * few microseconds and needs no model.
 */
final class Languages {
    static final String UNKNOWN = "und";

    private static final int HITS_MIN = 2;
    /** The first sentences tell it. */
    private static final int WORDS_MAX = 200;

    private record Language(String code, Set<String> little) {}

    private static final List<Language> LANGUAGES = List.of(
            new Language("en", words("""
                    the and is are am i you my to of that it in was for have not with do what this be a we on can
                    please how your would will""")),
            new Language("de", words("""
                    der die das und ist ich nicht ein eine zu mit den auf f\u00fcr von im dem bin mein meine wie sie wir es
                    auch habe hast kannst bitte aber wohne mag was mir mich""")),
            new Language("fr", words("""
                    le la les et est je un une de des du pas que vous nous dans pour avec mon ma mes sur suis qui ce
                    cette j'ai j'habite j'aime \u00e0 \u00eates comment mais s'il""")),
            new Language("es", words("""
                    el la los las y es yo un una de que en no con por para mi mis soy tengo vivo est\u00e1 como pero muy me
                    gusta est\u00e1s c\u00f3mo qu\u00e9 al del""")),
            new Language("pt", words("""
                    o os as e \u00e9 eu um uma de que em n\u00e3o com por para meu minha sou tenho moro est\u00e1 como mas muito
                    voc\u00ea no na do da gosto""")),
            new Language("it", words("""
                    il lo gli e \u00e8 io un una di che in non con per mio mia sono ho vivo come ma molto mi piace della del
                    nel anche abito""")),
            new Language("nl", words("""
                    de het een en is ik niet van met op voor mijn ben heb woon maar ook wat je jij dat hoe te zijn kun
                    graag aan""")));

    private Languages() {}

    static String of(Words words) {
        int best = 0;
        int second = 0;
        String code = UNKNOWN;
        for (Language language : LANGUAGES) {
            int hits = 0;
            for (int i = 0; i < words.size() && i < WORDS_MAX; i++) {
                hits += words.in(i, language.little()) ? 1 : 0;
            }
            if (hits > best) {
                second = best;
                best = hits;
                code = language.code();
            } else {
                second = Math.max(second, hits);
            }
        }
        return best >= HITS_MIN && best > second ? code : UNKNOWN;
    }
}
