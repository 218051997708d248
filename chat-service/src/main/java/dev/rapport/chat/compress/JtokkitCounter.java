package dev.rapport.chat.compress;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts in o200k_base, the encoding of OpenAI's current models. Others' differ by some per cent; the budget is ours, so
 * that does no harm.
 *
 * <p>Byte-pair merging takes quadratic time in the length of one unbroken run (20,000 times the letter a: 42 ms), and
 * this runs on event loops. So a run of more than {@value #RUN_LENGTH_MAX} characters is counted in parts, which can
 * only give more tokens than the model will see, never fewer.
 */
public final class JtokkitCounter implements TokenCounter {
    /** Longer than any word; a run of this length costs some 10 us. */
    static final int RUN_LENGTH_MAX = 128;

    private final Encoding encoding;

    private JtokkitCounter(Encoding encoding) {
        this.encoding = encoding;
    }

    /** Loads the tables: about 0.3 s and 30 MB, so once for the process. */
    public static JtokkitCounter load() {
        return new JtokkitCounter(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }

    @Override
    public int count(String text) {
        int tokens = 0;
        int start = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = Character.isWhitespace(text.charAt(i)) ? 0 : run + 1;
            if (run >= RUN_LENGTH_MAX && !Character.isHighSurrogate(text.charAt(i))) {
                tokens += encoding.countTokensOrdinary(text.substring(start, i + 1));
                start = i + 1;
                run = 0;
            }
        }
        return tokens + encoding.countTokensOrdinary(start == 0 ? text : text.substring(start));
    }
}
