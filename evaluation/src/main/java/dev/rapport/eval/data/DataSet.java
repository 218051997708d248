package dev.rapport.eval.data;

import dev.rapport.eval.data.JsonLines.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Known conversations: a folder with {@value #TURNS} and {@value #QUESTIONS}.
 *
 * <p>Each line of the first is {@code {conversation, session, date, turn, speaker, text}}, of the second {@code {conversation,
 * category, question, evidence: [turn]}}; what else stands there is not read, so that no answer can get to the code under
 * test.
 *
 * @param conversations in the order of the file
 */
public record DataSet(List<Conversation> conversations) {
    static final String TURNS = "turns.jsonl";
    static final String QUESTIONS = "questions.jsonl";

    /** Between two messages of a session, of which only the beginning is known. */
    static final Duration PAUSE = Duration.ofSeconds(20);

    private static final String DATES = "a date like 1:56 pm on 8 May, 2023 or 2023-05-08 or 2023-05-08T13:56:00Z";
    private static final DateTimeFormatter SPOKEN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, uuuu")
            .toFormatter(Locale.ENGLISH);

    public DataSet {
        conversations = List.copyOf(conversations);
    }

    /**
     * Reads a folder.
     *
     * @throws BadData if a file or a line of it cannot be used
     */
    public static DataSet read(Path folder) {
        Map<String, List<Turn>> turns = turns(folder.resolve(TURNS));
        Map<String, List<Question>> questions = questions(folder.resolve(QUESTIONS), turns);
        List<Conversation> conversations = new ArrayList<>();
        turns.forEach((id, its) -> conversations.add(new Conversation(id, its, questions.getOrDefault(id, List.of()))));
        return new DataSet(conversations);
    }

    private static Map<String, List<Turn>> turns(Path file) {
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        Map<String, Integer> lineOfTurn = new HashMap<>();
        Map<String, Integer> told = new HashMap<>();
        for (Line line : JsonLines.read(file)) {
            String conversation = line.text("conversation");
            String id = line.text("turn");
            Integer before = lineOfTurn.putIfAbsent(conversation + "\n" + id, line.number());
            if (before != null) {
                throw line.bad("turn", id, "a turn that the conversation has once, not on line " + before + " too");
            }
            int session = line.number("session");
            // By the time, not by the session: two of one day, where no hour is known, follow each other.
            int place = told.merge(conversation + "\n" + date(line), 1, Integer::sum) - 1;
            Instant at = date(line).plus(PAUSE.multipliedBy(place));
            turns.computeIfAbsent(conversation, _ -> new ArrayList<>())
                    .add(new Turn(id, session, at, line.text("speaker"), line.text("text")));
        }
        if (turns.isEmpty()) {
            throw new BadData(file, "no turns (expected: at least one)");
        }
        turns.values().forEach(its -> its.sort(Comparator.comparing(Turn::toldAt))); // stable: as in the file
        return turns;
    }

    private static Map<String, List<Question>> questions(Path file, Map<String, List<Turn>> turns) {
        Map<String, List<Question>> questions = new HashMap<>();
        int number = 0;
        for (Line line : JsonLines.read(file)) {
            String conversation = line.text("conversation");
            List<Turn> its = turns.get(conversation);
            if (its == null) {
                throw line.bad("conversation", conversation, "one that " + TURNS + " has");
            }
            List<String> evidence = line.texts("evidence");
            for (String id : evidence) {
                if (its.stream().noneMatch(turn -> turn.id().equals(id))) {
                    throw line.bad("evidence", id, "a turn of conversation " + conversation);
                }
            }
            questions
                    .computeIfAbsent(conversation, _ -> new ArrayList<>())
                    .add(new Question(number++, conversation, line.text("category"), line.text("question"), evidence));
        }
        if (number == 0) {
            throw new BadData(file, "no questions (expected: at least one)");
        }
        return questions;
    }

    private static Instant date(Line line) {
        String text = line.text("date");
        try {
            if (text.contains(" on ")) {
                return LocalDateTime.parse(text, SPOKEN).toInstant(ZoneOffset.UTC);
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw line.bad("date", text, DATES);
        }
    }
}
