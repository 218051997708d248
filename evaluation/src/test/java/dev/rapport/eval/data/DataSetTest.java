package dev.rapport.eval.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.eval.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Fixture.write(folder);
    }

    private void replace(String file, String old, String by) throws IOException {
        Fixture.write(folder, file, Files.readString(folder.resolve(file)).replaceFirst(old, by));
    }

    @Test
    void read_goodFiles_hasTurnsInTimeOrder_andTheirQuestions() {
        DataSet data = DataSet.read(folder);

        assertThat(data.conversations()).extracting(Conversation::id).containsExactly("boats", "teas");
        Conversation boats = data.conversations().getFirst();
        assertThat(boats.turns()).extracting(Turn::id).containsExactly("D1:1", "D1:2", "D2:1", "D2:2");
        assertThat(boats.turns().get(1).toldAt())
                .isEqualTo(Instant.parse("2023-05-08T13:56:00Z").plus(DataSet.PAUSE));
        assertThat(boats.turns().get(1).told()).isEqualTo("Ada: I bought a kayak for 1,249 euros.");
        assertThat(boats.questions()).hasSize(3);
        assertThat(boats.questions().get(1).evidence()).containsExactly("D1:2", "D2:1");
    }

    @Test
    void read_twoSessionsOfOneDay_followEachOther() throws IOException {
        String turn =
                "{\"conversation\":\"boats\",\"session\":%d,\"date\":\"2023-05-08\",\"turn\":\"D%d:%d\",\"speaker\":\"Ada\",\"text\":\"Hm.\"}\n";
        Fixture.write(
                folder,
                "turns.jsonl",
                turn.formatted(1, 1, 1) + turn.formatted(1, 1, 2) + turn.formatted(2, 2, 1) + turn.formatted(2, 2, 2));
        Fixture.write(
                folder,
                "questions.jsonl",
                "{\"conversation\":\"boats\",\"category\":\"one\",\"question\":\"What?\",\"evidence\":[]}\n");
        assertThat(DataSet.read(folder).conversations().getFirst().turns())
                .extracting(Turn::id)
                .containsExactly("D1:1", "D1:2", "D2:1", "D2:2");
    }

    @Test
    void read_wrongDate_saysFileLineValueAndWhatWasExpected() throws IOException {
        replace("turns.jsonl", "9:05 am on 1 June, 2023", "1 Juno on 9");
        assertBad("turns.jsonl:3: date: 1 Juno on 9 (expected: a date like 1:56 pm on 8 May, 2023");
    }

    @Test
    void read_evidenceThatIsNoTurn_saysWhich() throws IOException {
        replace("questions.jsonl", "\\[\"D1:2\"\\]", "[\"D9:9\"]");
        assertBad("questions.jsonl:1: evidence: D9:9 (expected: a turn of conversation boats)");
    }

    @Test
    void read_turnTwice_saysWhereBothAre() throws IOException {
        replace("turns.jsonl", "D1:2", "D1:1");
        assertBad("turns.jsonl:2: turn: D1:1 (expected: a turn that the conversation has once, not on line 1 too)");
    }

    @Test
    void read_noJson_orOtherTypes_saysWhereAndWhat() throws IOException {
        replace("questions.jsonl", "\"evidence\":\\[\"D1:2\"\\]", "\"evidence\":\"D1:2\"");
        assertBad("questions.jsonl:1: evidence: \"D1:2\" (expected: an array of texts)");
        Fixture.write(folder, "questions.jsonl", "\n{\"conversation\": \n");
        assertBad("questions.jsonl:2: no JSON: ");
        Fixture.write(folder, "questions.jsonl", "\n");
        assertBad("questions.jsonl: no questions (expected: at least one)");
        Files.delete(folder.resolve("turns.jsonl"));
        assertBad("turns.jsonl: cannot be read (expected: ");
    }

    private void assertBad(String message) {
        assertThatThrownBy(() -> DataSet.read(folder))
                .isInstanceOf(BadData.class)
                .hasMessageContaining(message);
    }
}
