package dev.rapport.chat.compress;

import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses what is kept of messages that do not fit: the passages that tell most, as they were written, under their category's
 * heading.
 *
 * <p>The choice follows from the messages and the allotment alone. So every instance makes the same digest, to the byte, and it
 * stays the same for as long as the same messages do not fit. Computes only.
 */
public final class Digester {
    /** Assistant's text is longer than the user's and tells less of what the user wants (MEMORY.md 5.1). */
    static final double ASSISTANT_SHARE = 0.2;

    /** Of one category, as long as another one has something to say. */
    static final double CATEGORY_SHARE = 0.25;

    /** Passages that were counted and did not fit, of the user and of the assistant, before no other one is tried. */
    static final int MISSES_MAX = 24;

    /** After so many steps a digest is made anew. */
    private static final int STEPS = 3;

    /** With less than this left no passage fits that says anything. */
    private static final int TOKENS_LEFT_MIN = 8;

    private static final int FIRST_MESSAGE_POINTS = 30; // says what the conversation is about
    private static final int NEWEST_POINTS = 30; // of two that tell as much the newer one holds

    private final TokenCounter counter;
    private final MessageTexts texts;
    private final Map<Category, Integer> headingTokens = new EnumMap<>(Category.class);

    public Digester(TokenCounter counter, MessageTexts texts) {
        this.counter = counter;
        this.texts = texts;
        for (Category category : Category.values()) {
            headingTokens.put(category, counter.count(category.heading() + "\n"));
        }
    }

    /**
     * What is kept of them.
     *
     * @param messages oldest first
     * @param tokensMax of all lines together
     */
    public Digest digest(List<PastMessage> messages, int tokensMax) {
        return new Choice(tokensMax).of(candidates(messages));
    }

    /**
     * What is kept of a conversation that was cut in steps. The first step's digest takes two thirds of the tokens; each of
     * the next two adds one of its own messages, a sixth each; the one after them begins anew with all messages. So two steps of
     * three leave the digest's beginning as it is.
     *
     * @param steps as {@link Cut#steps} has them
     * @param summaryTokens of the tokens, what a summary takes: half from each of the two steps that add, so that the first one's
     *     part is the same with and without
     */
    Digest digest(List<PastMessage> messages, List<Integer> steps, int tokensMax, int summaryTokens) {
        if (steps.isEmpty()) {
            return Digest.NOTHING;
        }
        int first = (steps.size() - 1) / STEPS * STEPS;
        int added = tokensMax / 6;
        Digest digest = digest(messages.subList(0, steps.get(first)), tokensMax - (STEPS - 1) * added);
        for (int step = first + 1; step < steps.size(); step++) {
            int from = steps.get(step - 1);
            digest = digest.then(
                    digest(messages.subList(from, steps.get(step)), added - Math.ceilDiv(summaryTokens, 2)), from);
        }
        return digest;
    }

    private record Candidate(int message, int part, boolean user, Passage passage, int points) {
        private static final int PART_BITS = 10;

        /** Ascends from the best to the worst; of equals the older one is the better. One number is compared sooner than three. */
        long order() {
            return ((long) -points << Integer.SIZE) + ((long) message << PART_BITS) + part;
        }
    }

    private List<Candidate> candidates(List<PastMessage> messages) {
        List<Candidate> candidates = new ArrayList<>();
        Map<Passage, Integer> seen = new HashMap<>();
        for (int message = messages.size() - 1;
                message >= 0;
                message--) { // of what is said twice the newer one, the user's first
            boolean user = messages.get(message).user();
            int place = NEWEST_POINTS * message / messages.size() + (message == 0 ? FIRST_MESSAGE_POINTS : 0);
            List<Passage> passages = texts.of(messages.get(message).text()).passages();
            for (int part = 0; part < passages.size(); part++) {
                Passage passage = passages.get(part);
                Candidate candidate = new Candidate(
                        message, part, user, passage, passage.salience().points() + place);
                Integer known = seen.putIfAbsent(passage, candidates.size());
                if (known == null) {
                    candidates.add(candidate);
                } else if (user && !candidates.get(known).user()) {
                    candidates.set(known, candidate);
                }
            }
        }
        candidates.sort(Comparator.comparingLong(Candidate::order));
        return candidates;
    }

    /** Fills one allotment. One thread's. */
    private final class Choice {
        private final int tokensMax;
        private final int assistantMax;
        private final Map<Category, Integer> ofCategory = new EnumMap<>(Category.class);
        private final List<Candidate> taken = new ArrayList<>();
        private int used;
        private int ofAssistant;
        private int misses;
        private int assistantMisses;

        Choice(int tokensMax) {
            this.tokensMax = tokensMax;
            this.assistantMax = (int) (tokensMax * ASSISTANT_SHARE);
        }

        Digest of(List<Candidate> bestFirst) {
            List<Candidate> later = new ArrayList<>();
            int ofOne = (int) (tokensMax * CATEGORY_SHARE);
            for (Candidate candidate : bestFirst) {
                if (full()) {
                    break;
                }
                if (ofCategory.getOrDefault(category(candidate), 0)
                                + candidate.passage().estimate()
                        > ofOne) {
                    later.add(candidate);
                } else {
                    take(candidate);
                }
            }
            misses = 0;
            assistantMisses = 0;
            for (Candidate candidate : later) {
                if (full()) {
                    break;
                }
                take(candidate);
            }
            return written();
        }

        private boolean full() {
            return tokensMax - used < TOKENS_LEFT_MIN || misses > MISSES_MAX;
        }

        private void take(Candidate candidate) {
            Category category = category(candidate);
            int heading = ofCategory.containsKey(category) ? 0 : headingTokens.getOrDefault(category, 0);
            int left = Math.min(tokensMax - used, candidate.user() ? tokensMax : assistantMax - ofAssistant) - heading;
            boolean hopeless = !candidate.user() && assistantMisses > MISSES_MAX;
            if (hopeless || candidate.passage().estimate() > 2 * left) { // too long by far: not worth the counting
                return;
            }
            int tokens = candidate.passage().tokens(candidate.user(), counter);
            if (tokens > left) {
                misses += candidate.user() ? 1 : 0;
                assistantMisses += candidate.user() ? 0 : 1;
                return;
            }
            taken.add(candidate);
            used += heading + tokens;
            ofCategory.merge(category, tokens, Integer::sum);
            ofAssistant += candidate.user() ? 0 : tokens;
        }

        private Digest written() {
            List<Digest.Said> passages = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (Category category : ofCategory.keySet()) { // in the order of the enum
                lines.add(category.heading());
                taken.stream()
                        .filter(candidate -> category(candidate) == category)
                        .sorted(Comparator.comparingInt(Candidate::message).thenComparingInt(Candidate::part))
                        .forEach(candidate -> {
                            lines.add(candidate.passage().line(candidate.user()));
                            passages.add(new Digest.Said(
                                    candidate.message(),
                                    candidate.user(),
                                    category,
                                    candidate.passage().text()));
                        });
            }
            return new Digest(passages, lines, used);
        }

        private static Category category(Candidate candidate) {
            return candidate.passage().salience().category();
        }
    }
}
