package dev.rapport.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.TextSink;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.seal.AesVault;
import dev.rapport.memory.seal.MasterKey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The list of conversations, and their messages page by page. */
@Timeout(60)
class RedisConversationsIT {
    private static final Owner OWNER = Turns.SESSION.owner();

    @TempDir
    private Path folder;

    private LinkedRedis redis;
    private RedisLink link;
    private RedisMemoryLog log;
    private RedisConversations conversations;

    @BeforeEach
    void start() throws Exception {
        redis = LinkedRedis.start(folder, "--appendfsync", "no"); // these tests are not about the disk
        link = redis.opened(redis.link());
        log = RedisMemoryLog.connect(redis.process.uri());
        conversations = new RedisConversations(link, log.userKeys());
    }

    @AfterEach
    void stop() {
        log.close();
        redis.close();
    }

    private static Request said(String conversation, int turn, String role, String text) {
        return Request.cmd(Command.XADD)
                .arg(RedisTurns.conversationKey(OWNER, conversation))
                .arg("*")
                .arg("turn")
                .arg("gen_" + turn)
                .arg("role")
                .arg(role)
                .arg("text")
                .arg(text);
    }

    private static List<Request> begun(int number, long millis) {
        List<Request> batch = new ArrayList<>();
        batch.add(said("c_" + number, number, "user", "Message " + number));
        batch.add(listed("c_" + number, millis));
        return batch;
    }

    private static Request listed(String conversation, long millis) {
        return Request.cmd(Command.ZADD)
                .arg(RedisConversations.key(OWNER))
                .arg("GT")
                .arg(millis)
                .arg(conversation);
    }

    private List<String> list(int limit) throws Exception {
        List<String> ids = new ArrayList<>();
        String after = "";
        do {
            String from = after;
            RedisConversations.Page page = redis.onLoop(() -> conversations.list(OWNER, from, limit));
            page.conversations().forEach(one -> ids.add(one.id()));
            after = page.next();
        } while (!after.isEmpty());
        return ids;
    }

    @Test
    void list_conversationsOfOneMillisecond_haveNoGapAndNoRepeat() throws Exception {
        for (int i = 100; i < 130; i++) {
            List<Request> batch = begun(i, 1_700_000_000_000L + i / 20);
            redis.onLoop(() -> link.batch(batch));
        }
        List<String> newestFirst =
                IntStream.range(100, 130).mapToObj(i -> "c_" + (229 - i)).toList();
        assertThat(list(7)).isEqualTo(newestFirst);
        assertThat(list(30)).isEqualTo(newestFirst);

        redis.onLoop(() -> link.batch(begun(103, 1_700_000_000_900L)));
        assertThat(list(7)).startsWith("c_103", "c_129").hasSize(30);
    }

    @Test
    void list_moreThanAreListed_dropsThoseThatWereQuietForLongest_andTheyStay() throws Exception {
        long later = Turns.NOW.toEpochMilli() + 1;
        for (int page = 0; page < 10; page++) {
            List<Request> batch = new ArrayList<>();
            for (int i = 0; i < RedisConversations.LISTED_MAX / 10; i++) {
                batch.add(listed("c_old" + page + "_" + i, later + page));
            }
            redis.onLoop(() -> link.batch(batch));
        }
        RedisTurns turns = new RedisTurns(link, log.userKeys());
        redis.onLoop(() -> turns.keep(Turns.prompted(Turns.recalled("Ahoy.", "c_1", TextSealer.UNKNOWN_EPOCH))));
        assertThat(redis.onLoop(() -> link.send(Request.cmd(Command.ZCARD).arg(OWNER.key("convs"))))
                        .toInteger())
                .isEqualTo(RedisConversations.LISTED_MAX);
        assertThat(redis.onLoop(() -> conversations.messages(OWNER, "c_1", "", 10))
                        .messages())
                .hasSize(1);
    }

    @Test
    void messages_ofATurnThatWasTriedTwice_areThereOnce_alsoOverTheEndOfAPage() throws Exception {
        redis.onLoop(() -> link.batch(List.of(
                said("c_1", 0, "user", "Hi"),
                said("c_1", 1, "user", "Where?"),
                said("c_1", 1, "user", "Where?"),
                said("c_1", 1, "assistant", "There."))));
        List<String> texts = new ArrayList<>();
        String after = "";
        do {
            String from = after;
            RedisConversations.Messages page = redis.onLoop(() -> conversations.messages(OWNER, "c_1", from, 2));
            page.messages().forEach(message -> texts.add(message.text()));
            after = page.next();
        } while (!after.isEmpty());
        assertThat(texts).containsExactly("There.", "Where?", "Hi");
    }

