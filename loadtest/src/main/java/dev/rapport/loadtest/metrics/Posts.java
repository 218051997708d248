package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The provider's POSTs held against the chats that were sent, chat by chat, so that one too many here and one too few there
 * do not make up for each other. A chat may be tried again after an attempt that the provider failed or that the service gave
 * up, and never after one that was served.
 *
 * @param servedAgain successful records beyond the first of a chat
 * @param neverSent records of chats that this harness did not send
 * @param unserved answers that the client had, and the provider did not give
 * @param unrecorded POSTs that the provider counted and kept no record of, beyond those that chats without an answer may have
 *     under way; or records of POSTs that it did not count
 * @param retries further attempts after one that did not succeed: allowed
 * @param example a chat that is not as it should be; empty if there is none
 */
record Posts(long servedAgain, long neverSent, long unserved, long unrecorded, long retries, String example) {
    static Posts of(RunData run, long posts, long dropped) {
        Map<String, Sample> sent = new HashMap<>();
        long without = 0;
        for (Sample sample : run.samples()) {
            if (sample.operation() == Sample.Operation.CHAT && sample.times().sent() >= 0) {
                sent.put(sample.nonce(), sample);
                without += !sample.ok() && run.attemptsOf(sample).isEmpty() ? 1 : 0;
            }
        }
        long servedAgain = 0;
        long unserved = 0;
        long retries = 0;
        Set<String> wrong = new TreeSet<>();
        for (Sample chat : sent.values()) {
            List<ProviderRecord> attempts = run.attemptsOf(chat);
            long served = attempts.stream().filter(ProviderRecord::served).count();
            servedAgain += Math.max(0, served - 1);
            retries += Math.max(0, attempts.size() - Math.max(1, served));
            boolean lacks = chat.ok() && attempts.stream().noneMatch(each -> gave(each, chat));
            unserved += lacks ? 1 : 0;
            if (served > 1 || lacks) {
                wrong.add(chat.nonce() + ": " + served + " served of " + attempts.size());
            }
        }
        List<String> strangers = new ArrayList<>();
        for (ProviderRecord record : run.provider()) {
            /* One that was refused before it was read says of no chat that it was sent. */
            if (!record.nonce().isEmpty() && !sent.containsKey(record.nonce())) {
                strangers.add(record.nonce() + ": never sent");
            }
        }
        long unaccounted = posts - dropped - run.provider().size();
        long unrecorded = unaccounted >= 0 ? Math.max(0, unaccounted - without) : -unaccounted;
        Optional<String> example =
                wrong.stream().findFirst().or(() -> strangers.stream().findFirst());
        return new Posts(servedAgain, strangers.size(), unserved, unrecorded, retries, example.orElse(""));
    }

    /** It was served; or all of its tokens were sent, and only then something went wrong. */
    private static boolean gave(ProviderRecord record, Sample chat) {
        return record.served() || record.tokens() >= Math.max(1, chat.answer().tokensPlanned());
    }

    long unexplained() {
        return servedAgain + neverSent + unserved + unrecorded;
    }

    String statement(long posts, long sent) {
        String all = Texts.count(posts) + " POSTs for " + Texts.count(sent) + " chats sent, " + Texts.count(retries)
                + " of them after an attempt that did not succeed";
        if (unexplained() == 0) {
            return all;
        }
        return all + "; " + Texts.count(servedAgain) + " served once more, " + Texts.count(neverSent)
                + " of chats never sent, " + Texts.count(unserved) + " answers that the provider did not give, "
                + Texts.count(unrecorded) + " POSTs and records that do not match"
                + (example.isEmpty() ? "" : ", such as " + example);
    }
}
