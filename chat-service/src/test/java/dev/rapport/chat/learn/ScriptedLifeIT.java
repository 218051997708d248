package dev.rapport.chat.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Traits;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.FactHistory.Undo;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.RedisMemoryLog;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A life in one sentence a turn, through the extractor, the learning stage and a real store. After each sentence the whole
 * profile is what it should be; undone, it is what it was; told again, it is right again.
 */
@Timeout(120)
class ScriptedLifeIT {
    /** A sentence, then what it adds to the profile and what it takes away. */
    private static final String LIFE = """
            My name is Nora Lindqvist.                => +name=Nora Lindqvist
            I am 24 years old.                        => +age=24
            I live in Lund.                           => +home=Lund
            I study biology.                          => +studies=biology
            I have a cat.                             => +pet=cat
            My cat is called Miso.                    => +pet.cat.name=Miso
            I am a vegetarian.                        => +diet=vegetarian
            I love climbing.                          => +likes=climbing
            I hate coriander.                         => +dislikes=coriander
            I have a boyfriend.                       => +partner=boyfriend
            My boyfriend's name is Jonas.             => +partner.name=Jonas
            I work as a waitress.                     => +job=waitress
            I drive a Volvo.                          => +vehicle=Volvo
            I moved to Malmö.                         => +home=Malmö -home=Lund
            I work at Ekoteket.                       => +employer=Ekoteket
            I turned 25.                              => +age=25 -age=24
            I broke up with my boyfriend.             => -partner=boyfriend -partner.name=Jonas
            I am single.                              => +relationship=single
            I have two cats now.                      => +pet=two cats -pet=cat
            I no longer work as a waitress.           => -job=waitress
            I started a new job as a lab technician.  => +job=lab technician
            I moved to Copenhagen.                    => +home=Copenhagen -home=Malmö
            I'm vegan now.                            => +diet=vegan -diet=vegetarian
            I like coriander.                         => +likes=coriander -dislikes=coriander
            I am allergic to peanuts.                 => +allergy=peanuts
            I bought a bike.                          => +vehicle=bike
            I no longer have a Volvo.                 => -vehicle=Volvo
            I have a girlfriend.                      => +partner=girlfriend -relationship=single
            My girlfriend's name is Freja.            => +partner.name=Freja
            I speak Danish.                           => +language=Danish
            I joined Novozymes.                       => +employer=Novozymes -employer=Ekoteket
            I got engaged.                            => +relationship=engaged
            I live in Aarhus now.                     => +home=Aarhus -home=Copenhagen
            I am 28 years old.                        => +age=28 -age=25
            I don't like climbing anymore.            => -likes=climbing
            I enjoy sailing.                          => +likes=sailing
            I got married.                            => +relationship=married -relationship=engaged
            I have a wife.                            => +partner=wife -partner=girlfriend
            I moved from Aarhus to Odense.            => +home=Odense -home=Aarhus
            I have three cats.                        => +pet=three cats -pet=two cats
            We adopted a dog.                         => +pet=dog
            Our dog is called Bolt.                   => +pet.dog.name=Bolt
            I have a daughter.                        => +children=daughter
            I became a teacher.                       => +job=teacher -job=lab technician
            I'm not vegan anymore.                    => -diet=vegan
            I'm a pescatarian.                        => +diet=pescatarian
            I want to become a school principal.      => +goal=school principal
            I have two kids.                          => +children=two kids -children=daughter
            I hate sailing.                           => +dislikes=sailing -likes=sailing
            I play the cello.                         => +hobby=play the cello
            I don't play the cello anymore.           => -hobby=play the cello
            My favourite colour is green.             => +favourite.colour=green
            My favourite colour is blue.              => +favourite.colour=blue -favourite.colour=green
            My favourite ice cream is pistachio.      => +favourite.ice-cream=pistachio
            My mother-in-law lives in Rome.           => +family=mother-in-law +family.mother-in-law.home=Rome
            My dog died.                              => -pet=dog -pet.dog.name=Bolt
            I have asthma.                            => +health=asthma
            I moved to Berlin.                        => +home=Berlin -home=Odense
            I got divorced.                           => +relationship=divorced -relationship=married -partner=wife -partner.name=Freja
            I don't have cats any more.               => -pet=three cats -pet.cat.name=Miso
            I'm retired.                              => +job=retired -job=teacher -employer=Novozymes
            I live in Lisbon.                         => +home=Lisbon -home=Berlin
            I sold my bike.                           => -vehicle=bike
            I am 65 years old.                        => +age=65 -age=28
            I have a parrot.                          => +pet=parrot
            I no longer like coriander.               => -likes=coriander
            I have no pets.                           => -pet=parrot
            """;

    private static final Owner OWNER = Turns.SESSION.owner();

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TraitExtractor extractor = new TraitExtractor();
    private RedisProcess redis;
    private RedisMemoryLog log;
    private int turns;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder, List.of("--appendfsync", "no")); // this test is not about the disk
        log = RedisMemoryLog.connect(redis.uri(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        log.close();
        redis.close();
    }

    @Test
    void apply_lifeOfSixtyChanges_profileIsExactAfterEach_andUndoRestores() throws Exception {
        List<String> rows = LIFE.lines().toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
        Set<String> expected = new TreeSet<>();
        for (String row : rows) {
            String[] parts = row.split("=>", 2);
            Set<String> before = new TreeSet<>(expected);
            change(expected, parts[1]);
            String said = parts[0].strip();

            tell(said);
            assertThat(profile()).as("after: %s", said).isEqualTo(expected);

            assertThat(log.undo(OWNER, "", Turns.NOW).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(Undo.UNDONE);
            assertThat(profile()).as("undone: %s", said).isEqualTo(before);

            tell(said);
            assertThat(profile()).as("again: %s", said).isEqualTo(expected);
        }
    }

    private static void change(Set<String> profile, String changes) {
        for (String change : changes.strip().split(" (?=[+-][a-z.-]+=)", -1)) {
            boolean changed =
                    change.startsWith("+") ? profile.add(change.substring(1)) : profile.remove(change.substring(1));
            assertThat(changed).as("the script itself: %s", change).isTrue();
        }
    }

    private Set<String> profile() throws Exception {
        Set<String> profile = new TreeSet<>();
        known().forEach(trait -> profile.add(trait.attribute() + '=' + trait.value()));
        return profile;
    }

    private List<KnownTrait> known() throws Exception {
        return log.facts(OWNER).toCompletableFuture().get(10, TimeUnit.SECONDS).stream()
                .map(KnownTrait::of)
                .toList();
    }

    private void tell(String message) throws Exception {
        Traits traits = extractor.extract(message);
        RecalledTurn turn = new RecalledTurn(
                Turns.traited(message, traits.memorable(), traits.traits()),
                "gen_" + ++turns,
                "c_1",
                List.of(),
                List.of(),
                known(),
                Future.succeededFuture(vector()),
                "");
        new Learn(vertx, log, _ -> Future.succeededFuture(), new OneVector())
                .apply(Turns.prompted(turn))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static Embedding vector() {
        float[] values = new float[Embedding.DIMENSIONS];
        values[0] = 1;
        return Embedding.of(values);
    }

    private static final class OneVector implements Embedder {
        @Override
        public Embedding embed(String text) {
            return vector();
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "one";
        }
    }
}
