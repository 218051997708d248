package dev.rapport.chat.traits;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.Trait.Polarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Speaks where the rules are silent: guesses from a statement what it is about, and which of its words are the value.
 *
 * <p>Two linear classifiers over hashed words, trained in some seconds from examples that the user supplies; none comes
 * with Rapport. It reads only what the rules take for a statement of the user's own, so what is asked, quoted or played
 * yields nothing here, too, and a value is words of the text as they stand there. The same examples in the same order give
 * the same model. Any thread may use it.
 */
public final class TraitModel {
    /**
     * One thing to learn from.
     *
     * @param attribute as in a trait, {@code likes} or {@code home}; empty if the text says nothing of its writer
     * @param denied whether it is said not to be so
     * @param value words of the text; one whose value is not found in a statement of the text is not learnt from
     */
    public record Example(String text, String attribute, boolean denied, String value) {
        public Example {
            requireNonNull(text, "text");
            requireNonNull(attribute, "attribute");
            requireNonNull(value, "value");
        }
    }

    /** What a class of the classifier stands for. */
    record Kind(Attribute attribute, Polarity polarity) {}

    /** One statement with its class; the class "nothing" has an empty value. */
    private record Sample(Words claim, int kind, Span value) {}

    /** "My friend has three cats" tells nothing of me. */
    private static final Set<String> OTHERS = Lexicon.words("""
            friend friends neighbour neighbours neighbor neighbors boss colleague colleagues coworker coworkers roommate
            roommates teacher classmate landlord""");

    private static final int EPOCHS = 8; // guess, not measured
    private static final float IN_VALUE_MIN = 0.4f;
    private static final float FIRST_MIN = 0.25f;
    private static final int VALUE_WORDS_MAX = 6;

    private final List<Kind> kinds;
    private final Softmax about;
    private final Softmax inValue;
    private final float probabilityMin;

    TraitModel(List<Kind> kinds, Softmax about, Softmax inValue, float probabilityMin) {
        this.kinds = kinds;
        this.about = about;
        this.inValue = inValue;
        this.probabilityMin = probabilityMin;
    }

