package dev.rapport.eval.compression;

import dev.rapport.chat.compress.Category;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A made-up conversation of a developer with an assistant, in which facts of the six categories are planted among chatter. The
 * templates are our own, and so are the words that the service looks for: what is measured is whether the mechanism brings such
 * facts through, not how people talk.
 *
 * @param messages user and assistant in turn
 * @param facts each stands word for word in one message
 */
public record Planted(List<PastMessage> messages, List<Fact> facts) {
    /**
     * What was planted.
     *
     * @param category what it was planted as
     */
    public record Fact(Category category, String text) {}

    private static final List<Category> CATEGORIES = List.of(
            Category.GOALS,
            Category.DECISIONS,
            Category.PROBLEMS,
            Category.SOLUTIONS,
            Category.RELATIONSHIPS,
            Category.TECHNICAL);

    /**
     * Makes one.
     *
     * @param tokens at least so many of all messages together
     * @param ofEach facts of each category
     */
    public static Planted of(TokenCounter counter, int tokens, int ofEach, long seed) {
        Random random = new Random(seed);
        Set<Fact> facts = new LinkedHashSet<>();
        for (Category category : CATEGORIES) {
            int before = facts.size();
            while (facts.size() < before + ofEach) {
                facts.add(new Fact(category, Phrases.fact(category, random)));
            }
        }
        List<String> texts = chatter(counter, tokens, facts, random);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        int next = 0;
        for (Fact fact : facts) {
            boolean byAssistant = fact.category() == Category.SOLUTIONS && random.nextInt(2) == 0;
            while (places.get(next) % 2 == (byAssistant ? 0 : 1)) {
                next++;
            }
            int place = places.get(next++);
            texts.set(
                    place,
                    texts.get(place) + (fact.text().startsWith("```") ? "\n" : " ") + fact.text() + "\n"
                            + Phrases.chatter(random));
        }
        List<PastMessage> messages = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            messages.add(new PastMessage("g_" + i / 2, i % 2 == 0, texts.get(i), i));
        }
        return new Planted(List.copyOf(messages), List.copyOf(facts));
    }

    private static List<String> chatter(TokenCounter counter, int tokens, Set<Fact> facts, Random random) {
        int left = tokens
                - facts.stream()
                        .mapToInt(fact -> counter.count(fact.text() + "\n"))
                        .sum();
        List<String> texts = new ArrayList<>();
        while (left > 0 || texts.size() % 2 != 0 || texts.size() < 4 * facts.size()) {
            boolean user = texts.size() % 2 == 0;
            StringBuilder text = new StringBuilder(Phrases.chatter(random));
            for (int more = user ? random.nextInt(2) : 1 + random.nextInt(4); more > 0; more--) {
                text.append(' ').append(user ? Phrases.chatter(random) : Phrases.advice(random));
            }
            texts.add(text.toString());
            left -= counter.count(text + "\n");
        }
        return texts;
    }
}
