package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.Turns;
import dev.rapport.chat.summary.SummaryStore;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import dev.rapport.memory.ErasedException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much of a conversation is read, and where in it that is. */
@Timeout(60)
class RedisTurnsIT {
    private static final MasterKey MASTER = MasterKey.parse("ab".repeat(32), "test");
    private static final Vault VAULT_OFF = new AesVault(MASTER, false);
    private static final String CONVERSATION = Turns.SESSION.owner().key("conv:c_1");

    @TempDir
    private Path folder;

    private LinkedRedis redis;
    private RedisLink link;
    private RedisMemoryLog log;
    private RedisMemoryLog sealing;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.start(folder);
        link = redis.opened(redis.link());
        log = RedisMemoryLog.connect(redis.process.uri(), VAULT_OFF);
        sealing = RedisMemoryLog.connect(redis.process.uri(), new AesVault(MASTER, true));
    }

    @AfterEach
    void stop() {
        log.close();
        sealing.close();
        redis.close();
    }

    private static Request added(int turn, String role, String text) {
        return Request.cmd(Command.XADD)
                .arg(CONVERSATION)
                .arg("*")
                .arg("turn")
                .arg("gen_" + turn)
                .arg("role")
                .arg(role)
                .arg("text")
                .arg(text);
    }

    private List<PastMessage> history() throws Exception {
        return redis.onLoop(() -> new RedisTurns(link, log.userKeys()).load(Turns.SESSION.owner(), "c_1", "0-0"))
                .history();
    }

    @Test
    void load_longConversation_bringsTheNewest_withTheirPlaces() throws Exception {
        assertThat(history()).isEmpty();
        redis.onLoop(() -> link.batch(IntStream.range(0, 300)
                .mapToObj(i -> added(i / 2, i % 2 == 0 ? "user" : "assistant", "text " + i))
                .toList()));

        List<PastMessage> history = history();
        List<PastMessage> expected = new ArrayList<>();
        for (int i = 300 - RedisTurns.HISTORY_MAX; i < 300; i++) {
            expected.add(new PastMessage("gen_" + i / 2, i % 2 == 0, "text " + i, i));
        }
        assertThat(history).isEqualTo(expected);
    }

    @Test
    void load_turnThatWasTriedTwice_isThereOnce_asItWasSaidLast() throws Exception {
        redis.onLoop(() -> link.batch(List.of(
                added(0, "user", "Hi"),
                added(1, "user", "Where?"),
                added(1, "user", "Where?"),
                added(1, "assistant", "There."))));

        assertThat(history())
                .containsExactly(
                        new PastMessage("gen_0", true, "Hi", 0),
                        new PastMessage("gen_1", true, "Where?", 2),
                        new PastMessage("gen_1", false, "There.", 3));
    }

    private Future<Void> keep(RedisTurns turns, String text, String epoch) {
        return turns.keep(Turns.prompted(Turns.recalled(text, "c_1", epoch)));
    }

    @Test
    void keep_sealed_leavesNoWordInTheFile_andIsReadByOneThatDoesNotSeal() throws Exception {
        RedisTurns turns = new RedisTurns(link, sealing.userKeys());
        redis.onLoop(() -> keep(turns, "I moved to Xanadu. \uD800", UserKey.NO));
        redis.onLoop(() -> keep(new RedisTurns(link, log.userKeys()), "I moved to Samarkand.", UserKey.NO));

        assertThat(history()).extracting(PastMessage::text).containsExactly("I moved to Samarkand.");
        String file = files();
        assertThat(file).contains("moved to Samarkand").doesNotContain("Xanadu");
    }

    /** A turn that began before the user was erased. */
    @Test
    void keep_afterAnErasure_isRefused_andWritesNothing() throws Exception {
        RedisTurns turns = new RedisTurns(link, sealing.userKeys());
        redis.onLoop(() -> keep(turns, "Ahoy.", UserKey.NO));
        String epoch = redis.onLoop(() -> turns.load(Turns.SESSION.owner(), "c_1", "0-0"))
                .epoch();
        log.userKeys().erase(Turns.SESSION.owner()).toCompletableFuture().join(); // by another process
        redis.onLoop(() -> link.send(Request.cmd(Command.DEL).arg(CONVERSATION)));

        for (String old : List.of(UserKey.NO, epoch, TextSealer.UNKNOWN_EPOCH)) {
            assertThatThrownBy(() -> redis.onLoop(() -> keep(turns, "I am late.", old)))
                    .hasStackTraceContaining(ErasedException.class.getName());
        }
        assertThat(history()).isEmpty();
        String after = redis.onLoop(() -> turns.load(Turns.SESSION.owner(), "c_1", "0-0"))
                .epoch();
        redis.onLoop(() -> keep(turns, "I am new.", after));
        assertThat(history()).hasSize(1);
    }

    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private Summaries summaries() throws Exception {
        return redis.onLoop(
                        () -> new RedisTurns(link, sealing.userKeys(), true).load(Turns.SESSION.owner(), "c_1", "0-0"))
                .summaries();
    }

    private boolean claimed(long place) throws Exception {
        return redis.onLoop(
                () -> new RedisSummaries(link, sealing.userKeys()).claim(Turns.SESSION.owner(), "c_1", place));
    }

    private boolean kept(long place, long seenAt, String text) throws Exception {
        return redis.onLoop(() -> new RedisSummaries(link, sealing.userKeys())
                .keep(
                        Turns.SESSION.owner(),
                        "c_1",
                        new SummaryStore.Draft(text, place, seenAt, "openai/m", Turns.NOW, UserKey.NO)));
    }

    @Test
    void summaries_eachPlaceIsClaimedOnce_andTheLastTwoAreRead() throws Exception {
        assertThat(claimed(2)).as("no conversation").isFalse();
        redis.onLoop(() -> link.batch(List.of(added(0, "user", "Hi"), added(0, "assistant", "Hello."))));
        assertThat(summaries()).isEqualTo(Summaries.NONE);

        assertThat(claimed(2)).isTrue();
        assertThat(claimed(2)).isFalse();
        assertThat(summaries()).isEqualTo(new Summaries(List.of(), 2));

        assertThat(kept(2, 1, "Gr\u00fc\u00dfe \ud83d\ude00")).isTrue();
        assertThat(kept(2, 5, "told twice")).isFalse();
        redis.onLoop(() -> link.send(added(1, "user", "And?")));
        assertThat(claimed(3)).isTrue();
        assertThat(kept(3, 2, "Second")).isTrue();
        assertThat(kept(2, 5, "late")).isFalse();
        redis.onLoop(() -> link.send(added(1, "assistant", "Well.")));
        assertThat(claimed(4)).isTrue();
        assertThat(kept(3, 5, "late")).isFalse();
        assertThat(kept(4, 2, "asked for before the second came")).isFalse();
        assertThat(summaries())
                .isEqualTo(new Summaries(
                        List.of(new Summary("Second", 3, 3), new Summary("Gr\u00fc\u00dfe \ud83d\ude00", 2, 2)), 4));
        assertThat(redis.onLoop(() ->
                                new RedisTurns(link, sealing.userKeys()).load(Turns.SESSION.owner(), "c_1", "0-0"))
                        .summaries())
                .as("not asked for")
                .isEqualTo(Summaries.NONE);
    }

    @Test
    void summaries_conversationDeletedWhileOneIsMade_nothingIsLeft() throws Exception {
        redis.onLoop(() -> link.send(added(0, "user", "Hi")));
        assertThat(claimed(1)).isTrue();
        redis.onLoop(() -> link.send(Request.cmd(Command.DEL).arg(CONVERSATION).arg(CONVERSATION + ":summary")));

        assertThat(kept(1, 0, "Of nothing")).isFalse();
        redis.onLoop(() -> link.send(added(0, "user", "Once more")));
        assertThat(kept(1, 0, "Of what was deleted")).isFalse();
        assertThat(claimed(2)).isFalse();
        assertThat(summaries()).isEqualTo(Summaries.NONE);
    }
}
