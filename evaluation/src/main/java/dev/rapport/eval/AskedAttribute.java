package dev.rapport.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which attribute of the trait store answers a question, by the words that it is asked with. */
final class AskedAttribute {
    /** No attribute answers it. */
    static final String NOT = "not covered";

    private static final Map<String, List<String>> WORDS = new LinkedHashMap<>();

    static {
        words("boss", "boss supervisor manager superior report");
        words("sibling", "sibling siblings sister brother twin");
        words("allergy", "allergic allergy allergies intolerant react medical");
        words("instrument", "instrument music musical");
        words("pet", "pet pets animal animals");
        words("sport", "sport sports fit exercise train workout");
        words("birthday", "birthday born");
        words("partner", "wife husband partner spouse girlfriend boyfriend");
        words("children", "son daughter child children kid kids");
        words("diet", "diet vegan vegetarian");
        words("language", "language languages");
        words("vehicle", "car vehicle drive");
        words("favourite", "favourite favorite");
        words("studies", "study studied degree university school");
        words("employer", "employer company");
        words("home", "home live city town address");
        words("job", "job living profession occupation trade work career");
        words("age", "old age");
        words("name", "name");
    }

    private AskedAttribute() {}

    private static void words(String attribute, String words) {
        WORDS.put(attribute, Arrays.asList(words.split(" ", -1)));
    }

    /** The attribute, or {@link #NOT}. The first of the list that has a word of the question: "keep at home" asks for a pet. */
    static String attribute(String question) {
        List<String> asked = Arrays.asList(question.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1));
        return WORDS.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(asked::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(NOT);
    }
}
