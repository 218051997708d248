package dev.rapport.loadtest.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.profile.Profile.Published;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.StageRow.Stage;
import dev.rapport.loadtest.report.Report.Word;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {
    private static SyntheticRun steady() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < 600; i++) {
            run.chat("steady", i / 10.0, 100);
        }
        run.published.add(new Published("e2e", 50, 120));
        return run.calmHarness(1).max("chat.e2e.p99", 330, "ms", 0.95);
    }

    private static Report report(SyntheticRun run) {
        return Analysis.of(run.info(), run.samples, run.gauges, run.provider, run.profile());
    }

    @Test
    void folder_isReadAndJudged(@TempDir Path path) throws IOException {
        SyntheticRun run = steady();
        RunFolder folder = new RunFolder(path);
        write(folder, RunFolder.SAMPLES, run.samples);
        write(folder, RunFolder.GAUGES, run.gauges);
        write(folder, RunFolder.PROVIDER, run.provider);
        folder.writeInfo(run.info());
        Report read = Analysis.of(folder, (yaml, tier) -> run.profile());
        assertThat(read.judgements()).extracting(Report.Judgement::word).containsExactly(Word.PASS);
        assertThat(Json.MAPPER.writeValueAsString(read)).isEqualTo(Json.MAPPER.writeValueAsString(report(run)));
    }

    private static <T> void write(RunFolder folder, String name, List<T> items) throws IOException {
        try (RunFolder.LineFile<T> file = folder.create(name)) {
            for (T item : items) {
                file.add(item);
            }
        }
    }

    @Test
    void successOfTheTable_whereFailuresCluster_isTheBoundOfTheClaim() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 1_000).min("chat.success", 0.98, "%", 0.95);
        for (int i = 0; i < 1_000; i++) {
            run.chat("steady", i + 0.5, 10, i >= 500 && i < 510 ? "timeout" : Sample.OK);
        }
        Report report = report(run.calmHarness(1));
        Double claimed = report.judgements().getFirst().claims().getFirst().low();
        assertThat(report.operations().getFirst().successLow())
                .isEqualTo(claimed)
                .isLessThan(0.98);
    }

    @Test
    void rows_ofKnownRun() {
        Report report = report(steady());
        Report.OperationRow chat = report.operations().getFirst();
        assertThat(chat.ok()).isEqualTo(600);
        assertThat(chat.latencies().getFirst().p50()).isEqualTo(100.0);
        assertThat(report.phases().getFirst().inFlight()).isCloseTo(1, within(0.01));
        assertThat(report.laws()).hasSize(4).allMatch(law -> law.startsWith("kept"));
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void waterfall_addsUpToE2e() {
        Report.StageRow row = report(steady()).waterfall().getFirst();
        assertThat(row.e2eMillis()).isCloseTo(100, within(1e-6));
        assertThat(row.stages().stream().mapToDouble(Stage::millis).sum()).isCloseTo(100, within(1e-6));
        assertThat(row.stages())
                .extracting(Stage::stage)
                .containsExactly(
                        "authenticate",
                        "extract",
                        "recall",
                        "compress",
                        "prompt",
                        "provider",
                        "stream and other",
                        "rest");
        assertThat(row.stages().get(5).millis()).isCloseTo(80, within(1e-6));
        assertThat(row.stages().get(7).millis()).isCloseTo(10, within(1e-6));
    }

    @Test
    void charts_ofKnownRun() {
        SyntheticRun run = steady().chat("steady", 30, 50, "timeout");
        run.requestsPerMinute = 600;
        for (int i = 0; i < 60; i++) {
            run.gauge("chat-1", Gauge.RSS, i, 1e8);
        }
        Report.Charts charts = report(run).charts();
        assertThat(charts.percentiles())
                .extracting(Report.Curve::name)
                .containsExactly("e2e", "ttft", "ttfh", "e2e, published");
        assertThat(charts.timeline().offered()).hasSize(60);
        assertThat(charts.timeline().offered().getFirst()).isCloseTo(10, within(1e-9));
        assertThat(charts.timeline().littleResidual().get(10)).isCloseTo(0, within(0.01));
        assertThat(charts.gaps().stream().mapToLong(Report.Bar::count).sum()).isEqualTo(5_400);
        assertThat(charts.worstStreams()).hasSize(20);
        assertThat(charts.worstStreams().getFirst().tokensAtMillis()).hasSize(10);
        assertThat(charts.failures().getFirst().counts().get(30)).isEqualTo(1);
        assertThat(charts.resources())
                .anyMatch(series ->
                        series.resource().equals("rss") && series.fit().size() == 2);
        Report.HeatMap heat = charts.heatMap();
        assertThat(heat).isNotNull();
        assertThat(heat.counts().stream()
                        .flatMap(List::stream)
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(600);
        Report.Staircase staircase = charts.staircase();
        assertThat(staircase).isNotNull();
        assertThat(staircase.served().getLast().y()).isEqualTo(601);
    }

    @Test
    void percentileCurve_stopsWhereFailuresBegin() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10);
        for (int i = 0; i < 100; i++) {
            run.chat("steady", i / 10.0, 10, i % 10 == 0 ? "timeout" : Sample.OK);
        }
        Report.Curve e2e = report(run).charts().percentiles().getFirst();
        assertThat(e2e.percentiles().getLast()).isLessThanOrEqualTo(90.0).isGreaterThan(85);
    }

    @Test
    void emptyRun_isInvalidAndStillAReport() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10).max("chat.e2e.p99", 330, "ms", 0.95);
        Report report = report(run);
        assertThat(report.judgements().getFirst().word()).isEqualTo(Word.INVALID);
        assertThat(report.charts().heatMap()).isNull();
    }

    @Test
    void duplicateRecords_lastOneCounts() {
        SyntheticRun run = steady();
        ProviderRecord first = run.provider.getFirst();
        run.provider.add(new ProviderRecord(first.nonce(), "m", true, 200, first.arrivedAtMs(), 1, 90, 10, "ok"));
        assertThat(run.measurements().value("chat.provider.max")).isEqualTo(90);
    }
}
