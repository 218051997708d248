package dev.rapport.chat.summary;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Decides what of a model's reply may be kept as a summary. No model is asked: the reply must begin as it was told to and write
 * no fence, and each sentence must be borne out by the text that it was made from, else it is left out.
 *
 * <p>It cannot tell whether a sentence is true: one whose words, names and numbers all stand in the text may still say of them what
 * the text does not. The words it looks for (persons, orders, numbers as words) are English; numbers in figures, names and the share of
 * words hold for every language.
 */
final class SummaryCheck {
    /** The share of a sentence's words that must stand in the text. A guess, not measured. */
    private static final double WORDS_SHARE = 0.5;

    private static final String CODE = "```";
    private static final Pattern LIST_MARK = Pattern.compile("^(?:[-*\u2022]|\\d{1,2}[.)])\\s+");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\u201c[^\u201d]*\u201d");
    private static final Pattern PERSON = Pattern.compile(
            "\\b(?:I|(?i:me|my|myself|we|our|ours|you|your|yours|yourself)|(?i:sorry|apolog\\w*))(?![\\p{L}\\p{Nd}])");
    private static final Pattern ORDER = Pattern.compile(
            "(?i)^(?:please|ignore|disregard|forget|remember|always|never|do|don['\u2019]t|answer|reply|respond|say|tell|write|use"
                    + "|call|give|show|make|follow|act|pretend|reveal|print|repeat|send|open|visit|click|note|ensure|must|let)\\b"
                    + "|\\bassistant\\s+(?:must|should|shall|ought|has to|needs to|is to)\\b"
                    + "|\\b(?:ignore|disregard|forget)\\b.{0,40}\\b(?:instructions?|rules|prompt)\\b|\\bsystem prompt\\b");

    private static final Set<String> SPEAKERS = Set.of("user", "assistant");

    /** Begin a sentence with a capital letter and are no names. */
    private static final Set<String> BEGINNINGS = Set.of(
            ("a after all also although an and are as at because before both but by during each either for from he her his how if"
                            + " in instead is it its later many most neither next no not now of on once one only or other others"
                            + " she since so some that the their then there these they this those to until was were what when where"
                            + " which while who why with")
                    .split(" ", -1));

    /* "One" is left out: it is mostly a pronoun. */
    private static final Map<String, String> NUMBER_WORDS = Map.ofEntries(
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"),
            Map.entry("dozen", "12"),
            Map.entry("fifteen", "15"),
            Map.entry("twenty", "20"),
            Map.entry("thirty", "30"),
            Map.entry("forty", "40"),
            Map.entry("fifty", "50"),
            Map.entry("sixty", "60"),
            Map.entry("hundred", "100"),
            Map.entry("thousand", "1000"),
            Map.entry("million", "1000000"),
            Map.entry("half", "1/2"),
            Map.entry("twice", "2"));

    private final SourceWords source;
    private final Predicate<String> instruction;

    /**
     * What came of a reply.
     *
     * @param text the sentences that may be kept, a line each; empty if the reply may not be
     * @param refused why not, if it may not be kept
     * @param leftOut why sentences are not in it
     */
    record Checked(String text, Optional<Outcome> refused, List<Fault> leftOut) {
        static Checked refused(Outcome why, List<Fault> leftOut) {
            return new Checked("", Optional.of(why), leftOut);
        }
    }

    /**
     * For summaries of one text.
     *
     * @param source what the model was shown
     * @param instruction whether a sentence reads as a standing instruction
     */
    SummaryCheck(List<String> source, Predicate<String> instruction) {
        this.source = new SourceWords(source);
        this.instruction = instruction;
    }

    /**
     * Looks a whole reply through.
     *
     * @param tokensMax what is kept, by whole sentences
     * @param counter counts a text's tokens
     */
    Checked check(String reply, int tokensMax, ToIntFunction<String> counter) {
        List<String> lines = reply.strip().lines().map(String::strip).toList();
        if (Fence.isIn(reply) || reply.contains(CODE)) {
            return Checked.refused(Outcome.FENCE, List.of());
        }
        if (lines.isEmpty() || !lines.getFirst().equals(SummaryPrompt.MARK)) {
            return Checked.refused(Outcome.FORM, List.of());
        }
        List<Fault> leftOut = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        int left = tokensMax;
        for (String sentence : sentences(lines.subList(1, lines.size()))) {
            Optional<Fault> fault = fault(sentence);
            fault.ifPresent(leftOut::add);
            if (fault.isEmpty()) {
                left -= counter.applyAsInt(sentence + "\n");
                if (left < 0) {
                    break;
                }
                kept.append(kept.isEmpty() ? "" : "\n").append(sentence);
            }
        }
        return kept.isEmpty()
                ? Checked.refused(Outcome.EMPTY, leftOut)
                : new Checked(kept.toString(), Optional.empty(), leftOut);
    }

    private static List<String> sentences(List<String> lines) {
        List<String> sentences = new ArrayList<>();
        for (String line : lines) {
            String text = LIST_MARK.matcher(line).replaceFirst("");
            BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
            breaks.setText(text);
            for (int from = breaks.first(), to = breaks.next();
                    to != BreakIterator.DONE;
                    from = to, to = breaks.next()) {
                String sentence = text.substring(from, to).strip();
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }

    /** What is wrong with a sentence. */
    Optional<Fault> fault(String sentence) {
        List<String> words = SourceWords.words(sentence);
        if (!SourceWords.numbers(sentence).stream().allMatch(source::hasNumber)
                || !words.stream().allMatch(this::isKnownNumber)) {
            return Optional.of(Fault.NUMBER);
        }
        if (PERSON.matcher(QUOTED.matcher(sentence).replaceAll("")).find()) {
            return Optional.of(Fault.PERSON);
        }
        if (ORDER.matcher(sentence).find() || instruction.test(sentence)) {
            return Optional.of(Fault.ORDER);
        }
        for (int i = 0; i < words.size(); i++) {
            if (!isKnownName(words.get(i), i == 0)) {
                return Optional.of(Fault.NAME);
            }
        }
        return drawsOnSource(words) ? Optional.empty() : Optional.of(Fault.WORDS);
    }

    private boolean isKnownNumber(String word) {
        String figures = NUMBER_WORDS.get(word.toLowerCase(Locale.ROOT));
        return figures == null || source.hasWord(word) || source.hasNumber(figures);
    }

    /* A word with a capital letter, which months and days have, too. */
    private boolean isKnownName(String word, boolean first) {
        String small = word.toLowerCase(Locale.ROOT);
        return !Character.isUpperCase(word.codePointAt(0))
                || SPEAKERS.contains(small)
                || (first && BEGINNINGS.contains(small))
                || source.hasWord(word);
    }

    private boolean drawsOnSource(List<String> words) {
        List<String> telling = words.stream()
                .filter(SourceWords::tells)
                .filter(word -> !SPEAKERS.contains(word.toLowerCase(Locale.ROOT)))
                .toList();
        long known = telling.stream().filter(source::hasFormOf).count();
        return known > 0 && known >= WORDS_SHARE * telling.size();
    }
}
