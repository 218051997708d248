package dev.rapport.chat.compress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message's text, found out when it is first asked for. Safe for all threads: two that find it out at one
 * time find the same.
 */
final class MessageText {
    /** A message no longer than this is one passage; of a longer one each sentence (measured: 240 and 160 keep less). */
    static final int SHORT_LENGTH_MAX = 120;

    private final String text;
    private final int estimate;
    private volatile int tokens;
    private volatile @Nullable List<Passage> passages;

    MessageText(String text) {
        this.text = text;
        this.estimate = Estimate.tokens(text);
    }

    /** About how many tokens it has; always the same number. */
    int estimate() {
        return estimate;
    }

    /** Exact count, with a line end. */
    int tokens(TokenCounter counter) {
        int known = tokens;
        if (known == 0) {
            known = counter.count(text + "\n");
            tokens = known;
        }
        return known;
    }

    List<Passage> passages() {
        List<Passage> known = passages;
        if (known == null) {
            known = split();
            passages = known;
        }
        return known;
    }

    private List<Passage> split() {
        List<PassageSplitter.Part> parts = PassageSplitter.split(text);
        boolean code = parts.stream().anyMatch(PassageSplitter.Part::code);
        if (!code && !parts.isEmpty() && text.length() <= SHORT_LENGTH_MAX) {
            return List.of(Passage.sentence(text.strip()));
        }
        return parts.stream()
                .map(part -> {
                    String its = text.substring(part.start(), part.end());
                    return part.code() ? Passage.code(its) : Passage.sentence(its);
                })
                .toList();
    }
}
