package dev.rapport.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondPersonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        My sister lives in Porto.                      | Your sister lives in Porto.
        I am Ada and my dog loves me.                  | You are Ada and your dog loves you.
        I’m from Graz                                  | You’re from Graz.
        When I was five, I was always ill.             | When you were five, you were always ill.
        My mother was ill.                             | Your mother was ill.
        I never was in Rome, nor am I going.           | You never were in Rome, nor are you going.
        I wasn't there                                 | You weren't there.
        That red car is mine, I bought it myself.      | That red car is yours, you bought it yourself.
        We live near a coal mine.                      | You live near a coal mine.
        Our house has a garden. I like it.             | Your house has a garden. You like it.
        My motto is "I am what I am".                  | Your motto is "I am what I am".
        My favourite film is My Fair Lady.             | Your favourite film is My Fair Lady.
        I lived in the US with us two.                 | You lived in the US with you two.
        I studied World War I.                         | You studied World War I.
        The train leaves at 8 am, I am late            | The train leaves at 8 am, you are late.
        likes oolong                                   | You like oolong.
        Remember that I've two sons                    | You've two sons.
        Please remember: my code is 7                  | Your code is 7.
        Remember to call my mother                     | Remember to call your mother.
        Don't forget that I’d like tea                 | You’d like tea.
        By the way, remember that i like tea,          | You like tea.
        """)
    void of_firstPerson_isTurned(String said, String turned) {
        assertThat(SecondPerson.of(said)).isEqualTo(turned);
    }
}
