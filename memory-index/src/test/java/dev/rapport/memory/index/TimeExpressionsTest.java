package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.Vectors;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeExpressionsTest {
    /** A Wednesday. */
    private static final Instant NOW = Instant.parse("2025-05-14T15:00:00Z");

    private static String read(String question, Instant now) {
        return TimeExpressions.of(question, now).stream()
                .map(period -> period.from() + ".." + period.to().minusDays(1))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What did I eat today?                              | 2025-05-14..2025-05-14",
                "What did I eat yesterday?                          | 2025-05-13..2025-05-13",
                "Whom did I meet the day before yesterday?          | 2025-05-12..2025-05-12",
                "Where was I last night?                            | 2025-05-13..2025-05-13",
                "What did I say two days ago?                       | 2025-05-12..2025-05-12",
                "What did I buy two weeks ago?                      | 2025-04-26..2025-05-04",
                "What did I buy a couple of weeks ago?              | 2025-04-26..2025-05-04",
                "What did I plan 3 months ago?                      | 2025-01-29..2025-03-02",
                "Where did I live 4 years ago?                      | 2020-11-14..2021-11-13",
                "What happened last week?                           | 2025-05-05..2025-05-11",
                "What happened this week?                           | 2025-05-12..2025-05-18",
                "What happened in the last 3 days?                  | 2025-05-11..2025-05-14",
                "What did I do last weekend?                        | 2025-05-10..2025-05-11",
                "What did I earn last month?                        | 2025-04-01..2025-04-30",
                "Where did I travel last year?                      | 2024-01-01..2024-12-31",
                "Whom did I see on Monday?                          | 2025-05-12..2025-05-12",
                "Whom did I see last Wednesday?                     | 2025-05-07..2025-05-07",
                "What did I read last May?                          | 2024-05-01..2024-05-31",
                "What did I read last June?                         | 2024-06-01..2024-06-30",
                "What did I read in May?                            | 2025-05-01..2025-05-31",
                "What did I read in December?                       | 2024-12-01..2024-12-31",
                "What did I do last summer?                         | 2024-06-01..2024-08-31",
                "What did I do last spring?                         | 2024-03-01..2024-05-31",
                "What did I do this spring?                         | 2025-03-01..2025-05-31",
                "Where was I in the winter of 2022?                 | 2022-12-01..2023-02-28",
                "What did I do on 7 May?                            | 2025-05-07..2025-05-07",
                "What did I do on the 20th of May?                  | 2024-05-20..2024-05-20",
                "What did I do on May 7th, 2023?                    | 2023-05-07..2023-05-07",
                "What did I do on 2023-05-07?                       | 2023-05-07..2023-05-07",
                "Where was I on Feb 29, 2023?                       | 2023-02-28..2023-02-28",
                "What did I win in 2022?                            | 2022-01-01..2022-12-31",
                "What did I do in June 2023?                        | 2023-06-01..2023-06-30",
                "What have I done since March 2025?                 | 2025-03-01..2025-05-14",
                "What did I do after 7 May?                         | 2025-05-08..2025-05-14",
                "What did I do in the week before August 3, 2023?   | 2023-07-27..2023-08-02",
                "What did I do two weeks before August 11, 2023?    | 2023-07-28..2023-08-10",
                "Whom did I see the Friday before 14 August 2023?   | 2023-08-11..2023-08-11",
                "Where was I between 1 May and 3 May?               | 2025-05-01..2025-05-01 2025-05-03..2025-05-03",
                "What did I say in the past week?                   | 2025-05-07..2025-05-14",
                "What did I do on 29 February?                      | 2024-02-29..2024-02-29",
                "What did I do at 2023-05-07T10:00?                 | 2023-05-07..2023-05-07",
                "What did I plan for next May 2026?                 | 2026-05-01..2026-05-31"
            })
    void of_question_isTheTimeItNames(String question, String periods) {
        assertThat(read(question, NOW)).isEqualTo(periods);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What may I eat?",
                "May I ask something?",
                "Where did we march?",
                "Did I fall?",
                "Where does my sister live?",
                "Did I pay 2022 euros?",
                "What did I do 5000 years ago?",
                "What did I do on 40 May?",
                "What is the last thing I said?",
                "Was it the 13th month?",
                "Since when do I live here?",
                "2023-99-99",
                "What do I do next Friday?",
                "What do I do every Monday?",
                "What do I do next summer?",
                "This may be my allergy",
                "What did I do before May 2023?"
            })
    void of_questionWithoutTime_isNone(String question) {
        assertThat(read(question, NOW)).isEmpty();
    }

    /** A message is anything: to end with a word that announces a time must not fail the turn. */
    @Test
    void of_anyWordsInAnyOrder_isNoError() {
        List<String> words = List.of(
                "since",
                "after",
                "before",
                "last",
                "this",
                "past",
                "next",
                "day",
                "week",
                "two",
                "a",
                "couple",
                "of",
                "may",
                "friday",
                "summer",
                "7th",
                "2023",
                "02",
                "29",
                "31",
                "ago",
                "night",
                "yesterday",
                "february");
        Random random = new Random(5);
        for (int round = 0; round < 50_000; round++) {
            String text = random.ints(1 + random.nextInt(5), 0, words.size())
                    .mapToObj(words::get)
                    .collect(Collectors.joining(" "));
            assertThat(TimeExpressions.of(text, NOW)).as(text).hasSizeLessThanOrEqualTo(TimeExpressions.PERIODS_MAX);
        }
    }

    @Test
    void of_manyDates_areBounded() {
        assertThat(TimeExpressions.of("yesterday ".repeat(10_000), NOW)).hasSize(TimeExpressions.PERIODS_MAX);
        assertThat(TimeExpressions.of("x ".repeat(TimeExpressions.WORDS_MAX) + "yesterday", NOW))
                .isEmpty();
    }

    /** Questions of every kind against one kind of memory told day by day: only the time says which is meant. */
    @Test
    void search_sameThingToldOnManyDays_findsTheDayAsked_whereWithoutATimeItDoesNot() {
        Random random = new Random(17);
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
        UserMemories memories = new UserMemories();
        List<LogEntry> log = new ArrayList<>();
        for (int back = 400; back >= 0; back--) {
            Memory lunch = new Memory(
                    today.minusDays(back).toString(),
                    "For lunch I had dish " + back + ".",
                    today.minusDays(back).atTime(13, 0).toInstant(ZoneOffset.UTC),
                    "turn",
                    QuantizedVector.of(Vectors.random(random)),
                    "model");
            log.add(new LogEntry.Added("1-" + (401 - back), lunch));
        }
        memories.apply(log);

        int asked = 0;
        int found = 0;
        int foundWithoutTime = 0;
        for (int i = 0; i < 60; i++) {
            LocalDate day = today.minusDays(3 + random.nextInt(300));
            LocalDate monday = today.with(TemporalAdjusters.previous(DayOfWeek.MONDAY));
            List<String> phrases = List.of(
                    "two days ago = " + today.minusDays(2),
                    "yesterday = " + today.minusDays(1),
                    "last Monday = " + monday,
                    "on " + day.format(DateTimeFormatter.ofPattern("MMMM d", Locale.ENGLISH)) + " = " + day,
                    "the day before yesterday = " + today.minusDays(2));
            String[] phrase = phrases.get(i % phrases.size()).split(" = ", -1);
            String question = "What did I have for lunch " + phrase[0] + "?";
            var meaning = Vectors.random(random);
            SearchEffort few = new SearchEffort(12, -1);
            asked++;
            found += holds(memories.search(new RecallQuery(meaning, question, NOW, few)), phrase[1]);
            foundWithoutTime += holds(memories.search(new RecallQuery(meaning, question, few)), phrase[1]);
        }
        assertThat(found).as("seed 17, of %s", asked).isGreaterThanOrEqualTo(54);
        assertThat(foundWithoutTime).as("seed 17, of %s", asked).isLessThanOrEqualTo(30);
    }

    private static int holds(List<dev.rapport.memory.Recalled> found, String id) {
        return found.stream().anyMatch(one -> one.memory().id().equals(id)) ? 1 : 0;
    }
}
