package dev.rapport.loadtest.smoke;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.measure.ClopperPearson;
import java.util.Map;
import java.util.OptionalLong;

/** The report for programs. Latencies are microseconds. Pure. */
final class ReportJson {
    private ReportJson() {}

    static ObjectNode of(SmokeResult result, Verdict verdict) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("verdict", verdict.word().name());
        verdict.reasons().forEach(json.putArray("reasons")::add);
        json.put("run", result.settings().run()).put("interrupted", result.interrupted());
        addWhat(json, result);
        addCounts(json, result);
        addLatencies(json, result);
        addFailures(json, result);
        addChecks(json, result);
        return json;
    }

    private static void addWhat(ObjectNode json, SmokeResult result) {
        SmokeSettings settings = result.settings();
        json.put("target", settings.target().toString());
        json.putObject("provider")
                .put("name", result.provider().name())
                .put("address", settings.simulator().toString())
                .put("description", result.provider().description())
                .set("parameters", result.provider().parameters());
        json.putObject("load")
                .put("model", "closed")
                .put("users", settings.users())
                .put("duration_ms", settings.duration().toMillis())
                .put("elapsed_ms", result.elapsed().toMillis())
                .put("warm_up_ms", settings.warmUp().toMillis())
                .put("think_min_ms", settings.thinkMin().toMillis())
                .put("think_max_ms", settings.thinkMax().toMillis())
                .put("seed", settings.seed());
    }

    private static void addCounts(ObjectNode json, SmokeResult result) {
        json.putObject("http_requests")
                .put("total", result.sent().total())
                .put("sessions", result.sent().sessions())
                .put("chats", result.sent().chats())
                .put("ends", result.sent().ends());
        Tally.ChatCounts chats = result.talk().chats();
        json.putObject("chats")
                .put("started", chats.started())
                .put("ok", chats.ok())
                .put("failed", chats.failed())
                .put("unfinished", chats.unfinished())
                .put("in_flight_peak", result.talk().inFlightPeak())
                .put("queued_events", result.talk().queued())
                .put("replaced_events", result.talk().replaced())
                .put(
                        "success_lower_bound",
                        ClopperPearson.lowerBound(chats.ok(), chats.started(), ReportText.CONFIDENCE))
                .put("confidence", ReportText.CONFIDENCE);
    }

    private static void addLatencies(ObjectNode json, SmokeResult result) {
        ObjectNode latencies = json.putObject("latency_us");
        latencies.set("ttfh", result.timings().ttfh().toJson());
        latencies.set("ttft", result.timings().ttft().toJson());
        latencies.set("e2e", result.timings().e2e().toJson());
        ArrayNode infinite = latencies.putArray("e2e_p50_p95_p99_failures_infinite");
        for (OptionalLong micros : result.timings().e2eWithFailures()) {
            if (micros.isPresent()) {
                infinite.add(micros.getAsLong());
            } else {
                infinite.addNull();
            }
        }
        result.upstream()
                .ifPresent(upstream ->
                        latencies.set("overhead", upstream.overhead().toJson()));
        latencies.set("dispatch_delay", result.timings().dispatch().toJson());
    }

    private static void addFailures(ObjectNode json, SmokeResult result) {
        addCounts(json.putObject("failures"), result.talk().failures());
        addCounts(json.putObject("session_failures"), result.sessionFailures());
        ObjectNode examples = json.putObject("failure_examples");
        result.examples().forEach((failure, example) -> examples.put(failure.word(), example));
        Integrity integrity = result.talk().integrity();
        json.putObject("integrity")
                .put("missing", integrity.missing())
                .put("duplicate", integrity.duplicate())
                .put("reordered", integrity.reordered())
                .put("foreign", integrity.foreign())
                .put("after_done", integrity.afterDone())
                .put("malformed", integrity.malformed())
                .put("altered", integrity.altered());
    }

    private static void addCounts(ObjectNode json, Map<FailureClass, Long> failures) {
        failures.forEach((failure, count) -> json.put(failure.word(), count));
    }

    private static void addChecks(ObjectNode json, SmokeResult result) {
        result.upstream()
                .ifPresent(upstream -> json.putObject("upstream")
                        .put("posts", upstream.posts())
                        .put(
                                "posts_less_chats_sent",
                                upstream.posts() - result.sent().chats())
                        .put("not_ok", upstream.notOk())
                        .put("answers_without_record", upstream.withoutRecord())
                        .put("answers_with_several_records", upstream.severalRecords())
                        .put("ambiguous_references", upstream.ambiguous())
                        .put("faster_than_provider", upstream.negative()));
        json.put("loops_blocked", result.loopsBlocked().orElse(null));
        json.putObject("little")
                .put("in_flight_mean", result.little().inFlightMean())
                .put("arrivals_times_mean", result.little().arrivalsTimesMean())
                .put("residual", result.little().residual());
    }
}
