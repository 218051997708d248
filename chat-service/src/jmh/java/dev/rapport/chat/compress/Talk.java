package dev.rapport.chat.compress;

import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A conversation of user and assistant as they are in practice: a short message, a longer answer, now and then some code. */
final class Talk {
    private static final String[] WORDS =
            ("we decided the import error is fixed because my sister Ines in Porto wants the database on port 5433"
                            + " before Friday and the goal of 1,250 orders a day needs a cache that does not fail when the server restarts so"
                            + " I would like to know which version works with the schema of the invoices and how long the migration takes")
                    .split(" ", -1);
    private static final String CODE =
            "```java\nfor (int i = 0; i < rows.size(); i++) {\n    total += rows.get(i).amount();\n}\n```";

    private Talk() {}

    /** So many tokens or a few more. */
    static List<PastMessage> of(TokenCounter counter, int tokens, long seed) {
        Random random = new Random(seed);
        List<PastMessage> messages = new ArrayList<>();
        int counted = 0;
        while (counted < tokens) {
            boolean user = messages.size() % 2 == 0;
            String text = sentences(random, user ? 2 : 9) + (random.nextInt(8) == 0 ? "\n" + CODE : "");
            messages.add(new PastMessage("g_" + messages.size() / 2, user, text, messages.size()));
            counted += counter.count(text);
        }
        return messages;
    }

    static String sentences(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> IntStream.range(0, 8 + random.nextInt(14))
                        .mapToObj(_ -> WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining(" ", "Number " + random.nextInt(10_000) + ": ", ".")))
                .collect(Collectors.joining(" "));
    }
}
