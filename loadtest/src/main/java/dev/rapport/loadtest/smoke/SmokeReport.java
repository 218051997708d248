package dev.rapport.loadtest.smoke;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A run's result and its verdict, for people and for programs. */
public final class SmokeReport {
    private final SmokeResult result;
    private final Verdict verdict;

    SmokeReport(SmokeResult result) {
        this.result = result;
        this.verdict = Verdict.of(result);
    }

    SmokeResult result() {
        return result;
    }

    Verdict verdict() {
        return verdict;
    }

    /** 0 passed, 1 failed, 3 invalid. */
    public int exitCode() {
        return verdict.word().exitCode();
    }

    /** One screen of text. */
    public String toText() {
        return ReportText.of(result, verdict);
    }

    /** The same as JSON; latencies in microseconds. */
    public ObjectNode toJson() {
        return ReportJson.of(result, verdict);
    }
}
