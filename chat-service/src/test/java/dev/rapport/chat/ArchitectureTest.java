package dev.rapport.chat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.MasterKeyRotation;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Who may know whom. To break a rule is a design decision: change the rule here, in the same commit, and say why. */
@AnalyzeClasses(
        packages = "dev.rapport",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** The tests of memory-index, whose Redis ours use, are a jar in a whole build, where ArchUnit takes them for code. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String CHAT = "dev.rapport.chat.";
    private static final String[] STAGES = {
        CHAT + "auth..",
        CHAT + "traits..",
        CHAT + "recall..",
        CHAT + "compress..",
        CHAT + "prompt..",
        CHAT + "generate..",
        CHAT + "stream..",
        CHAT + "learn..",
        CHAT + "summary..",
        CHAT + "pipeline.."
    };

    /** And the operator's tool that goes over the keys of all users. It reads no text, and gives nobody an owner. */
    @ArchTest
    static final ArchRule onlyAuthenticationMakesOwners = noClasses()
            .that()
            .resideOutsideOfPackage(CHAT + "auth..")
            .and()
            .doNotBelongToAnyOf(MasterKeyRotation.class)
            .should()
            .callMethod(Owner.class, "authenticated", String.class);

    /** What Vert.x fires for a future without a context runs on a thread of Netty's own: see {@code InTime}. */
    @ArchTest
    static final ArchRule aTurnStaysOnItsLoop =
            noClasses().should().callMethod(Future.class, "timeout", long.class, TimeUnit.class);

    @ArchTest
    static final ArchRule theTurnKnowsNoStage = noClasses()
            .that()
            .resideInAPackage(CHAT + "turn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES);

    @ArchTest
    static final ArchRule stagesKnowNoRedisAndNoHttp = noClasses()
            .that()
            .resideInAnyPackage(
                    CHAT + "auth..",
                    CHAT + "traits..",
                    CHAT + "recall..",
                    CHAT + "compress..",
                    CHAT + "prompt..",
                    CHAT + "generate..",
                    CHAT + "learn..",
                    CHAT + "summary..",
                    CHAT + "pipeline..",
                    CHAT + "turn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.redis..", "io.vertx.ext.web..", CHAT + "store..", CHAT + "http..");

    @ArchTest
    static final ArchRule thePipelineKnowsOnlyTheTurn = classes()
            .that()
            .resideInAPackage(CHAT + "pipeline..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CHAT + "pipeline..", CHAT + "turn..", "io.vertx.core..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule stagesDoNotKnowEachOther =
            com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                    .matching("dev.rapport.chat.(auth|traits|recall|compress|prompt|generate|stream|learn|summary)..")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule theGatewayKnowsNeitherChatNorMemory = noClasses()
            .that()
            .resideInAPackage("dev.rapport.llm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rapport.chat..", "dev.rapport.memory..");

    /** The limits ask a store through a port, {@code Scripts}: whose client that is, is the service's affair. */
    @ArchTest
    static final ArchRule theGatewayKnowsNoRedis = noClasses()
            .that()
            .resideInAPackage("dev.rapport.llm..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.redis..");

    @ArchTest
    static final ArchRule theMemoryKnowsNeitherChatNorGateway = noClasses()
            .that()
            .resideInAPackage("dev.rapport.memory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rapport.chat..", "dev.rapport.llm..", "io.vertx..");
}
