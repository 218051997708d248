package dev.rapport.llm.provider;

import dev.rapport.llm.ToolFragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one answer, as a provider streams them, made into fragments: numbered from 0 in the order in which they
 * begin, each with an id and a name in its first fragment, whatever the provider leaves out.
 */
final class Calls {
    /** As many as there may be tools; a model that calls more is out of its mind. */
    static final int CALLS_MAX = 128;

    /** Characters of all arguments: the client sends them back with the results, and a conversation has so many. */
    static final int ARGUMENTS_LENGTH_MAX = 128_000;

    private static final String NO_ARGUMENTS = "{}";

    private final Map<String, Integer> indexes = new HashMap<>();
    private final SortedSet<Integer> silent = new TreeSet<>(); // have begun, without a word of arguments yet
    private int argumentsLength;

    /** Whether any call has begun. */
    boolean begun() {
        return !indexes.isEmpty();
    }

    /** Whether there are more calls, or longer arguments, than an answer may have. */
    boolean isTooMuch() {
        return indexes.size() > CALLS_MAX || argumentsLength > ARGUMENTS_LENGTH_MAX;
    }

    /** What it is that is too much. */
    String tooMuch() {
        return "tool calls: " + indexes.size() + " with " + argumentsLength
                + " characters of arguments (expected: at most " + CALLS_MAX + " with " + ARGUMENTS_LENGTH_MAX + ")";
    }

    /** A piece of a call's arguments. */
    List<ToolFragment> piece(int providersIndex, @Nullable String id, @Nullable String name, String arguments) {
        List<ToolFragment> fragments = new ArrayList<>();
        int index = index(providersIndex, id, name, fragments);
        silent.remove(index);
        argumentsLength += arguments.length();
        fragments.add(ToolFragment.next(index, arguments));
        return fragments;
    }

    /**
     * A call is whole, as far as LangChain4j knows: it says so whenever another one goes on, and puts an empty object where no
     * arguments were. They may still come, so the object waits for {@link #rest}. At an index that no call has there is none.
     */
    List<ToolFragment> whole(int providersIndex, @Nullable String id, @Nullable String name, String arguments) {
        boolean noArguments = arguments.equals(NO_ARGUMENTS);
        boolean noCall = noArguments && (id == null || id.isBlank()) && (name == null || name.isBlank());
        if (noCall || indexes.containsKey(key(providersIndex, id))) {
            return List.of();
        }
        if (!noArguments) {
            return piece(providersIndex, id, name, arguments);
        }
        List<ToolFragment> fragments = new ArrayList<>();
        silent.add(index(providersIndex, id, name, fragments));
        return fragments;
    }

    /** The answer is over: what was called without arguments gets an empty object of them. */
    List<ToolFragment> rest() {
        List<ToolFragment> fragments = silent.stream()
                .map(index -> ToolFragment.next(index, NO_ARGUMENTS))
                .toList();
        silent.clear();
        return fragments;
    }

    private int index(int providersIndex, @Nullable String id, @Nullable String name, List<ToolFragment> fragments) {
        Integer known = indexes.get(key(providersIndex, id));
        if (known != null) {
            return known;
        }
        int index = indexes.size();
        indexes.put(key(providersIndex, id), index);
        String named = id == null || id.isBlank() ? "call_" + index : id;
        fragments.add(ToolFragment.first(index, named, name == null || name.isBlank() ? "unnamed" : name));
        return index;
    }

    /* The id too: some servers give every call of an answer the index 0. */
    private static String key(int index, @Nullable String id) {
        return index + " " + id;
    }
}
