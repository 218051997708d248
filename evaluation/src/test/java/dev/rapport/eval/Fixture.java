package dev.rapport.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two short conversations of our own. */
public final class Fixture {
    private Fixture() {}

    /** Writes them to a folder. */
    public static Path write(Path folder) throws IOException {
        write(folder, "turns.jsonl", """
                {"conversation":"boats","session":1,"date":"1:56 pm on 8 May, 2023","turn":"D1:1","speaker":"Ada","text":"Good morning, how are you?"}
                {"conversation":"boats","session":1,"date":"1:56 pm on 8 May, 2023","turn":"D1:2","speaker":"Ada","text":"I bought a kayak for 1,249 euros."}
                {"conversation":"boats","session":2,"date":"9:05 am on 1 June, 2023","turn":"D2:1","speaker":"Bob","text":"My sister plays the harp in Porto."}
                {"conversation":"boats","session":2,"date":"9:05 am on 1 June, 2023","turn":"D2:2","speaker":"Bob","text":"See you tomorrow then."}
                {"conversation":"teas","session":1,"date":"2024-02-03","turn":"D1:1","speaker":"Eve","text":"Oolong is what I drink at night."}
                {"conversation":"teas","session":1,"date":"2024-02-03","turn":"D1:2","speaker":"Eve","text":"The roof leaks again."}
                """);
        write(folder, "questions.jsonl", """
                {"conversation":"boats","category":"single-hop","question":"What did the kayak cost?","answer":"1,249 euros","evidence":["D1:2"]}
                {"conversation":"boats","category":"multi-hop","question":"Who plays the harp, and who bought a kayak?","answer":"x","evidence":["D1:2","D2:1"]}
                {"conversation":"boats","category":"adversarial","question":"Which car did Ada buy?","answer":"none","evidence":[]}
                {"conversation":"teas","category":"single-hop","question":"What does Eve drink, oolong?","answer":"oolong","evidence":["D1:1"]}
                """);
        return folder;
    }

    /** Writes one file of a folder. */
    public static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
