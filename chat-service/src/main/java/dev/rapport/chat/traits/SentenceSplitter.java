package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts the words of a message into sentences. Points of abbreviations, numbers and addresses do not cut. */
final class SentenceSplitter {
    /** A message of 16,000 characters has about 200 sentences of usual length. */
    static final int SENTENCES_MAX = 256;

    /** A line at least this long was broken by an editor rather than ended by the user. */
    private static final int WRAPPED_LINE_MIN = 60;

    private static final Set<String> NEVER_LAST =
            words("dr mr mrs ms mx prof st mt rev fr sgt capt lt gen col vs approx fig eq no e.g i.e cf dept ave");
    private static final Set<String> MAYBE_LAST = words(
            "etc inc ltd co corp jr sr a.m p.m u.s u.k u.s.a ph.d b.a m.a b.sc m.sc jan feb mar apr jun jul aug sep oct nov dec");

    private SentenceSplitter() {}

    static List<Span> split(Words words) {
        List<Span> sentences = new ArrayList<>();
        int start = 0;
        int at = 0;
        int lineStart = 0;
        while (at < words.size() && sentences.size() < SENTENCES_MAX) {
            if (words.is(at, "\n")) {
                boolean wrapped = at > start && wrapped(words, lineStart, at);
                lineStart = at + 1 < words.size() ? words.at(at + 1).start() : 0;
                if (!wrapped) {
                    add(sentences, start, at);
                    start = at + 1;
                }
                at++;
            } else if (ends(words, at)) {
                at = pastMarks(words, at);
                add(sentences, start, at);
                start = at;
            } else {
                at++;
            }
        }
        if (sentences.size() < SENTENCES_MAX) {
            add(sentences, start, words.size());
        }
        return sentences;
    }

    private static void add(List<Span> sentences, int start, int end) {
        if (start < end) {
            sentences.add(new Span(start, end));
        }
    }

    private static boolean wrapped(Words words, int lineStart, int at) {
        boolean goesOn =
                at + 1 < words.size() && !words.end(at + 1) && !words.capital(at + 1) && !words.is(at + 1, "i");
        return goesOn && words.at(at).start() - lineStart >= WRAPPED_LINE_MIN;
    }

    private static boolean ends(Words words, int at) {
        return switch (words.text(at)) {
            case "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f" -> true;
            case "." -> !abbreviation(words, at);
            default -> false;
        };
    }

    private static boolean abbreviation(Words words, int point) {
        boolean touching =
                point > 0 && words.at(point - 1).end() == words.at(point).start();
        if (!touching || words.end(point - 1)) {
            return false;
        }
        String before = words.text(point - 1);
        boolean initial =
                before.length() == 1 && words.capital(point - 1) && !before.equals("i") && words.capital(point + 1);
        if (NEVER_LAST.contains(before) && point + 1 < words.size() && !words.is(point + 1, "\n")) {
            return !before.equals("no") || words.number(point + 1);
        }
        boolean goesOn = point + 1 < words.size() && !words.is(point + 1, "\n") && !words.capital(point + 1);
        return initial || (MAYBE_LAST.contains(before) && goesOn);
    }

    private static int pastMarks(Words words, int at) {
        int end = at;
        while (end < words.size()
                && (words.is(end, ".")
                        || words.is(end, "!")
                        || words.is(end, "?")
                        || words.is(end, "\u2026")
                        || words.is(end, "\"")
                        || words.is(end, ")")
                        || words.is(end, "\u201d"))) {
            end++;
        }
        return Math.max(end, at + 1);
    }
}