    /**
     * Trains a model.
     *
     * @param probabilityMin how sure it must be to speak, 0 to 1; several guesses of one statement may be that sure
     * @throws IllegalArgumentException if an attribute is not one of ours
     */
    public static TraitModel train(List<Example> examples, float probabilityMin) {
        List<Kind> kinds = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Example example : examples) {
            int kind = example.attribute().isEmpty() ? -1 : kind(kinds, example);
            samples(example, kind, samples);
        }
        Softmax about = new Softmax(kinds.size() + 1, ModelFeatures.STATEMENT_SIZE);
        Softmax inValue = new Softmax(2, ModelFeatures.WORD_SIZE);
        ModelFeatures features = new ModelFeatures();
        Random random = new Random(1);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(samples, random);
            for (Sample sample : samples) {
                learn(sample, kinds.size(), about, inValue, features);
            }
        }
        about.done();
        inValue.done();
        return new TraitModel(List.copyOf(kinds), about, inValue, probabilityMin);
    }

    /** Writes the model to a file, over one that is there. */
    public void save(Path file) throws IOException {
        TraitModelFile.write(file, kinds, about, inValue, probabilityMin);
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws IOException if the file cannot be read, or is too large, damaged, or of another version; the message names it
     */
    public static TraitModel load(Path file) throws IOException {
        return TraitModelFile.read(file);
    }

    /** The same model, more or less sure of itself. */
    public TraitModel with(float otherProbabilityMin) {
        return new TraitModel(kinds, about, inValue, otherProbabilityMin);
    }

    private static int kind(List<Kind> kinds, Example example) {
        Attribute attribute;
        try {
            attribute = Attribute.valueOf(example.attribute().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "attribute: " + example.attribute() + " (expected: one of those that the extractor knows)", e);
        }
        Kind kind = new Kind(attribute, example.denied() ? Polarity.DENIED : Polarity.AFFIRMED);
        if (!kinds.contains(kind)) {
            kinds.add(kind);
        }
        return kinds.indexOf(kind);
    }

    private static void samples(Example example, int kind, List<Sample> samples) {
        Words value = WordReader.read(example.value(), OwnText.of(example.value()));
        for (Words claim : TraitExtractor.claims(example.text())) {
            Span span = kind < 0 ? Span.none(0) : find(claim, value);
            if (ofMine(claim)) {
                samples.add(new Sample(claim, span.empty() ? -1 : kind, span));
            }
        }
    }

    private static Span find(Words claim, Words value) {
        for (int from = 0; value.size() > 0 && from + value.size() <= claim.size(); from++) {
            int at = from;
            if (IntStream.range(0, value.size()).allMatch(i -> claim.is(at + i, value.text(i)))) {
                return new Span(from, from + value.size());
            }
        }
        return Span.none(0);
    }

    private static void learn(Sample sample, int nothing, Softmax about, Softmax inValue, ModelFeatures features) {
        features.statement(sample.claim());
        about.learn(features.features(), features.count(), sample.kind() < 0 ? nothing : sample.kind());
        if (sample.kind() < 0) {
            return;
        }
        for (int i = 0; i < Math.min(sample.claim().size(), ModelFeatures.WORDS_MAX); i++) {
            features.word(sample.claim(), i, sample.kind());
            boolean in = i >= sample.value().from() && i < sample.value().to();
            inValue.learn(features.features(), features.count(), in ? 1 : 0);
        }
    }

    /** Whether the first person stands in it, as a fact, and none of it is doubted. */
    private static boolean ofMine(Words claim) {
        Reality reality = new Reality(claim);
        return reality.certain()
                && IntStream.range(0, claim.size())
                        .anyMatch(i -> claim.in(i, ModelFeatures.FIRST_PERSON)
                                && reality.ownStatement(i)
                                && !claim.in(i + 1, OTHERS));
    }

    /** Adds what it guesses of a statement in which the rules found nothing. */
    void read(Words claim, Findings findings) {
        if (!ofMine(claim)) {
            return;
        }
        ModelFeatures features = new ModelFeatures();
        features.statement(claim);
        float[] probabilities = about.probabilities(features.features(), features.count());
        for (int i = 0; i < kinds.size(); i++) {
            if (probabilities[i] >= probabilityMin) {
                add(claim, i, probabilities[i], features, findings);
            }
        }
    }

    private void add(Words claim, int at, float probability, ModelFeatures features, Findings findings) {
        Attribute attribute = kinds.get(at).attribute();
        value(claim, at, features)
                .ifPresent(span -> findings.add(
                        attribute.key(),
                        attribute.cardinality(),
                        claim,
                        span,
                        kinds.get(at).polarity(),
                        probability));
    }

    private Optional<Span> value(Words claim, int kind, ModelFeatures features) {
        int end = Math.min(claim.size(), ModelFeatures.WORDS_MAX);
        float[] in = new float[end];
        int best = -1;
        for (int i = 0; i < end; i++) {
            features.word(claim, i, kind);
            in[i] = claim.end(i) ? 0 : inValue.probabilities(features.features(), features.count())[1];
            best = !empty(claim, i) && (best < 0 || in[i] > in[best]) ? i : best;
        }
        if (best < 0 || in[best] < FIRST_MIN) {
            return Optional.empty();
        }
        int from = best;
        int to = best + 1;
        while (from > 0 && in[from - 1] >= IN_VALUE_MIN && to - from < VALUE_WORDS_MAX) {
            from--;
        }
        while (to < end && in[to] >= IN_VALUE_MIN && to - from < VALUE_WORDS_MAX) {
            to++;
        }
        while (from < best && empty(claim, from)) {
            from++;
        }
        while (to > best + 1 && empty(claim, to - 1)) {
            to--;
        }
        return Optional.of(new Span(from, to));
    }

    private static boolean empty(Words claim, int at) {
        return claim.end(at)
                || claim.in(at, Lexicon.DETERMINERS)
                || claim.in(at, Lexicon.PREPOSITIONS)
                || claim.in(at, Lexicon.PRONOUNS)
                || claim.in(at, Lexicon.AUXILIARIES)
                || claim.in(at, Lexicon.CONJUNCTIONS)
                || claim.is(at, "and")
                || claim.is(at, "to")
                || claim.is(at, "of");
    }
}
