package dev.rapport.memory.index;

import dev.rapport.memory.RecallQuery;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The slots worth ranking for one question: nearest in meaning, with most of its words, or told in a time that it names. */
final class Candidates {
    /** Taken from each of the three: enough that what one ranks low and the other high is among them. */
    static final int CANDIDATES_MAX = 200;

    /** Two texts of one wording that are less alike have one number by chance. A guess. */
    private static final float SAME_COSINE_MIN = 0.95f;

    private final int[] slots;
    private final float[] cosines;
    private final float[] lexicals;
    private final float[] scores;
    private final Shelf shelf;

    private Candidates(int[] slots, float[] cosines, float[] lexicals, Shelf shelf, List<Period> asked) {
        this.shelf = shelf;
        this.slots = slots;
        this.cosines = cosines;
        this.lexicals = lexicals;
        this.scores = Fusion.fuse(cosines, lexicals);
        Fusion.lift(scores, place -> isOfOne(asked, shelf.toldAt(slots[place])));
        Fusion.smooth(scores, slots, shelf.sessions());
    }

    static Candidates of(RecallQuery query, Shelf shelf, int count, BitSet removed) {
        float[] meaning = query.meaning().toArray();
        int wanted = Math.max(CANDIDATES_MAX, query.effort().topK());
        TopSlots nearest = new TopSlots(Math.min(wanted, Math.max(count, 1)));
        if (count > 0) {
            shelf.vectors().search(meaning, count, removed, nearest);
        }
        List<Period> asked = TimeExpressions.of(query.text(), query.askedAt());
        float[] lexical = shelf.words().scores(query.text(), count, removed);
        TopSlots worded = new TopSlots(CANDIDATES_MAX);
        for (int slot = 0; slot < lexical.length; slot++) {
            if (lexical[slot] > 0 && !removed.get(slot)) { // the words of its neighbours may score it
                worded.offer(slot, lexical[slot]);
            }
        }
        TopSlots timed = new TopSlots(CANDIDATES_MAX);
        for (int slot = 0; !asked.isEmpty() && slot < count; slot++) {
            if (!removed.get(slot) && isOfOne(asked, shelf.toldAt(slot))) {
                timed.offer(slot, shelf.vectors().cosine(meaning, slot));
            }
        }
        int[] slots = Stream.of(nearest, worded, timed)
                .flatMapToInt(TopSlots::slots)
                .sorted()
                .distinct()
                .toArray();
        float[] cosines = new float[slots.length];
        float[] lexicals = new float[slots.length];
        for (int i = 0; i < slots.length; i++) {
            cosines[i] = shelf.vectors().cosine(meaning, slots[i]);
            lexicals[i] = lexical.length == 0 ? 0 : lexical[slots[i]];
        }
        return new Candidates(slots, cosines, lexicals, shelf, asked);
    }

    private static boolean isOfOne(List<Period> asked, Instant toldAt) {
        return asked.stream().anyMatch(period -> period.mayBeTold(toldAt));
    }

    /**
     * The places of the candidates, best score first; of equals, what was told later. What says the same as a better one, in
     * nearly the same words, is left out.
     */
    int[] bestFirst() {
        TopSlots best = new TopSlots(Math.max(slots.length, 1));
        for (int place = 0; place < slots.length; place++) {
            best.offer(place, scores[place]); // slots ascend, so a later place is a later slot
        }
        Map<Long, Integer> placeOfWording = new HashMap<>();
        return IntStream.of(best.bestFirst())
                .filter(place -> {
                    Integer better = placeOfWording.putIfAbsent(shelf.wordings().of(slots[place]), place);
                    return better == null || !isNear(better, place);
                })
                .toArray();
    }

    private boolean isNear(int one, int other) {
        return shelf.vectors().cosine(slots[one], slots[other]) >= SAME_COSINE_MIN;
    }

    int slot(int place) {
        return slots[place];
    }

    float cosine(int place) {
        return cosines[place];
    }

    float lexical(int place) {
        return lexicals[place];
    }

    float score(int place) {
        return scores[place];
    }
}
