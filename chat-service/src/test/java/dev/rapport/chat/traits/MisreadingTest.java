package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that are easily taken for others, each beside one that is what it seems: each row names all traits that must be
 * found, and no other may be.
 */
class MisreadingTest {

    @ParameterizedTest
    @MethodSource({"calls", "heads"})
    void extract_statement_allItsTraitsAndNoOther(String message, List<String> expected) {
        assertThat(Rows.extract(message)).as(message).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Arguments> calls() {
        return Rows.of("""
                My dentist will call me Tuesday. =>
                Can you remind him to call me Monday? =>
                They will call me Monday. =>
                Call me Friday. =>
                Call me asap. =>
                Call me Jan 5. =>
                Call me Jan. => name=Jan
                Please never call me Bob. => -name=Bob; instruction=never call me Bob
                Never ever call me Bobby. => -name=Bobby; instruction=Never ever call me Bobby
                You can't call me Bobby. => -name=Bobby
                My boss won't call me Max. =>
                If you call me Max again, I will leave. =>
                If they call me Max again I will leave. =>
                When people call me Max I frown. =>
                Why do people call me Max? =>
                Nobody calls me Max. =>
                My friends used to call me Lou. =>
                My boss calls me Slowpoke. =>
                My kids call me Dad. => family=kids
                She says you can call me Max. =>
                Everyone at work calls me Lou. => name=Lou
                Most people call me Lou. => name=Lou
                My name is Robert but everybody calls me Bob. => name=Robert; name=Bob
                I'm Robert, but call me Bob. => name=Robert; name=Bob
                I'd like you to call me Max. => name=Max
                I don't want you to call me Max. =>
                Feel free to call me Max. => name=Max
                Can you please call me Max? => name=Max
                You can just call me Max. => name=Max
                If you like, call me Max. => name=Max
                """);
    }

    static Stream<Arguments> heads() {
        return Rows.of("""
                I have a diabetic friend. =>
                I'm a cancer researcher. => job=cancer researcher
                I'm a vegan chef. => job=vegan chef
                My sister is a cancer researcher. => family=sister; family.sister.job=cancer researcher
                I'm a vegan guy. => diet=vegan guy
                I have bipolar disorder. => health=bipolar disorder
                I have diabetes type 2. => health=diabetes type 2
                I'm on a vegan diet. => diet=vegan diet
                """);
    }
}
