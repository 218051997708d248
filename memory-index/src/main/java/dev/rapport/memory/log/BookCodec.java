package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.FactChange;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryEvent;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.TextSealer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what {@code page.lua} and {@code memory.lua} reply, and the notes that {@code events.lua} writes. */
final class BookCodec {
    private static final String NOTE_SEPARATOR = "\u001E";
    private static final String SEPARATOR = "\u001F";
    private static final int NOTE_PARTS = 4;

    /** In a row of a reply. */
    private static final int POSITION = 0;

    private static final int STATE = 1;
    private static final int NOTES = 2;
    private static final int FIELDS = 3;

    private BookCodec() {}

    static MemoryBook.Page page(List<?> reply, TextSealer sealer) {
        List<KeptMemory> memories = new ArrayList<>();
        reply.subList(2, reply.size()).forEach(row -> memories.add(memory((List<?>) row, sealer)));
        return new MemoryBook.Page(memories, text(reply.get(0)), Long.parseLong(text(reply.get(1))));
    }

    static KeptMemory memory(List<?> row, TextSealer sealer) {
        String position = text(row.get(POSITION));
        if (!(LogCodec.decode(position, fields((List<?>) row.get(FIELDS)), sealer) instanceof LogEntry.Added added)) {
            throw new IllegalArgumentException("entry " + position + ": no memory (expected: kind added)");
        }
        Memory memory = added.memory();
        return new KeptMemory(memory, text(row.get(STATE)).equals("c"), events(memory, text(row.get(NOTES))));
    }

    private static Map<String, byte[]> fields(List<?> list) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < list.size(); i += 2) {
            fields.put(text(list.get(i)), (byte[]) list.get(i + 1));
        }
        return fields;
    }

    private static List<MemoryEvent> events(Memory memory, String notes) {
        List<MemoryEvent> events = new ArrayList<>();
        if (notes.isEmpty()) {
            events.add(new MemoryEvent(MemoryEvent.Kind.ADDED, memory.toldAt(), memory.turnId(), ""));
            return events;
        }
        for (String note : notes.split(NOTE_SEPARATOR, -1)) {
            String[] parts = note.split(SEPARATOR, NOTE_PARTS);
            if (parts.length != NOTE_PARTS) {
                throw new IllegalArgumentException(
                        "note of " + memory.id() + ": " + parts.length + " parts (expected: " + NOTE_PARTS + ")");
            }
            events.add(new MemoryEvent(
                    MemoryEvent.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    parts[2],
                    parts[3]));
        }
        return events;
    }

    /** For each memory, what it speaks for. The evidence comes first in a fact, see {@link FactCodec}. */
    static Map<String, List<String>> attributes(Map<String, byte[]> facts) {
        Map<String, TreeSet<String>> attributes = new TreeMap<>();
        facts.forEach((field, fact) -> {
            String attribute = FactCodec.attribute(field);
            for (String memory : evidence(fact)) {
                attributes.computeIfAbsent(memory, _ -> new TreeSet<>()).add(attribute);
            }
        });
        Map<String, List<String>> lists = new HashMap<>();
        attributes.forEach((memory, names) -> lists.put(memory, List.copyOf(names)));
        return lists;
    }

    private static List<String> evidence(byte[] fact) {
        int end = FactCodec.endOfEvidence(fact);
        return end == 0 ? List.of() : List.of(new String(fact, 0, end, UTF_8).split(",", -1));
    }

    static List<FactChange> changes(Map<String, byte[]> change, TextSealer sealer) {
        String turn = text(change.get("turn"));
        Instant at = Instant.ofEpochMilli(Long.parseLong(text(change.get("at"))));
        List<FactChange> changes = new ArrayList<>();
        for (int i = 1; change.containsKey("f" + i); i++) {
            String field = text(change.get("f" + i));
            changes.add(new FactChange(
                    turn, at, fact(field, change.get("w" + i), sealer), fact(field, change.get("i" + i), sealer)));
        }
        return changes;
    }

    private static Optional<RememberedFact> fact(
            String field, byte @org.jspecify.annotations.Nullable [] value, TextSealer sealer) {
        return value == null || value.length == 0
                ? Optional.empty()
                : Optional.of(FactCodec.decode(field, value, sealer));
    }

    static String text(@org.jspecify.annotations.Nullable Object bytes) {
        if (!(bytes instanceof byte[] value)) {
            throw new IllegalArgumentException("reply: " + bytes + " (expected: bytes)");
        }
        return new String(value, UTF_8);
    }
}
