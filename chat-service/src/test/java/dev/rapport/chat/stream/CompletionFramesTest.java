package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.ToolFragment;
import dev.rapport.llm.Usage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionFramesTest {
    private static final String HEAD =
            "data: {\"id\":\"chatcmpl-8f2a\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"default\",";
    private static final TurnEnd END = new TurnEnd(
            "gen_8f2a",
            "c_1",
            new Source("main", "m", ""),
            AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(412, 9, 384)),
            List.of(),
            new StageTimes(() -> 0));
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":412,\"completion_tokens\":9,\"total_tokens\":421,\"prompt_tokens_details\":"
                    + "{\"cached_tokens\":384,\"cache_write_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}";

    private static final CompletionFrames.Ending ENDING =
            CompletionFrames.Ending.of(new JsonObject(SseFrames.done(END, "1")));

    /** What could end a line or an event, begin a comment or a field, or close a string. */
    private static final String ODD = "a\n\r\n\"\\{}[]:di \u0000\u0085\u2028\u2029é";

    private final CompletionFrames plain = frames(false);
    private final CompletionFrames withUsage = frames(true);

    @Test
    void frames_usageNotAsked_haveNoneAtAll() {
        assertThat(plain.role().toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                        + "\"finish_reason\":null}]}\n\n");
        assertThat(plain.text("Oolong").toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Oolong\"},"
                        + "\"finish_reason\":null}]}\n\n");
        assertThat(plain.end(ENDING).toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void frames_usageAsked_haveNullUntilTheLast() {
        assertThat(withUsage.role().toString()).endsWith("\"finish_reason\":null}],\"usage\":null}\n\n");
        assertThat(withUsage.text("Oolong").toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Oolong\"},"
                        + "\"finish_reason\":null}],\"usage\":null}\n\n");
        assertThat(withUsage.end(ENDING).toString())
                .isEqualTo(
                        HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n"
                                + HEAD + "\"choices\":[]," + USAGE + "\n\ndata: [DONE]\n\n");
    }

    @Test
    void text_anyText_staysOneLine_andComesBackAsItWas() {
        String text = "a\n\ndata: [DONE]\n\n\r\" \\ \u2028 \u0000 😀 @";
        String frame = plain.text(text).toString();

        assertThat(frame.strip().lines()).hasSize(1);
        assertThat(new JsonObject(frame.substring("data: ".length()))
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("delta")
                        .getString("content"))
                .isEqualTo(text);
    }

    @Test
    void whole_isOneObjectWithUsage() {
        assertThat(plain.whole("Oolong", List.of(), ENDING).toString())
                .isEqualTo(
                        "{\"id\":\"chatcmpl-8f2a\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"default\","
                                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Oolong\","
                                + "\"refusal\":null},\"finish_reason\":\"stop\",\"logprobs\":null}]," + USAGE);
    }

    @Test
    void toolCall_firstHasIdTypeAndName_andEachItsIndex() {
        assertThat(plain.toolCall(ToolFragment.first(0, "call_5", "weather")).toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_5\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]},"
                        + "\"finish_reason\":null}]}\n\n");
        assertThat(plain.toolCall(ToolFragment.next(1, "{\"a\n")).toString())
                .isEqualTo(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":"
                        + "{\"arguments\":\"{\\\"a\\n\"}}]},\"finish_reason\":null}]}\n\n");
    }

    @Test
    void toolCall_asItIsKept_comesBackAsItWas() {
        ToolFragment first = ToolFragment.first(3, "call_5", "weather");
        ToolFragment next = ToolFragment.next(3, "{\"ü\":\"\n\"}");
        assertThat(SseFrames.toolCall(SseFrames.toolCall(first))).isEqualTo(first);
        assertThat(SseFrames.toolCall(SseFrames.toolCall(next))).isEqualTo(next);
    }

    @Test
    void whole_callsOnly_hasNoContent() {
        JsonObject message = new JsonObject(plain.whole("", List.of(new ToolCall("call_5", "weather", "{}")), ENDING))
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message");
        assertThat(message.encode())
                .isEqualTo(
                        "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_5\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]}");
    }

    @Test
    void error_isTheMemberAlone_andNoOtherFrameHasOne() {
        JsonObject problem =
                new JsonObject().put("status", 502).put("error", new JsonObject().put("code", "answer_cut"));

        assertThat(CompletionFrames.error(problem).toString())
                .isEqualTo("data: {\"error\":{\"code\":\"answer_cut\"}}\n\n");
        assertThat(withUsage.role().toString() + withUsage.end(ENDING)).doesNotContain("error"); // Java's minds a null
    }

    /* WIRE: OpenAI's client for Python breaks at a heartbeat with a blank line after an id. */
    @Test
    void ping_endsNoEvent_andNoFrameHasAnIdOrAName() {
        assertThat(CompletionFrames.PING.toString()).isEqualTo(": ping\n");
        assertThat((withUsage.role().toString() + withUsage.text("a") + withUsage.end(ENDING)).lines())
                .allMatch(line -> line.isEmpty() || line.startsWith("data: "));
    }

    /* Whatever a model says, in whatever order: a line of data and an empty one, no more. */
    @Test
    void frames_anyTexts_areOneLineEach() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(12), 0, ODD.length()).forEach(at -> text.append(ODD.charAt(at)));
            CompletionFrames frames = random.nextBoolean() ? plain : withUsage;
            String frame = (random.nextBoolean()
                            ? frames.text(text.toString())
                            : frames.toolCall(new ToolFragment(0, text.toString(), text.toString(), text.toString())))
                    .toString();

            assertThat(frame).startsWith("data: {").endsWith("}\n\n");
            assertThat(frame.substring(0, frame.length() - 2))
                    .doesNotContain("\n", "\r")
                    .doesNotContain("\"error\"");
        }
    }

    private static CompletionFrames frames(boolean includeUsage) {
        return new CompletionFrames("gen_8f2a", new CompletionFrames.Asked("default", 7, includeUsage));
    }
}
