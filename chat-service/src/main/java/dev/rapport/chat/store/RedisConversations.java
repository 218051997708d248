package dev.rapport.chat.store;

import dev.rapport.chat.turn.Summary;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.log.UserKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's conversations to be looked at and removed by that user, in the durable Redis.
 *
 * <p>The sorted set {@code {user}:convs} lists them by the time of the user's last message. It is kept by the script that keeps the
 * message. Conversations from before there was the list come into it with their next message.
 */
public final class RedisConversations {
    /** Conversations in one page at most: each costs two commands more. */
    public static final int PAGE_MAX = 200;

    /** What a page may begin after. */
    public static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})\\.([A-Za-z0-9_-]{1,64})");

    /** What a page of messages may begin after. */
    public static final Pattern MESSAGE_CURSOR = Pattern.compile("[0-9]{1,19}-[0-9]{1,19}");

    /** In a user's list: ten a day for three years, 1 MB. Those that were quiet for longest drop out of the list, and stay. */
    static final int LISTED_MAX = 10_000;

    /** Conversations of one millisecond that are told apart: a user who begins more of them in it is a program. */
    private static final int TIES_MAX = 64;

    /** Entries before the page that are looked at for the same message: a turn that was tried again has two of one role. */
    private static final int LOOK_BACK = 16;

    /** Entries of a conversation that are looked at for answers that are kept elsewhere, too: more than twice as many as those. */
    private static final int ANSWERS_LOOKED_AT_MAX = 1_024;

    private static final int TITLE_LENGTH_MAX = 80;
    private static final Script DELETE = RedisScripts.named("conversation-delete");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private final RedisLink link;
    private final RedisScripts scripts;
    private final SealedBatch reads;

    /**
     * One conversation.
     *
     * @param title the beginning of its first message, in one line
     * @param messages entries, the user's and the assistant's
     */
    public record Conversation(String id, String title, Instant begunAt, Instant lastAt, long messages) {}

    /**
     * Some of the list.
     *
     * @param next what to go on after; empty at the end
     */
    public record Page(List<Conversation> conversations, String next) {}

    /** One message or answer. */
    public record Message(String turnId, boolean user, String text, Instant at) {}

    /**
     * Some of a conversation.
     *
     * @param next what to go on after; empty at the end
     */
    public record Messages(List<Message> messages, String next) {}

    /** A conversation's place in the list. */
    public record Listed(String id, long lastMillis) {
        private String cursor() {
            return lastMillis + "." + id;
        }

        private boolean isAfter(Matcher cursor) {
            int order = Long.compare(lastMillis, Long.parseLong(cursor.group(1)));
            return order < 0 || (order == 0 && id.compareTo(cursor.group(2)) < 0);
        }
    }

    /** @param keys of the same Redis */
    public RedisConversations(RedisLink link, UserKeys keys) {
        this.link = link;
        this.scripts = new RedisScripts(link);
        this.reads = new SealedBatch(link, keys);
    }

    /**
     * Some of the list, newest first.
     *
     * @param after what the page before said is next, of the form of {@link #CURSOR}; empty for the newest
     * @param countMax 1 to {@value #PAGE_MAX}
     */
    public Future<Page> list(Owner owner, String after, int countMax) {
        String max = after.isEmpty() ? "+inf" : after.substring(0, after.indexOf('.'));
        return link.send(Request.cmd(Command.ZRANGE)
                        .arg(key(owner))
                        .arg(max)
                        .arg("-inf")
                        .arg("BYSCORE")
                        .arg("REV")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(countMax + 1 + TIES_MAX)
                        .arg("WITHSCORES"))
                .map(reply -> behind(listed(reply), after))
                .compose(rest -> {
                    List<Listed> page = rest.subList(0, Math.min(countMax, rest.size()));
                    String next = rest.size() > countMax ? page.getLast().cursor() : "";
                    return of(owner, page).map(found -> new Page(found, next));
                });
    }

    /**
     * The whole list, newest first, as it is at this moment: whoever walks it page by page misses those that come to its top meanwhile.
     *
     * @return at most {@value #LISTED_MAX}
     */
    public Future<List<Listed>> all(Owner owner) {
        return link.send(Request.cmd(Command.ZRANGE)
                        .arg(key(owner))
                        .arg("+inf")
                        .arg("-inf")
                        .arg("BYSCORE")
                        .arg("REV")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(LISTED_MAX)
                        .arg("WITHSCORES"))
                .map(RedisConversations::listed);
    }

    private static List<Listed> listed(@Nullable Response reply) {
        List<Listed> listed = new ArrayList<>();
        for (int i = 0; reply != null && i < reply.size(); ) {
            boolean pair = reply.get(i).type() == ResponseType.MULTI; // by version 3 of the protocol
            Response id = pair ? reply.get(i).get(0) : reply.get(i);
            Response score = pair ? reply.get(i).get(1) : reply.get(i + 1);
            listed.add(new Listed(id.toString(), (long) Double.parseDouble(score.toString())));
            i += pair ? 1 : 2;
        }
        return listed;
    }

    private static List<Listed> behind(List<Listed> listed, String after) {
        if (after.isEmpty()) {
            return listed;
        }
        Matcher cursor = CURSOR.matcher(after);
        if (!cursor.matches()) {
            throw new IllegalArgumentException("after: " + after + " (expected: " + CURSOR.pattern() + ")");
        }
        return listed.stream().filter(one -> one.isAfter(cursor)).toList();
    }

    /**
     * What these are. One that was removed meanwhile is left out.
     *
     * @param listed at most {@value #PAGE_MAX}
     */
    public Future<List<Conversation>> of(Owner owner, List<Listed> listed) {
        if (listed.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<Request> batch = new ArrayList<>();
        for (Listed one : listed) {
            String key = RedisTurns.conversationKey(owner, one.id());
            batch.add(Request.cmd(Command.XLEN).arg(key));
            batch.add(Request.cmd(Command.XRANGE)
                    .arg(key)
                    .arg("-")
                    .arg("+")
                    .arg("COUNT")
                    .arg(1));
        }
        return reads.read(owner, batch, _ -> List.of(), (replies, sealer) -> {
            List<Conversation> found = new ArrayList<>();
            for (int i = 0; i < listed.size(); i++) {
                Response first = replies.get(2 * i + 1);
                if (first != null && first.size() > 0) {
                    long messages = RedisTurns.number(replies.get(2 * i));
                    found.add(conversation(listed.get(i), messages, first.get(0), sealer));
                }
            }
            return found;
        });
    }

    private static Conversation conversation(Listed listed, long messages, Response first, TextSealer sealer) {
        Message message = message(first, listed.id(), sealer);
        return new Conversation(
                listed.id(), title(message.text()), message.at(), Instant.ofEpochMilli(listed.lastMillis()), messages);
    }

    static String title(String text) {
        String line = WHITE_SPACE.matcher(text.strip()).replaceAll(" ");
        if (line.length() <= TITLE_LENGTH_MAX) {
            return line;
        }
        boolean splitsPair = Character.isHighSurrogate(line.charAt(TITLE_LENGTH_MAX - 2));
        return line.substring(0, splitsPair ? TITLE_LENGTH_MAX - 2 : TITLE_LENGTH_MAX - 1) + "…";
    }

    /**
     * Some messages of a conversation, newest first. What a turn that was tried twice has left twice counts once, as it was kept last.
     *
     * @param after what the page before said is next, of the form of {@link #MESSAGE_CURSOR}; empty for the newest
     * @param countMax at least 1
     * @return no messages and no next if there is no such conversation
     */
    public Future<Messages> messages(Owner owner, String conversation, String after, int countMax) {
        String key = RedisTurns.conversationKey(owner, conversation);
        List<Request> batch =
                new ArrayList<>(List.of(newestFirst(key, after.isEmpty() ? "+" : "(" + after, countMax + 1)));
        if (!after.isEmpty()) {
            batch.add(Request.cmd(Command.XRANGE)
                    .arg(key)
                    .arg(after)
                    .arg("+")
                    .arg("COUNT")
                    .arg(LOOK_BACK));
        }
        return reads.read(owner, batch, _ -> new Messages(List.of(), ""), (replies, sealer) -> {
            Set<String> seen = new HashSet<>();
            for (Response newer : entries(replies.size() > 1 ? replies.get(1) : null)) {
                seen.add(name(message(newer, conversation, sealer)));
            }
            List<Response> entries = entries(replies.getFirst());
            List<Response> shown = entries.subList(0, Math.min(countMax, entries.size()));
            List<Message> messages = shown.stream()
                    .map(entry -> message(entry, conversation, sealer))
                    .filter(message -> seen.add(name(message)))
                    .toList();
            return new Messages(
                    messages, entries.size() > countMax ? shown.getLast().get(0).toString() : "");
        });
    }

    /** What models made of its older messages, newest first: at most two. */
    public Future<List<Summary>> summaries(Owner owner, String conversation) {
        return reads.read(
                owner,
                List.of(RedisSummaries.read(owner, conversation)),
                _ -> List.of(),
                (replies, sealer) -> RedisSummaries.of(replies.getFirst(), conversation, sealer)
                        .newestFirst());
    }

    /**
     * Removes a conversation: its messages, its answers wherever they are kept, and its place in the list. An answer that is under way
     * in it is not kept any more.
     *
     * @return false if there is no such conversation
     */
    public Future<Boolean> delete(Owner owner, String conversation) {
        List<String> keys = List.of(
                RedisTurns.conversationKey(owner, conversation),
                RedisSummaries.key(owner, conversation),
                key(owner),
                owner.key(RedisTurns.SAID));
        return scripts.run(DELETE, keys, List.of(conversation, Integer.toString(ANSWERS_LOOKED_AT_MAX)))
                .map(reply -> reply.getFirst().equals(1L));
    }

    private static Request newestFirst(String key, String from, int countMax) {
        return Request.cmd(Command.XREVRANGE)
                .arg(key)
                .arg(from)
                .arg("-")
                .arg("COUNT")
                .arg(countMax);
    }

    private static List<Response> entries(@Nullable Response stream) {
        List<Response> entries = new ArrayList<>();
        if (stream != null) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    private static Message message(Response entry, String conversation, TextSealer sealer) {
        String id = entry.get(0).toString();
        Response fields = entry.get(1);
        String turn = RedisFields.text(fields, "turn");
        String role = RedisFields.text(fields, "role");
        return new Message(
                turn,
                role.equals(RedisTurns.USER),
                sealer.openText(RedisTurns.place(conversation, turn, role), RedisFields.bytes(fields, "text")),
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))));
    }

    private static String name(Message message) {
        return message.turnId() + message.user();
    }

    static String key(Owner owner) {
        return owner.key("convs");
    }
}
