package dev.rapport.loadtest.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's looks. Free of {@code <}, {@code >} and {@code &}, as those would be read differently by XML and HTML.
 *
 * <p>Colours keep a contrast of 4.5 with their ground (WCAG 2.2, 1.4.3), in light and dark.
 */
final class Style {
    private static final String LIGHT = """
            color-scheme: light;
            --ground: #f6f7f8; --panel: #ffffff; --ink: #1b2126; --muted: #56616b; --rule: #c3cad1; --grid: #e7eaed;
            --stripe: #f3f5f7; --accent: #1f5fa8;
            --s0: #1f5fa8; --s1: #b3500c; --s2: #14776b; --s3: #6b7480; --s4: #7a4aa0; --s5: #806000;
            --pass: #18703a; --fail: #b3261e; --inconclusive: #855b00; --invalid: #6a3d9a;
            --pass-ground: #e6f4ea; --fail-ground: #fce8e6; --inconclusive-ground: #fdf3d8; --invalid-ground: #f1e8f9;
            --h0: #d9e7f5; --h1: #b9d4ec; --h2: #8fbce0; --h3: #5f9fd0; --h4: #3b7fba; --h5: #1f5c99; --h6: #0b3766;
            """;

    private static final String DARK = """
            color-scheme: dark;
            --ground: #121518; --panel: #1a1e22; --ink: #e3e7ea; --muted: #a0abb5; --rule: #4a535c; --grid: #2a3036;
            --stripe: #20252a; --accent: #74b0f2;
            --s0: #74b0f2; --s1: #f09a58; --s2: #4cc4b0; --s3: #a3aeb9; --s4: #bd9aeb; --s5: #d8b93f;
            --pass: #5bd083; --fail: #ff8a80; --inconclusive: #e8bb4a; --invalid: #c9a3f0;
            --pass-ground: #173323; --fail-ground: #43201e; --inconclusive-ground: #3a2f12; --invalid-ground: #32243f;
            --h0: #1d3146; --h1: #234668; --h2: #2b5f90; --h3: #3d7fb8; --h4: #64a2d6; --h5: #9cc8ec; --h6: #def0ff;
            """;

    private static final String PAGE = """
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI',
              Roboto, 'Liberation Sans', Arial, sans-serif; overflow-wrap: anywhere; }
            header, main, footer { max-width: 1060px; margin: 0 auto; padding: 0 20px; }
            header { padding-top: 28px; }
            h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
            h2 { font-size: 19px; margin: 36px 0 10px; padding-bottom: 6px; border-bottom: 1px solid var(--rule); }
            h3 { font-size: 15px; margin: 0; }
            p { margin: 0 0 8px; max-width: 76ch; }
            .lead { font-size: 17px; } .meta { max-width: none; color: var(--muted); font-size: 14px; } .muted, figcaption p, footer { color: var(--muted); font-size: 14px; }
            blockquote { margin: 10px 0; padding: 2px 14px; border-left: 3px solid var(--rule); color: var(--muted); }
            .answer { font-size: 17px; font-weight: 600; max-width: none; margin: 16px 0 12px; }
            .figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 0; }
            .figures div { flex: 1 1 150px; border-left: 3px solid var(--rule); padding-left: 11px; }
            .figures .figure { font-size: 18px; font-weight: 650; } .figures dd { color: var(--muted); font-size: 12.5px; line-height: 1.35; }
            .figures dd.figure { color: var(--ink); line-height: 1.5; white-space: nowrap; }
            .why, .notes { margin: 14px 0; padding: 9px 16px; border: 1px solid var(--rule); border-left-width: 5px; font-size: 14px; }
            .why { border-color: var(--invalid); background: var(--invalid-ground); }
            .why p { font-weight: 650; margin: 0 0 4px; } .why ul { columns: 2 380px; column-gap: 28px; }
            .why li { break-inside: avoid; } .why .muted { font-size: inherit; }
            .notes.urgent { border-color: var(--inconclusive); background: var(--inconclusive-ground); }
            .why ul, .notes ul, .plain { margin: 0; padding-left: 18px; }
            nav { margin: 18px 0 0; font-size: 14px; } nav a { margin-right: 14px; white-space: nowrap; }
            a { color: var(--accent); }
            .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 14px; margin: 16px 0; }
            .card { background: var(--panel); border: 1px solid var(--rule); border-top: 5px solid; padding: 12px 16px; }
            .card.pass { border-top-color: var(--pass); } .card.fail { border-top-color: var(--fail); }
            .card.inconclusive { border-top-color: var(--inconclusive); }
            .card.invalid { border-top-color: var(--invalid); }
            .card p { margin: 4px 0 0; font-size: 13.5px; color: var(--muted); }
            .card .judge { font-size: 13px; color: var(--muted); text-transform: uppercase; letter-spacing: 0.06em; margin: 0; }
            .card .badge { font-size: 19px; padding: 2px 10px; margin-top: 5px; }
            .card .alone .badge { font-size: 13px; padding: 0 7px; margin: 0; }
            .badge { display: inline-block; padding: 0 7px; border-radius: 3px; font-weight: 650; font-size: 12.5px;
              white-space: nowrap; }
            .badge.pass { color: var(--pass); background: var(--pass-ground); }
            .badge.fail { color: var(--fail); background: var(--fail-ground); }
            .badge.inconclusive { color: var(--inconclusive); background: var(--inconclusive-ground); }
            .badge.invalid { color: var(--invalid); background: var(--invalid-ground); }
            .scroll { overflow-x: auto; }
            .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
            """;

