package dev.rapport.chat.traits;

import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gathers what the rules find in one message: each trait once, in the order of the text, no more than a message tells. */
final class Findings {
    /** A person who introduces themselves at length tells a dozen things; more is a list pasted in. */
    static final int TRAITS_MAX = 32;

    /** A longer value is a sentence, and sentences are kept in {@code memorable}. */
    static final int VALUE_LENGTH_MAX = 80;

    private record Found(int position, Trait trait) {}

    private final List<Found> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    boolean full() {
        return found.size() >= TRAITS_MAX;
    }

    int size() {
        return found.size();
    }

    /** Whether somebody's name was found. */
    boolean anyName() {
        return found.stream().anyMatch(one -> one.trait().attribute().endsWith(".name"));
    }

    /** Whether these letters of the message are part of a value that was found, from {@code first} on. */
    boolean covers(int first, int start, int end) {
        return found.stream()
                .skip(first)
                .anyMatch(one -> one.position() <= start
                        && end <= one.position() + one.trait().value().length());
    }

    /** Whether something of this attribute is said to be over, from {@code first} on. */
    boolean denies(int first, Attribute attribute) {
        return found.stream()
                .skip(first)
                .anyMatch(one -> one.trait().attribute().equals(attribute.key())
                        && one.trait().polarity() == Polarity.DENIED);
    }

    /** Whether something of this attribute was found from {@code first} on. */
    boolean has(int first, Attribute attribute) {
        return found.stream()
                .skip(first)
                .anyMatch(one -> one.trait().attribute().equals(attribute.key()));
    }

    void add(String key, Cardinality cardinality, Words words, Span span, Polarity polarity, float confidence) {
        if (full() || span.empty()) {
            return;
        }
        String value = words.slice(span.from(), span.to());
        boolean fits = value.length() <= VALUE_LENGTH_MAX && value.codePoints().anyMatch(Character::isLetterOrDigit);
        if (fits && seen.add(key + '=' + value.toLowerCase(Locale.ROOT) + '=' + polarity)) {
            found.add(
                    new Found(words.at(span.from()).start(), new Trait(key, value, cardinality, polarity, confidence)));
        }
    }

    void affirm(String key, Attribute attribute, Words words, Span span, double confidence) {
        add(key, attribute.cardinality(), words, span, Polarity.AFFIRMED, (float) confidence);
    }

    List<Trait> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Found::position))
                .map(Found::trait)
                .toList();
    }
}
