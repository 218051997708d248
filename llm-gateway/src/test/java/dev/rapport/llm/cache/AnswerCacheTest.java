package dev.rapport.llm.cache;

import static dev.rapport.llm.cache.CacheRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Asker;
import dev.rapport.llm.LlmRequest.Grounds;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.AliasConfig.CacheMode;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private CacheRig rig;

    @BeforeEach
    void start() throws TimeoutException {
        rig = new CacheRig();
    }

    @AfterEach
    void stop() throws TimeoutException {
        rig.close();
    }

    @Test
    void answer_askedAgain_comesFromTheCacheAndIsFree() {
        rig.keep(KEY, "Hello", " you");

        Asking again = rig.ask(1, KEY);
        AnswerEnd end = rig.read(again);

        assertThat(again.text()).isEqualTo("Hello you");
        assertThat(again.heard).startsWith("HIT", "admitted", "piece");
        assertThat(again.answer().source()).isEqualTo(FedAnswer.MODEL);
        assertThat(end)
                .isEqualTo(new AnswerEnd(
                        Finish.STOP, FedAnswer.USAGE, List.of(new Part(FedAnswer.MODEL, FedAnswer.USAGE, true, 0))));
        assertThat(again.answer().parts()).isEqualTo(end.parts());
        assertThat(rig.asked).hasSize(1);
        assertThat(rig.cache.coming()).isZero();
    }

    @Test
    void answer_keptAnswerToASlowReader_keepsItsPaceAndOrder() {
        String page = "x".repeat(KeptAnswer.PIECE_LENGTH);
        rig.keep(KEY, page, "middle", page, "end");

        Asking slow = rig.ask(1, KEY).fill();
        var end = rig.reading(slow);
        assertThat(slow.text()).isEqualTo(page);
        rig.on(1, () -> {
            slow.drain();
            return true;
        });

        assertThat(CacheRig.await(end).finish()).isEqualTo(Finish.STOP);
        assertThat(slow.text()).isEqualTo(page + "middle" + page + "end");
    }

    @Test
    void answer_otherVersion_asksAgain() {
        AliasConfig alias = alias();
        CacheKey before = CacheKey.of(request("{u}", "v1", "hello"), alias).orElseThrow();
        CacheKey after = CacheKey.of(request("{u}", "v2", "hello"), alias).orElseThrow();
        rig.keep(before, "old");

        assertThat(rig.ask(0, after).heard).containsExactly("MISS");
        assertThat(rig.ask(0, before).heard).startsWith("HIT");
    }

    @Test
    void answer_twoUsersWithTheSameWords_neverShare() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        AliasConfig alias = alias();
        int hits = 0;
        for (int i = 0; i < 10_000; i++) {
            String user = random.nextBoolean() ? "{u}" : "{w}";
            LlmRequest request = request(user, "v" + random.nextInt(3), "question " + random.nextInt(200));
            CacheKey key = CacheKey.of(request, alias).orElseThrow();
            int before = rig.asked.size();
            Asking asking = rig.ask(0, key);
            if (rig.asked.size() > before) {
                FedAnswer answer = rig.answer(rig.on(0, FedAnswer::new));
                rig.on(0, () -> answer.say(user).end(Finish.STOP));
            } else {
                hits++;
            }
            rig.read(asking);
            assertThat(asking.text()).as("request %d, seed %d", i, seed).isEqualTo(user);
        }
        assertThat(rig.asked).as("one call for each of 2 x 3 x 200").hasSize(1_200);
        assertThat(hits).isEqualTo(8_800);
    }

    @Test
    void answer_cutByLength_isNotKept() {
        assertNotKept(FedAnswer.MODEL, Finish.LENGTH);
    }

    @Test
    void answer_fromTheLocalResponder_isNotKept() {
        assertNotKept(new Source(Source.LOCAL, "", ""), Finish.STOP);
    }

    @Test
    void answer_withNotice_isNotKept() {
        assertNotKept(new Source("other", "model", "openai is down"), Finish.STOP);
    }

    @Test
    void answer_thatAnotherWentOnWith_isNotKept() {
        Asking first = rig.ask(0, KEY);
        FedAnswer answer = rig.begin();
        rig.on(
                0,
                () -> answer.say("a")
                        .replaceBy(new Source("other", "model", ""))
                        .say("b")
                        .end(Finish.STOP));
        rig.read(first);

        assertThat(rig.ask(0, KEY).heard).containsExactly("MISS");
    }

    private void assertNotKept(Source source, Finish finish) {
        Asking first = rig.ask(0, KEY);
        FedAnswer answer = rig.answer(rig.on(0, () -> new FedAnswer(source)));
        rig.on(0, () -> answer.say("some").end(finish));
        assertThat(rig.read(first).finish()).isEqualTo(finish);

        assertThat(rig.ask(0, KEY).heard).containsExactly("MISS");
        assertThat(rig.cache.weight()).isZero();
    }

    @Test
    void answer_keptForItsLife_isForgotten() {
        rig.keep(KEY, "Hello");

        rig.nanos.addAndGet(CacheRig.SETTINGS.life().toNanos() - 1);
        assertThat(rig.ask(0, KEY).heard).startsWith("HIT");
        rig.nanos.addAndGet(1);
        assertThat(rig.ask(0, KEY).heard).containsExactly("MISS");
    }

    @Test
    void answer_moreThanTheBound_evicts() throws TimeoutException {
        long bytesMax = 3L * (KeptAnswer.WEIGHT_EMPTY + 2 * 400);
        try (CacheRig small = new CacheRig(new CacheConfig(bytesMax, Duration.ofMinutes(5)))) {
            for (int i = 0; i < 10; i++) {
                small.keep(new CacheKey("{u}", "" + i), "x".repeat(400));
                assertThat(small.cache.weight()).isBetween(1L, bytesMax);
            }
            assertThat(small.cache.weight()).isEqualTo(bytesMax);
        }
    }

    @Test
    void answer_largerThanTheBound_evictsNobody() throws TimeoutException {
        try (CacheRig small = new CacheRig(new CacheConfig(1_000, Duration.ofMinutes(5)))) {
            small.keep(KEY, "small");
            small.keep(new CacheKey("{u}", "large"), "x".repeat(401));

            assertThat(small.ask(0, KEY).heard).startsWith("HIT");
            assertThat(small.ask(0, new CacheKey("{u}", "large")).heard).containsExactly("MISS");
        }
    }

    @Test
    void answer_noRoomAtAll_keepsNothingAndShares() throws TimeoutException {
        try (CacheRig none = new CacheRig(new CacheConfig(0, Duration.ofMinutes(5)))) {
            none.keep(KEY, "Hello");

            assertThat(none.ask(0, KEY).heard).containsExactly("MISS");
            assertThat(none.ask(1, KEY).heard).containsExactly("SHARED");
        }
    }

    private static AliasConfig alias() {
        return new AliasConfig("default", List.of(), WhenLimited.WAIT, OptionalDouble.of(0), CacheMode.AUTO);
    }

    private static LlmRequest request(String user, String version, String text) {
        return new LlmRequest(
                "request",
                new Prompt(List.of(new Message(Role.USER, text)), 10, 100),
                new Asker(user, "free", "default", 1),
                new Grounds(text, List.of(), version));
    }
}
