package dev.rapport.llm.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what the user said about themselves into what one says to them: "My sister visits me" to "Your sister visits you".
 *
 * <p>Text in quotation marks stays as it is, and so do capitalised words in the middle of a sentence ("My Fair Lady"):
 * those are names. Verbs need care only where they differ between the persons, which in English is <i>to be</i>.
 */
final class SecondPerson {
    private static final Map<String, String> PRONOUNS = Map.ofEntries(
            Map.entry("i", "you"),
            Map.entry("i'm", "you're"),
            Map.entry("im", "you're"),
            Map.entry("i've", "you've"),
            Map.entry("i'd", "you'd"),
            Map.entry("i'll", "you'll"),
            Map.entry("me", "you"),
            Map.entry("my", "your"),
            Map.entry("mine", "yours"),
            Map.entry("myself", "yourself"),
            Map.entry("we", "you"),
            Map.entry("we're", "you're"),
            Map.entry("we've", "you've"),
            Map.entry("we'd", "you'd"),
            Map.entry("we'll", "you'll"),
            Map.entry("us", "you"),
            Map.entry("our", "your"),
            Map.entry("ours", "yours"),
            Map.entry("ourselves", "yourselves"));

    /** Notes often leave the subject out. */
    private static final Map<String, String> SUBJECTLESS = Map.ofEntries(
            Map.entry("likes", "like"),
            Map.entry("loves", "love"),
            Map.entry("hates", "hate"),
            Map.entry("dislikes", "dislike"),
            Map.entry("prefers", "prefer"),
            Map.entry("enjoys", "enjoy"),
            Map.entry("lives", "live"),
            Map.entry("works", "work"),
            Map.entry("has", "have"),
            Map.entry("is", "are"),
            Map.entry("was", "were"),
            Map.entry("owns", "own"),
            Map.entry("plays", "play"),
            Map.entry("speaks", "speak"),
            Map.entry("studies", "study"),
            Map.entry("wants", "want"),
            Map.entry("needs", "need"),
            Map.entry("drinks", "drink"),
            Map.entry("eats", "eat"));

    private static final Set<String> ADVERBS = Set.of(
            "also",
            "always",
            "never",
            "once",
            "only",
            "just",
            "really",
            "still",
            "already",
            "often",
            "usually",
            "actually",
            "now",
            "currently");

    private static final Set<String> BEFORE_A_MINE = Set.of("a", "the", "coal", "gold", "land", "salt", "copper");
    private static final Pattern CALL_ME =
            Pattern.compile("^(?:please,? +)?(?:you +(?:can|may|should|could) +)?call +me +", Pattern.CASE_INSENSITIVE);
    private static final String OPENING_QUOTES = "\"“«`";
    private static final String CLOSING_QUOTES = "\"”»`";

    private final String text;
    private final List<Token> words = new ArrayList<>();

    private record Token(String text, int start, int end, boolean startsSentence) {
        String lower() {
            return Words.lower(text);
        }
    }

    private SecondPerson(String text) {
        this.text = text;
    }

    /** The text in the second person, beginning with a capital, ending with a mark. */
    static String of(String firstPerson) {
        String text = Sentences.withoutOpening(firstPerson);
        Matcher callMe = CALL_ME.matcher(text);
        if (callMe.find()) {
            text = "I may call you " + text.substring(callMe.end());
            return capitalised(withEnd(text));
        }
        Matcher first = Words.WORD.matcher(text);
        if (first.lookingAt() && SUBJECTLESS.containsKey(Words.lower(first.group()))) {
            text = "you " + SUBJECTLESS.get(Words.lower(first.group())) + text.substring(first.end());
        }
        return capitalised(withEnd(new SecondPerson(text).turned()));
    }

    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String withEnd(String text) {
        String sentence = text.strip().replaceFirst("[,;:]$", "");
        return sentence.matches("(?s).*[.!?…][\"”’)]*") ? sentence : sentence + ".";
    }

    private String turned() {
        Matcher matcher = Words.WORD.matcher(text);
        int seen = 0;
        boolean starts = true;
        while (matcher.find()) {
            String between = text.substring(seen, matcher.start());
            starts = starts || between.matches("(?s).*[.!?…]\\s.*|.*\\R.*");
            words.add(new Token(matcher.group(), matcher.start(), matcher.end(), starts));
            starts = false;
            seen = matcher.end();
        }
        StringBuilder turned = new StringBuilder();
        char closing = 0;
        int copied = 0;
        for (int i = 0; i < words.size(); i++) {
            Token word = words.get(i);
            String between = text.substring(copied, word.start());
            closing = quoteAfter(between, closing);
            turned.append(between).append(closing == 0 ? turned(i) : word.text());
            copied = word.end();
        }
        return turned.append(text.substring(copied)).toString();
    }

    /* Which quotation mark is being waited for after these characters; 0 for none. */
    private static char quoteAfter(String between, char closingBefore) {
        char closing = closingBefore;
        for (int i = 0; i < between.length(); i++) {
            char c = between.charAt(i);
            if (closing != 0) {
                closing = c == closing ? 0 : closing;
            } else if (OPENING_QUOTES.indexOf(c) >= 0) {
                closing = CLOSING_QUOTES.charAt(OPENING_QUOTES.indexOf(c));
            }
        }
        return closing;
    }

    private String turned(int i) {
        Token word = words.get(i);
        String lower = word.lower();
        if (lower.equals("am")) {
            return afterNumber(i) ? word.text() : "are";
        }
        if ((lower.equals("was") || lower.equals("wasn't")) && besideI(i)) {
            return lower.equals("was") ? "were" : "weren't";
        }
        String you = PRONOUNS.get(lower);
        if (you == null || isName(i) || (lower.equals("mine") && BEFORE_A_MINE.contains(lowerAt(i - 1)))) {
            return word.text();
        }
        String kept = word.text().indexOf('’') >= 0 ? you.replace('\'', '’') : you;
        return word.startsSentence() ? capitalised(kept) : kept;
    }

    /* "My Fair Lady", the US, World War I, i.e. */
    private boolean isName(int i) {
        Token word = words.get(i);
        String lower = word.lower();
        if (lower.equals("i")) {
            boolean isLast = word.end() == text.length() || !Character.isWhitespace(text.charAt(word.end()));
            boolean afterName = i > 0
                    && Words.isCapitalised(words.get(i - 1).text())
                    && !words.get(i - 1).startsSentence();
            boolean shortening = text.startsWith("i.e", word.start());
            return shortening || (isLast && afterName);
        }
        if (lower.startsWith("i'") || word.startsSentence()) {
            return lower.equals("us") && word.text().equals("US");
        }
        return Words.isCapitalised(word.text());
    }

    private boolean afterNumber(int i) {
        return i > 0 && Character.isDigit(lowerAt(i - 1).charAt(0));
    }

    private boolean besideI(int i) {
        return lowerAt(i - 1).equals("i")
                || lowerAt(i + 1).equals("i")
                || (ADVERBS.contains(lowerAt(i - 1)) && lowerAt(i - 2).equals("i"));
    }

    private String lowerAt(int i) {
        return i >= 0 && i < words.size() ? words.get(i).lower() : "";
    }
}
