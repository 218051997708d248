package dev.rapport.llm.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.AnswerForm.ResponseFormat;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Asker;
import dev.rapport.llm.LlmRequest.Grounds;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Sampling;
import dev.rapport.llm.ToolCall;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
    private static final AliasConfig ALIAS = alias("default", OptionalDouble.of(0), new Target("openai", "small"));

    private static AliasConfig alias(String name, OptionalDouble temperature, Target... targets) {
        return new AliasConfig(name, List.of(targets), WhenLimited.WAIT, temperature, CacheMode.ON);
    }

    private static LlmRequest request(String user, String version, int answerTokensMax, Message... messages) {
        return new LlmRequest(
                "request",
                new Prompt(List.of(messages), 10, answerTokensMax),
                new Asker(user, "free", "default", 1),
                new Grounds("question", List.of(), version));
    }

    private static LlmRequest texts(String... texts) {
        return request(
                "{u}",
                "v1",
                100,
                Arrays.stream(texts).map(text -> new Message(Role.USER, text)).toArray(Message[]::new));
    }

    private static CacheKey key(LlmRequest request) {
        return CacheKey.of(request, ALIAS).orElseThrow();
    }

    private static CacheKey key(AliasConfig alias) {
        return CacheKey.of(texts("hello"), alias).orElseThrow();
    }

    @Test
    void of_sameRequestAgain_isTheSameKey() {
        assertThat(key(texts("hello", "you"))).isEqualTo(key(texts("hello", "you")));
        assertThat(key(texts("hello")).sha256()).hasSize(64);
    }

    @Test
    void of_unknownVersion_isEmpty() {
        LlmRequest unknown = request("{u}", "", 100, new Message(Role.USER, "hello"));

        assertThat(CacheKey.of(unknown, ALIAS)).isEmpty();
    }

    @Test
    void of_aliasThatDoesNotCache_isEmpty() {
        OptionalDouble warm = OptionalDouble.of(0.7);
        AliasConfig chance = new AliasConfig("default", List.of(), WhenLimited.WAIT, warm, CacheMode.AUTO);

        assertThat(CacheKey.of(texts("hello"), chance)).isEmpty();
    }

    @Test
    void of_requestAsksForWarmth_isEmpty_andForNoneIsNot() {
        AliasConfig auto =
                new AliasConfig("default", List.of(), WhenLimited.WAIT, OptionalDouble.of(0.7), CacheMode.AUTO);

        assertThat(CacheKey.of(sampled(temperature(1)), auto)).isEmpty();
        assertThat(CacheKey.of(sampled(temperature(0)), auto)).isPresent();
    }

    @Test
    void of_otherSampling_differs() {
        OptionalDouble no = OptionalDouble.empty();
        OptionalDouble half = OptionalDouble.of(0.5);

        assertThat(List.of(
                        key(sampled(Sampling.NONE)),
                        key(sampled(temperature(0.5))),
                        key(sampled(new Sampling(no, half, no, no, List.of()))),
                        key(sampled(new Sampling(no, no, half, no, List.of()))),
                        key(sampled(new Sampling(no, no, no, half, List.of()))),
                        key(sampled(new Sampling(no, no, no, no, List.of("a")))),
                        key(sampled(new Sampling(no, no, no, no, List.of("a", "b"))))))
                .doesNotHaveDuplicates();
    }

    private static Sampling temperature(double value) {
        OptionalDouble no = OptionalDouble.empty();
        return new Sampling(OptionalDouble.of(value), no, no, no, List.of());
    }

    private static LlmRequest sampled(Sampling sampling) {
        return new LlmRequest(
                "request",
                new Prompt(List.of(new Message(Role.USER, "hello")), 10, 100, sampling),
                new Asker("{u}", "free", "default", 1),
                new Grounds("question", List.of(), "v1"));
    }

    @Test
    void of_tools_orJson_orCallsInTheHistory_isNone() {
        AnswerForm json = new AnswerForm(
                List.of(), Optional.empty(), Optional.empty(), new ResponseFormat(ResponseFormat.Kind.JSON_OBJECT, ""));
        LlmRequest hello = texts("hello");
        Prompt formed = new Prompt(hello.prompt().messages(), 10, 100, Sampling.NONE, "", json);
        Message call = Message.calling("", List.of(new ToolCall("c", "f", "{}")));

        assertThat(CacheKey.of(hello, ALIAS)).isPresent();
        assertThat(CacheKey.of(new LlmRequest("request", formed, hello.asker(), hello.grounds()), ALIAS))
                .isEmpty();
        assertThat(CacheKey.of(
                        request("{u}", "v1", 100, new Message(Role.USER, "hello"), call, Message.result("c", "1")),
                        ALIAS))
                .isEmpty();
    }

    @Test
    void of_otherUser_differsOutsideTheHash() {
        CacheKey one = key(request("{u}", "v1", 100, new Message(Role.USER, "hello")));
        CacheKey other = key(request("{w}", "v1", 100, new Message(Role.USER, "hello")));

        assertThat(other.sha256()).isEqualTo(one.sha256());
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void of_anyOtherPart_differs() {
        Message hello = new Message(Role.USER, "hello");

        assertThat(List.of(
                        key(texts("hello")),
                        key(texts("hello!")),
                        key(texts("hello", "hello")),
                        key(request("{u}", "v2", 100, hello)),
                        key(request("{u}", "v1", 101, hello)),
                        key(request("{u}", "v1", 100, new Message(Role.SYSTEM, "hello"), hello)),
                        key(request("{u}", "v1", 100, new Message(Role.ASSISTANT, "hello"), hello))))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_otherAlias_differs() {
        OptionalDouble cold = OptionalDouble.of(0);
        Target small = new Target("openai", "small");
        Target large = new Target("openai", "large");

        assertThat(List.of(
                        key(ALIAS),
                        key(alias("fast", cold, small)),
                        key(alias("default", OptionalDouble.empty(), small)),
                        key(alias("default", OptionalDouble.of(0.5), small)),
                        key(alias("default", cold)),
                        key(alias("default", cold, large)),
                        key(alias("default", cold, small, large)),
                        key(alias("default", cold, large, small))))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_sameLettersOtherwiseDivided_differs() {
        OptionalDouble cold = OptionalDouble.of(0);

        assertThat(key(texts("ab", "c"))).isNotEqualTo(key(texts("a", "bc")));
        assertThat(key(alias("default", cold, new Target("ab", "c"))))
                .isNotEqualTo(key(alias("default", cold, new Target("a", "bc"))));
        assertThat(key(alias("xab", cold)).sha256())
                .isNotEqualTo(key(alias("xa", cold)).sha256());
    }

    @Test
    void of_halvesOfSurrogatePairs_differ() {
        assertThat(key(texts("\uD83D"))).isNotEqualTo(key(texts("\uD83E")));
        assertThat(key(texts("\uD83D"))).isNotEqualTo(key(texts("?")));
    }
}
