package dev.rapport.llm.local;

import dev.rapport.llm.LlmRequest.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the sentences that answer a question, best first.
 *
 * <p>Rather none than a wrong one: a sentence about the sister does not answer a question about the user, nor one without
 * a number how old somebody is. The limits are guesses, tried on the table of the tests.
 */
final class Chooser {
    /** Sentences looked at. More evidence than this never fits a prompt. */
    static final int FACTS_MAX = 200;

    static final int ANSWERS_MAX = 3;

    /** So similar that words in common are not needed. */
    private static final float SCORE_SURE = 0.6f;

    /** Similar enough, together with a general word in common such as "like". */
    private static final float SCORE_LIKELY = 0.35f;

    /** Answers this close to the best are said too. */
    private static final double NEAR = 0.3;

    private static final double GENERIC_WEIGHT = 0.5;
    private static final double SCORE_WEIGHT = 0.5;

    private Chooser() {}

    private record Rated(Fact fact, double relevance) {}

    static List<Fact> choose(Question question, List<Evidence> evidence) {
        List<Rated> rated = new ArrayList<>();
        for (Fact fact : facts(evidence)) {
            if (fits(question, fact)) {
                rated.add(new Rated(
                        fact,
                        coverage(question, fact)
                                + SCORE_WEIGHT * fact.evidence().score()));
            }
        }
        rated.sort(Comparator.comparingDouble(Rated::relevance).reversed()); // stable: ties stay as recalled
        int most = question.wants().single() ? 1 : ANSWERS_MAX;
        double least = rated.isEmpty() ? 0 : rated.getFirst().relevance() - NEAR;
        return rated.stream()
                .filter(candidate -> candidate.relevance() >= least)
                .map(Rated::fact)
                .limit(most)
                .toList();
    }

    private static List<Fact> facts(List<Evidence> evidence) {
        List<Fact> facts = new ArrayList<>();
        for (Evidence said : evidence) {
            for (String sentence : Sentences.of(said.text())) {
                if (facts.size() == FACTS_MAX) {
                    return facts;
                }
                if (!sentence.endsWith("?")) {
                    facts.add(Fact.of(sentence, said));
                }
            }
        }
        return facts;
    }

    private static boolean fits(Question question, Fact fact) {
        return fact.tells(question) && isAboutTheSame(question, fact) && isOnTopic(question, fact);
    }

    private static boolean isAboutTheSame(Question question, Fact fact) {
        Set<String> asked = question.relations();
        boolean named = fact.names().stream().anyMatch(question.terms()::contains);
        boolean others = fact.owners().stream()
                .anyMatch(owner -> asked.stream()
                        .noneMatch(relation -> Lexicon.accepted(relation).contains(owner)));
        if (others && !named) {
            return false;
        }
        if (asked.isEmpty() || named) {
            return true;
        }
        return question.anyRelation()
                ? asked.stream().anyMatch(relation -> fact.has(Lexicon.accepted(relation)))
                : asked.stream().allMatch(relation -> fact.has(Lexicon.accepted(relation)));
    }

    private static boolean isOnTopic(Question question, Fact fact) {
        float score = fact.evidence().score();
        boolean specificAsked = false;
        boolean specificFound = false;
        boolean genericFound = false;
        for (String term : question.terms()) {
            boolean found = fact.has(Lexicon.accepted(term));
            boolean generic = Lexicon.GENERIC.contains(term);
            specificAsked |= !generic;
            specificFound |= !generic && found;
            genericFound |= generic && found;
        }
        if (specificFound) {
            return true;
        }
        if (question.wants() == Question.Wants.NAME && !specificAsked) {
            return true; // that it tells the name was checked
        }
        if (specificAsked) {
            boolean open = question.wants() != Question.Wants.YES_OR_NO;
            return score >= SCORE_SURE || (open && genericFound && score >= SCORE_LIKELY);
        }
        return genericFound || score >= SCORE_SURE;
    }

    private static double coverage(Question question, Fact fact) {
        double all = 0;
        double found = 0;
        for (String term : question.terms()) {
            double weight = Lexicon.GENERIC.contains(term) ? GENERIC_WEIGHT : 1;
            all += weight;
            found += fact.has(Lexicon.accepted(term)) ? weight : 0;
        }
        return all == 0 ? 0 : found / all;
    }
}
