package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassageSplitterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Pi is 3.14 and e is 2.718. That is all.              | Pi is 3.14 and e is 2.718. / That is all.
            Dr. Smith met Mrs. Jones. They talked.               | Dr. Smith met Mrs. Jones. / They talked.
            J. R. Smith wrote it. I read it.                     | J. R. Smith wrote it. / I read it.
            See https://a.example/x.html?q=1.5!y today. Then go. | See https://a.example/x.html?q=1.5!y today. / Then go.
            Use `a. B. c` there. Then ``x ` y. Z`` works.        | Use `a. B. c` there. / Then ``x ` y. Z`` works.
            She said "Go home. Now." and left. He stayed.        | She said "Go home. Now." and left. / He stayed.
            He said "Go home." Then he slept.                    | He said "Go home." / Then he slept.
            Er sagte „Geh. Sofort.“ Dann schlief er.             | Er sagte „Geh. Sofort.“ / Dann schlief er.
            My screen has 24" and works. It is old.              | My screen has 24" and works. / It is old.
            Apples, pears, etc. were sold. No. 5 won. No. Never. | Apples, pears, etc. were sold. / No. 5 won. / No. / Never.
            We meet on Jan. 5 at 9 a.m. in Leeds. Bring tea!     | We meet on Jan. 5 at 9 a.m. in Leeds. / Bring tea!
            Wait... what? Yes!! Good.                            | Wait... what? / Yes!! / Good.
            It is v. 2.0.1-rc.3 now. Upgrade (see fig. 3). Done. | It is v. 2.0.1-rc.3 now. / Upgrade (see fig. 3). / Done.
            お茶が好きです。今日は飲みました。                      | お茶が好きです。 / 今日は飲みました。
            First one. He said "Go. And then. All the rest.      | First one. / He said "Go. And then. All the rest.
            First one. Use `a. B. c and so on. More.             | First one. / Use `a. B. c and so on. More.
            1. Cut the bread. 2. Butter it.                      | 1. Cut the bread. / 2. Butter it.
            """)
    void split_cutsSentences_andNothingElse(String text, String expected) {
        assertThat(texts(text.strip())).containsExactly(expected.strip().split(" / ", -1));
    }

    @Test
    void split_fencedBlock_isOnePart_withItsIndentAndBlankLines() {
        String block = "```java\n  int a = 1. + 2.;\n\n  // So. What? \"\n```";
        String text = "Try this. It works:\n" + block + "\nThen run it.";

        assertThat(texts(text)).containsExactly("Try this.", "It works:", block, "Then run it.");
        assertThat(PassageSplitter.split(text))
                .extracting(PassageSplitter.Part::code)
                .containsExactly(false, false, true, false);
    }

    @Test
    void split_fenceThatIsNeverClosed_orClosedByAnotherOne_goesToTheEnd() {
        assertThat(texts("Look:\n~~~\na. B.\n\n```\nC. D.")).containsExactly("Look:", "~~~\na. B.\n\n```\nC. D.");
        assertThat(texts("````\na\n```\nb\n````\nEnd.")).containsExactly("````\na\n```\nb\n````", "End.");
    }

    @Test
    void split_lines_endWhereTheirWriterEndedThem() {
        assertThat(texts("Buy milk\nCall Bob\n\n- one\n- two. Three\n1. four"))
                .containsExactly("Buy milk", "Call Bob", "- one", "- two.", "Three", "1. four");
        String wrapped = "This line was broken by an editor at a certain column because it\nwas too long. The end.";
        assertThat(texts(wrapped))
                .containsExactly(
                        "This line was broken by an editor at a certain column because it\nwas too long.", "The end.");
    }

    @Test
    void split_longerThanIsLookedAt_thePartThatWouldBeCutIsLeftOut() {
        String sentence = "This sentence has forty characters here. ";
        List<String> parts = texts(sentence.repeat(PassageSplitter.LENGTH_MAX / 40));

        assertThat(parts)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(PassageSplitter.PARTS_MAX)
                .containsOnly(sentence.strip());
        assertThat(texts("x".repeat(PassageSplitter.LENGTH_MAX + 1))).isEmpty();
        assertThat(texts(" \n\t ")).isEmpty();
    }

    private static List<String> texts(String text) {
        return PassageSplitter.split(text).stream()
                .map(part -> text.substring(part.start(), part.end()))
                .toList();
    }
}
