package dev.rapport.memory.index;

import dev.rapport.memory.RecallQuery;
import java.util.BitSet;
import java.util.stream.IntStream;

/** The slots worth ranking for one question: those nearest in meaning and those that hold most of its words. */
final class Candidates {
    /** Taken from each of the two: enough that what one ranks low and the other high is among them. */
    static final int CANDIDATES_MAX = 200;

    private final int[] slots;
    private final float[] cosines;
    private final float[] lexicals;
    private final float[] scores;

    private Candidates(int[] slots, float[] cosines, float[] lexicals, Sessions sessions) {
        this.slots = slots;
        this.cosines = cosines;
        this.lexicals = lexicals;
        this.scores = Fusion.fuse(cosines, lexicals);
        Fusion.smooth(scores, slots, sessions);
    }

    static Candidates of(RecallQuery query, Shelf shelf, int count, BitSet removed) {
        float[] meaning = query.meaning().toArray();
        int wanted = Math.max(CANDIDATES_MAX, query.effort().topK());
        TopSlots nearest = new TopSlots(Math.min(wanted, Math.max(count, 1)));
        if (count > 0) {
            shelf.vectors().search(meaning, count, removed, nearest);
        }
        float[] lexical = shelf.words().scores(query.text(), count, removed);
        TopSlots worded = new TopSlots(CANDIDATES_MAX);
        for (int slot = 0; slot < lexical.length; slot++) {
            if (lexical[slot] > 0 && !removed.get(slot)) { // the words of its neighbours may score it
                worded.offer(slot, lexical[slot]);
            }
        }
        int[] slots = IntStream.concat(nearest.slots(), worded.slots())
                .sorted()
                .distinct()
                .toArray();
        float[] cosines = new float[slots.length];
        float[] lexicals = new float[slots.length];
        for (int i = 0; i < slots.length; i++) {
            cosines[i] = shelf.vectors().cosine(meaning, slots[i]);
            lexicals[i] = lexical.length == 0 ? 0 : lexical[slots[i]];
        }
        return new Candidates(slots, cosines, lexicals, shelf.sessions());
    }

    /** The places of the candidates, best score first; of equals, what was told later. */
    int[] bestFirst() {
        TopSlots best = new TopSlots(Math.max(slots.length, 1));
        for (int place = 0; place < slots.length; place++) {
            best.offer(place, scores[place]); // slots ascend, so a later place is a later slot
        }
        return best.bestFirst();
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
