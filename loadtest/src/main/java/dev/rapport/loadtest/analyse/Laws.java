package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.metrics.LittleCheck;
import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.List;

/** Laws that the figures of any report must satisfy (LOADTEST 3.3), each with whether these do. */
final class Laws {
    private Laws() {}

    static List<String> of(Measurements measurements) {
        RunData run = measurements.run();
        List<String> laws = new ArrayList<>();
        LittleCheck.of(run)
                .ifPresent(little -> laws.add(law(
                        little.residual() <= Little.RESIDUAL_MAX,
                        "Little: " + Texts.number(little.inFlightMean()) + " in flight, arrivals times mean "
                                + Texts.number(little.arrivalsTimesMean()))));
        List<Sample> all = run.samples(Scope.ALL);
        long ok = all.stream().filter(Sample::ok).count();
        long failed = all.stream().filter(Sample::failed).count();
        long cancelled = all.stream()
                .filter(each -> each.outcome().equals(Sample.CANCELLED))
                .count();
        laws.add(law(
                ok + failed + cancelled == all.size(),
                "sums: " + Texts.count(ok) + " ok, " + Texts.count(failed) + " failed and " + Texts.count(cancelled)
                        + " left of " + Texts.count(all.size())));
        measurements
                .find("chat.tokens.difference")
                .ifPresent(difference -> laws.add(law(
                        difference.value() == 0,
                        "tokens: client and provider differ by " + Texts.number(difference.value()) + " in "
                                + Texts.count(difference.n()) + " answers")));
        double seconds = run.workSeconds(Scope.CHATS);
        if (seconds > 0) {
            double offered = run.samples(Scope.CHATS).size() / seconds;
            double achieved = measurements.value("chat.throughput");
            double good = measurements.value("chat.goodput");
            laws.add(law(
                    good <= achieved && achieved <= offered,
                    "order: good " + Texts.number(good) + " <= achieved " + Texts.number(achieved) + " <= offered "
                            + Texts.number(offered) + " chats/s"));
        }
        return List.copyOf(laws);
    }

    private static String law(boolean kept, String what) {
        return (kept ? "kept: " : "broken: ") + what;
    }
}