    private List<RedisConversations.Message> messages(String conversation) throws Exception {
        return redis.onLoop(() -> conversations.messages(OWNER, conversation, "", 10))
                .messages();
    }

    private static AnsweringTurn answering(PromptedTurn turn) {
        return new AnsweringTurn(turn, new Over(), Future.failedFuture("none"));
    }

    /** An answer that nobody reads any more. */
    private static final class Over implements AnswerStream {
        @Override
        public Source source() {
            return new Source("openai", "m", "");
        }

        @Override
        public List<Part> parts() {
            return List.of();
        }

        @Override
        public Future<AnswerEnd> pipeTo(TextSink sink) {
            return Future.failedFuture("over");
        }

        @Override
        public void cancel() {}
    }

    @Test
    void keep_answerOfAConversationThatWasDeletedMeanwhile_isNowhere() throws Exception {
        RedisTurns turns = new RedisTurns(link, log.userKeys());
        PromptedTurn turn = Turns.prompted(Turns.recalled("Ahoy.", "c_1", TextSealer.UNKNOWN_EPOCH));
        redis.onLoop(() -> turns.keep(turn));
        assertThat(redis.onLoop(() -> conversations.delete(OWNER, "c_1"))).isTrue();

        assertThatThrownBy(() -> redis.onLoop(() -> turns.keep(answering(turn), "I am late.")))
                .hasStackTraceContaining("NotFound[what=conversation, value=c_1]");

        assertThat(messages("c_1")).isEmpty();
        assertThat(redis.onLoop(() -> turns.said(OWNER))).isEmpty();
        assertThat(redis.onLoop(() -> conversations.delete(OWNER, "c_1"))).isFalse();
    }

    @Test
    void keep_firstMessageAndItsAnswerAtOnce_bothAreKept_andDeletedTogether() throws Exception {
        RedisTurns turns = new RedisTurns(link, log.userKeys());
        PromptedTurn turn = Turns.prompted(Turns.recalled("Ahoy.", "c_1", TextSealer.UNKNOWN_EPOCH));
        redis.onLoop(() -> Future.all(turns.keep(turn), turns.keep(answering(turn), "Hello.")));

        assertThat(messages("c_1")).extracting(RedisConversations.Message::text).containsExactly("Hello.", "Ahoy.");
        assertThat(redis.onLoop(() -> turns.said(OWNER))).hasSize(1);
        assertThat(list(10)).containsExactly("c_1");
        assertThat(redis.onLoop(() -> conversations.delete(OWNER, "c_1"))).isTrue();
        assertThat(messages("c_1")).isEmpty();
        assertThat(redis.onLoop(() -> turns.said(OWNER))).isEmpty();
        assertThat(list(10)).isEmpty();
    }

    /** The mark of the erasure is there, and what it erases is not deleted yet. */
    @Test
    void list_ofAUserWhoIsBeingErased_isEmpty() throws Exception {
        AesVault vault = new AesVault(MasterKey.parse("ab".repeat(32), "test"), true);
        try (RedisMemoryLog sealing = RedisMemoryLog.connect(redis.process.uri(), Duration.ofSeconds(20), vault)) {
            RedisTurns turns = new RedisTurns(link, sealing.userKeys());
            RedisConversations sealed = new RedisConversations(link, sealing.userKeys());
            redis.onLoop(() -> turns.keep(Turns.prompted(Turns.recalled("Ahoy.", "c_1", UserKey.NO))));
            assertThat(redis.onLoop(() -> sealed.list(OWNER, "", 10)).conversations())
                    .hasSize(1);
            sealing.userKeys().erase(OWNER).toCompletableFuture().join();

            assertThat(redis.onLoop(() -> sealed.list(OWNER, "", 10)).conversations())
                    .isEmpty();
            assertThat(redis.onLoop(() -> sealed.messages(OWNER, "c_1", "", 10)).messages())
                    .isEmpty();
        }
    }

    @Test
    void title_isTheBeginningOfTheFirstMessage_inOneLine() {
        assertThat(RedisConversations.title("  My\n\nsister\tlives here. ")).isEqualTo("My sister lives here.");
        assertThat(RedisConversations.title("a".repeat(80))).isEqualTo("a".repeat(80));
        assertThat(RedisConversations.title("a".repeat(81))).isEqualTo("a".repeat(79) + "…");
        assertThat(RedisConversations.title("a".repeat(78) + "😀😀")).isEqualTo("a".repeat(78) + "…");
    }
}
