package dev.rapport.chat.traits;

import java.util.List;
import java.util.Set;

/** A run of words of one message. An index outside it is an empty word, so that rules may look ahead freely. */
final class Words {
    private final String message;
    private final List<Word> words;

    Words(String message, List<Word> words) {
        this.message = message;
        this.words = words;
    }

    int size() {
        return words.size();
    }

    Word at(int index) {
        return words.get(index);
    }

    String text(int index) {
        return index < 0 || index >= words.size() ? "" : words.get(index).text();
    }

    boolean is(int index, String text) {
        return text(index).equals(text);
    }

    boolean in(int index, Set<String> set) {
        return set.contains(text(index));
    }

    /** Whether the words from {@code index} on are these. */
    boolean run(int index, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            if (!is(index + i, texts[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing but a mark, or nothing at all, is here. */
    boolean end(int index) {
        return index < 0 || index >= words.size() || words.get(index).mark();
    }

    boolean capital(int index) {
        return index >= 0 && index < words.size() && words.get(index).capital();
    }

    boolean number(int index) {
        String text = text(index);
        return !text.isEmpty() && Character.isDigit(text.charAt(0));
    }

    /** The message's own letters from word {@code from} to the word before {@code to}. */
    String slice(int from, int to) {
        return from >= to
                ? ""
                : message.substring(words.get(from).start(), words.get(to - 1).end());
    }

    Words part(int from, int to) {
        return new Words(message, words.subList(from, to));
    }
}
