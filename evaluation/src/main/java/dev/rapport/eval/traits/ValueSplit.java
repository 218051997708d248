package dev.rapport.eval.traits;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Utterances in two parts that share no pair of attribute and value.
 *
 * <p>A pair's CRC-32, modulo 100, decides its part, so that the split depends on nothing but the pair: more data, another
 * order or another machine move no pair. A model that has only learnt values by heart scores nothing on the second part.
 */
record ValueSplit(List<Utterance> train, List<Utterance> test) {
    /** As in docs/measurements/0012: 15,232 of 22,566 utterances were for training in the figures compared with. */
    static final int TRAIN_PERCENT = 67;

    private static final int HUNDRED = 100;

    ValueSplit {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    static ValueSplit of(List<Utterance> all) {
        return of(all, "");
    }

    /** The split by the checksum of the pair with a word before it, so that a part can be split again. */
    static ValueSplit of(List<Utterance> all, String word) {
        List<Utterance> train = new ArrayList<>();
        List<Utterance> test = new ArrayList<>();
        for (Utterance utterance : all) {
            (isTrain(word + utterance.pair()) ? train : test).add(utterance);
        }
        return new ValueSplit(train, test);
    }

    private static boolean isTrain(String pair) {
        CRC32 crc = new CRC32();
        crc.update(pair.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % HUNDRED < TRAIN_PERCENT;
    }

    /** Pairs that stand on both sides: 0, counted to be sure. */
    int shared() {
        Set<String> common = pairs(train);
        common.retainAll(pairs(test));
        return common.size();
    }

    static Set<String> pairs(List<Utterance> utterances) {
        Set<String> pairs = new HashSet<>();
        utterances.forEach(utterance -> pairs.add(utterance.pair()));
        return pairs;
    }
}