    private static final String TABLES = """
            table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums;
              background: var(--panel); margin: 0 0 18px; overflow-wrap: normal; }
            caption { text-align: left; font-weight: 650; padding: 8px 0 6px; background: var(--ground); }
            th, td { text-align: left; padding: 5px 9px; border-bottom: 1px solid var(--grid); vertical-align: top; }
            thead th { color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--rule); white-space: nowrap;
              vertical-align: bottom; }
            tbody th { font-weight: 500; } th.n, td.n { text-align: right; white-space: nowrap; }
            tr.before th, tr.before td { border-bottom: 0; padding-bottom: 0; }
            tr.note td { color: var(--muted); font-size: 13px; padding-top: 0; }
            #claims table { table-layout: fixed; min-width: 880px; }
            #claims thead th:nth-child(1) { width: 22%; } #claims thead th:nth-child(2) { width: 16%; }
            #claims thead th:nth-child(3) { width: 13%; } #claims thead th:nth-child(4) { width: 12%; }
            #claims thead th:nth-child(5) { width: 17%; } #claims thead th:nth-child(6) { width: 11%; }
            #claims thead th:nth-child(7) { width: 9%; } #claims th { overflow-wrap: anywhere; }
            #gates th:first-child { width: 30%; } #gates td:nth-child(2) { white-space: nowrap; }
            #phases td, #phases tbody th { white-space: nowrap; padding-left: 7px; padding-right: 7px; }
            pre { overflow-x: auto; background: var(--panel); border: 1px solid var(--grid); padding: 12px; font-size: 12.5px;
              line-height: 1.4; }
            dl { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 4px 18px; font-size: 13.5px; margin: 0 0 14px; }
            dt { color: var(--muted); } dd { margin: 0; font-variant-numeric: tabular-nums; }
            figure { margin: 18px 0 26px; padding: 14px 16px 10px; background: var(--panel); border: 1px solid var(--grid); }
            figcaption { margin-bottom: 8px; }
            figcaption p { margin: 2px 0 0; }
            details { margin-top: 6px; font-size: 13.5px; }
            figure details .scroll { max-height: 420px; overflow-y: auto; }
            summary { cursor: pointer; color: var(--muted); padding: 3px 0; }
            figure caption { background: var(--panel); }
            .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(228px, 1fr)); gap: 6px 16px; }
            .multiples h4, .multiples .flat { grid-column: 1 / -1; margin: 10px 0 0; max-width: none; } h4 { font-size: 14px; }
            .flat { font-size: 13px; color: var(--muted); }
            """;

