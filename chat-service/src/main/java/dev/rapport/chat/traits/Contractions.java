package dev.rapport.chat.traits;

import java.util.Map;
import java.util.Set;

/** Takes short forms apart: "I'm" is "i" and "am", so that one rule reads both. */
final class Contractions {
    /** Written without the apostrophe, or never with one: the two words and where the second begins. */
    private static final Map<String, Split> WHOLE = Map.ofEntries(
            Map.entry("im", new Split("i", "am", 1)),
            Map.entry("ive", new Split("i", "have", 1)),
            Map.entry("cannot", new Split("can", "not", 3)),
            Map.entry("can't", new Split("can", "not", 2)),
            Map.entry("cant", new Split("can", "not", 2)),
            Map.entry("won't", new Split("will", "not", 2)),
            Map.entry("wont", new Split("will", "not", 2)),
            Map.entry("ain't", new Split("am", "not", 2)),
            Map.entry("dont", new Split("do", "not", 2)),
            Map.entry("didnt", new Split("did", "not", 3)),
            Map.entry("doesnt", new Split("does", "not", 4)),
            Map.entry("isnt", new Split("is", "not", 2)),
            Map.entry("havent", new Split("have", "not", 4)),
            Map.entry("wouldnt", new Split("would", "not", 5)),
            Map.entry("wanna", new Split("want", "to", 3)),
            Map.entry("gonna", new Split("going", "to", 3)));

    private static final Map<String, String> ENDINGS =
            Map.of("'m", "am", "'re", "are", "'ve", "have", "'ll", "will", "'d", "would");

    /** After these an 's is "is"; after a noun it may also say whose, and stays as it is. */
    private static final Set<String> BEFORE_IS =
            Set.of("he", "she", "it", "that", "there", "here", "what", "who", "where", "how", "name", "everything");

    /**
     * Two words in one.
     *
     * @param secondAt offset of the second word's letters
     */
    record Split(String first, String second, int secondAt) {}

    private static final Split NONE = new Split("", "", 0);

    private Contractions() {}

    /** The two words in this one; {@code secondAt} is 0 when it is one word only. */
    static Split of(String word) {
        Split whole = WHOLE.get(word);
        if (whole != null) {
            return whole;
        }
        int apostrophe = word.lastIndexOf('\'');
        if (apostrophe <= 0) {
            return NONE;
        }
        if (word.endsWith("n't") && apostrophe > 1) {
            return new Split(word.substring(0, apostrophe - 1), "not", apostrophe - 1);
        }
        String head = word.substring(0, apostrophe);
        String ending = word.substring(apostrophe);
        if (ending.equals("'s")) {
            return head.equals("let") ? NONE : new Split(head, BEFORE_IS.contains(head) ? "is" : "'s", apostrophe);
        }
        String full = ENDINGS.get(ending);
        return full == null ? NONE : new Split(head, full, apostrophe);
    }
}
