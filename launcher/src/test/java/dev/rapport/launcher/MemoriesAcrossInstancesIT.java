package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one instance learned, any other finds: all of it, while all of them are busy learning. */
@Timeout(900)
class MemoriesAcrossInstancesIT {
    private static final int INSTANCES = 4;

    /** Each talks all the time; together they keep both cores of a small machine busy. */
    private static final int USERS = 16;

    /** {@code -Dinstances.memories=10000} tells as many as the claim has; the default keeps CI short. */
    private static final int MEMORIES = Integer.getInteger("instances.memories", 480);

    private static final List<String> FINDERS = List.of("Ada", "Bela", "Carl", "Dora", "Emil", "Finn", "Greta");
    private static final List<String> THINGS =
            List.of("lantern", "violin case", "brass telescope", "tin of buttons", "chess clock", "map of Crete");
    private static final List<String> PLACES =
            List.of("the boathouse", "our old school", "the mill", "a tram in Lisbon", "the attic", "the chapel");

    /** An answer that went without its memories says so, and is asked for again. */
    private static final int ATTEMPTS_MAX = 5;

    @TempDir
    private Path state;

    private final LongAdder withoutRecall = new LongAdder();

    /**
     * One thing that a user tells.
     *
     * @param teller the instance that heard it, from 1
     */
    private record Told(String text, int teller) {}

    @Test
    void recall_onAnotherInstance_ofAllThatWasToldUnderLoad_findsEach() throws Exception {
        try (RunningRapport rapport = RunningRapport.up(state, INSTANCES, 4, Map.of());
                ExecutorService users = Executors.newFixedThreadPool(USERS)) {
            List<Callable<List<String>>> lives = IntStream.range(0, USERS)
                    .<Callable<List<String>>>mapToObj(user -> () -> live(rapport, user))
                    .toList();
            List<String> missed = new ArrayList<>();
            int told = 0;
            for (Future<List<String>> life : users.invokeAll(lives)) {
                missed.addAll(life.get());
                told += MEMORIES / USERS;
            }

            System.out.printf(
                    "%,d memories told to random instances, %,d found by another; %,d answers went without recall, and said so%n",
                    told, told - missed.size(), withoutRecall.sum());
            assertThat(missed).isEmpty();
        }
    }

    /** What was told and not found again. Tells in bursts, and asks for each while the other users go on telling. */
    private List<String> live(RunningRapport rapport, int user) throws Exception {
        Random random = new Random(user);
        RunningRapport.Talk talk = rapport.begin("user-" + user);
        List<Told> told = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        int asked = 0;
        while (told.size() < MEMORIES / USERS) {
            Told next = new Told(text(random, user, told.size()), 1 + random.nextInt(INSTANCES));
            Answer answer = talk.say(rapport.url(next.teller()), next.text());
            boolean known = answer.done().getJsonArray("learned").size() == 1;
            boolean late = answer.dropped()
                    .contains("learn"); // the answer did not wait for it; it is to be found all the same
            assertThat(known || late).as("%s %s", next.text(), answer.done()).isTrue();
            told.add(next);
            while (asked < told.size() - 20) { // a burst behind, so that what is asked is in no prompt's history only
                missed.addAll(ask(rapport, talk, told.get(asked++), random));
            }
        }
        while (asked < told.size()) {
            missed.addAll(ask(rapport, talk, told.get(asked++), random));
        }
        return missed;
    }

    private List<String> ask(RunningRapport rapport, RunningRapport.Talk talk, Told told, Random random)
            throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int other = 1 + (told.teller() + random.nextInt(INSTANCES - 1)) % INSTANCES;
            Answer answer = talk.sayInNewConversation(rapport.url(other), told.text());
            if (!answer.dropped().contains("recall")) {
                return answer.recalled().contains(told.text()) ? List.of() : List.of(told.text());
            }
            withoutRecall.increment();
        }
        return List.of(told.text() + " (recall was late " + ATTEMPTS_MAX + " times)");
    }

    private static String text(Random random, int user, int number) {
        return "%s found my %s in %s on day %d."
                .formatted(
                        FINDERS.get(random.nextInt(FINDERS.size())),
                        THINGS.get(random.nextInt(THINGS.size())),
                        PLACES.get(random.nextInt(PLACES.size())),
                        user * 10_000 + number);
    }
}