    private static final String DRAWINGS = """
            svg { display: block; width: 100%; height: auto; overflow: visible; }
            svg text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
            svg .tick, svg .axis { fill: var(--muted); font-size: 11.5px; }
            svg .head { font-weight: 650; font-size: 13px; } svg .phase-name { fill: var(--muted); font-size: 11px; }
            svg .start { text-anchor: start; } svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
            svg .inside { fill: var(--panel); }
            path { fill: none; stroke-linejoin: round; stroke-linecap: round; }
            .grid { stroke: var(--grid); stroke-width: 1; } .rule { stroke: var(--rule); stroke-width: 1; }
            .phase { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 4; }
            .line { stroke-width: 1.8; } .ideal { stroke: var(--muted); stroke-dasharray: 7 5; stroke-width: 1.4; }
            .fit { stroke-dasharray: 6 4; stroke-width: 2; }
            .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); }
            .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
            .d1 { stroke-dasharray: 8 4; } .d2 { stroke-dasharray: 2 4; } .d3 { stroke-width: 1.1; }
            .d4 { stroke-dasharray: 9 3 2 3; } .d5 { stroke-dasharray: 4 4; }
            .f0 { fill: var(--s0); } .f1 { fill: var(--s1); } .f2 { fill: var(--s2); } .f3 { fill: var(--s3); }
            .f4 { fill: var(--s4); stroke: var(--s4); } .f5 { fill: var(--s5); }
            .mark { stroke: var(--panel); stroke-width: 1; } .mark.f4 { stroke: var(--s4); stroke-width: 2; }
            .published { fill: var(--panel); stroke: var(--s4); stroke-width: 2; }
            .band { stroke: none; opacity: 0.2; } .bar { fill: var(--s0); } .bar.rest { fill: var(--s3); }
            .failed { fill: var(--fail); } .allowed { fill: var(--pass-ground); } .stripe { fill: var(--stripe); }
            .never { fill: none; stroke: var(--fail); stroke-dasharray: 4 4; }
            .limit { stroke: var(--ink); stroke-width: 2.2; } .wait { stroke: var(--rule); stroke-width: 1; }
            .hollow { fill: var(--panel); stroke: var(--s0); stroke-width: 1.5; } .zero { stroke: var(--ink); stroke-width: 1.2; }
            .token { stroke: var(--s0); stroke-width: 1.4; }
            .mark.lane0 { stroke: var(--fail); stroke-width: 1.6; } .mark.lane1 { stroke: var(--s3); stroke-width: 1.2; }
            .mark.lane2 { fill: var(--s1); } .mark.lane3 { fill: var(--s4); } .mark.lane4 { fill: var(--s5); }
            .cell, rect { shape-rendering: crispEdges; }
            .h0 { fill: var(--h0); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); }
            .h4 { fill: var(--h4); } .h5 { fill: var(--h5); } .h6 { fill: var(--h6); }
            """;

    /** A drawing's letters stay readable on a phone: it keeps its size and is moved sideways. */
    private static final String PHONE = """
            header, main, footer { padding-left: 12px; padding-right: 12px; }
            h1 { font-size: 23px; } h2 { margin-top: 34px; }
            figure { padding: 10px 8px 6px; margin-left: -4px; margin-right: -4px; }
            .scroll svg { width: 760px; }
            .scroll table { min-width: 560px; }
            caption span, .note div { display: block; position: sticky; left: 9px; width: fit-content; max-width: calc(100vw - 52px); }
            caption span { left: 0; }
            dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 7px; }
            """;

    private static final String PRINT = """
            @page { margin: 14mm 12mm; }
            body { font-size: 9.5pt; background: none; }
            h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 18pt; } h3 { font-size: 10.5pt; } .lead { font-size: 11pt; }
            .meta, .muted, figcaption p, footer, .card p, dl, tr.note td { font-size: 8.5pt; } .badge { font-size: 8pt; }
            .cards { grid-template-columns: repeat(auto-fit, minmax(110pt, 1fr)); gap: 8pt; }
            .answer { font-size: 11pt; } .figures { gap: 6pt; } .figures div { flex-basis: 85pt; padding-left: 6pt; } .figures .figure { font-size: 10.5pt; }
            .figures dd { font-size: 8pt; } .figures dt, .why, .notes { font-size: 8.5pt; } .why { break-inside: avoid; } .card { padding: 6pt 8pt; } .card .badge { font-size: 10pt; padding: 1pt 5pt; }
            header, main, footer { max-width: none; padding: 0; }
            nav, figure details { display: none; }
            h2, h3, caption { break-after: avoid; }
            figure, .card, tr, .notes { break-inside: avoid; }
            figure { border: 0; padding: 0; }
            table { font-size: 8pt; } th, td { padding: 2.5pt 5pt; } #claims table { min-width: 0; }
            #phases table { font-size: 7pt; } #phases td, #phases th { white-space: normal; padding: 2pt 3pt; } caption { background: none; } tr.before { break-after: avoid; }
            thead { display: table-header-group; }
            .scroll { overflow: visible; } pre { white-space: pre-wrap; font-size: 7.5pt; }
            .multiples { grid-template-columns: repeat(4, 1fr); } h4 { break-after: avoid; }
            * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            """;

    static final String CSS = "\n:root {\n" + LIGHT + "}\n"
            + "@media screen and (prefers-color-scheme: dark) {\n:root {\n" + DARK + "}\n}\n"
            + PAGE + TABLES + DRAWINGS
            + "@media screen and (max-width: 700px) {\n" + PHONE + "}\n"
            + "@media print {\n" + PRINT + "}\n";

    private Style() {}

    /** Nothing is loaded, nothing runs, and of styles only this one counts (Content Security Policy 3, 2.3.1). */
    static String policy() {
        return "default-src 'none'; style-src 'sha256-" + hash() + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(CSS.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
