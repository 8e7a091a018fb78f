// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.millrace.engine.Completion;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.Lane;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Seat;
import dev.millrace.engine.Trim;
import dev.millrace.purity.impure.AsksTheClock;
import dev.millrace.purity.impure.Gambles;
import dev.millrace.purity.impure.ReadsFiles;
import dev.millrace.purity.impure.SpeaksKafka;
import dev.millrace.purity.impure.StartsThreads;
import dev.millrace.purity.impure.TakesItsTimeFromASystemClock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What decides is pure: the same run, told the same, does the same, in a test, in a replay and
 * after a crash. So it sees no Kafka and no outside world, and time and chance come to it as
 * arguments.
 */
class PurityTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace");

  private static final String[] DECIDE = {
    "dev.millrace.run",
    "dev.millrace.ledger",
    "dev.millrace.retry",
    "dev.millrace.order",
    "dev.millrace.cache",
    "dev.millrace.prompt",
    "dev.millrace.route",
    "dev.millrace.wire",
    "dev.millrace.pipeline",
    "dev.millrace.bounds",
    "dev.millrace.estimate"
  };

  private static final String[] CONNECT = {
    "dev.millrace.call..",
    "dev.millrace.embedding..",
    "dev.millrace.http..",
    "dev.millrace.mcp..",
    "dev.millrace.model..",
    "dev.millrace.price..",
    "dev.millrace.simulation..",
    "dev.millrace.template..",
    "dev.millrace.token..",
    "dev.millrace.tool.."
  };

  /** What the engine and those who decide tell each other: plain records. */
  private static final Set<String> SHARED_WITH_THE_ENGINE =
      Set.of(
          OutboundCall.class.getName(),
          PendingCall.class.getName(),
          InputBuckets.class.getName(),
          Completion.class.getName(),
          Lane.class.getName(),
          Seat.class.getName(),
          Trim.class.getName());

  private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
      resideInAnyPackage(
              "org.apache.kafka..",
              "org.rocksdb..",
              "okhttp3..",
              "okio..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "java.lang.foreign..",
              "dev.millrace.engine..",
              "dev.millrace.kafka..",
              "dev.millrace.runtime..",
              "dev.millrace.state..",
              "dev.millrace.topology..")
          .and(not(DescribedPredicate.describe("shared with the engine", PurityTest::isShared)))
          .and(not(nameMatching("java\\.util\\.concurrent\\.ConcurrentHashMap")))
          .or(nameMatching("java\\.io\\.(File|Random|Print|.*Reader$|.*InputStream$|Buffered).*"))
          .or(nameMatching("java\\.lang\\.(Thread|Process|Runtime$).*"))
          .or(nameMatching("java\\.util\\.(Timer|TimerTask|Random|SplittableRandom|Scanner)"))
          .or(nameMatching("java\\.util\\.random\\..*"))
          .or(nameMatching("java\\.security\\.SecureRandom"))
          .as("part of the outside world");

  private static final DescribedPredicate<JavaAccess<?>> CLOCK_OR_CHANCE =
      DescribedPredicate.describe("the clock or chance", PurityTest::isClockOrChance);

  private static boolean isShared(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    return SHARED_WITH_THE_ENGINE.stream()
        .anyMatch(shared -> name.equals(shared) || name.startsWith(shared + "$"));
  }

  private static boolean isClockOrChance(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    return switch (target.getName()) {
      case "now" -> owner.startsWith("java.time.");
      case "currentTimeMillis", "nanoTime", "getenv", "getProperty" ->
          owner.equals("java.lang.System");
      case "systemUTC", "systemDefaultZone", "system", "systemDefault" ->
          owner.startsWith("java.time.");
      case "randomUUID" -> owner.equals("java.util.UUID");
      case "random" -> owner.endsWith("Math");
      case "shuffle" -> owner.equals("java.util.Collections");
      default -> false;
    };
  }

  private static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat(OUTSIDE_WORLD)
        .orShould()
        .accessTargetWhere(CLOCK_OR_CHANCE)
        .because("what decides must do the same again in a test, in a replay and after a crash");
  }

  private static ArchRule withoutKafka(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..", "dev.millrace.kafka..")
        .because("connectors serve whoever wants to call models and tools, with Kafka or without");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.millrace.run",
        "dev.millrace.advice",
        "dev.millrace.ledger",
        "dev.millrace.retry",
        "dev.millrace.cache",
        "dev.millrace.prompt",
        "dev.millrace.route",
        "dev.millrace.wire",
        "dev.millrace.pipeline"
      })
  void whatDecidesIsPure(String decides) {
    pure(decides).check(OURS);
  }

  /** Else the exception made for them would be a hole. */
  @Test
  void whatIsSharedWithTheEngineIsPureToo() {
    JavaClasses shared = OURS.that(DescribedPredicate.describe("shared", PurityTest::isShared));
    assertThat(shared).hasSizeGreaterThanOrEqualTo(SHARED_WITH_THE_ENGINE.size());
    pure("dev.millrace.engine").check(shared);
  }

  @Test
  void connectorsKnowNoKafka() {
    withoutKafka(CONNECT).check(OURS);
  }

  /** Decisions know what the world may answer, and nothing of who asks it. */
  @Test
  void decisionsReachTheConnectorsForRecordsTemplatesAndCountsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(DECIDE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.millrace..")
                .and(
                    resideOutsideOfPackages(
                        Stream.concat(
                                Stream.of(DECIDE),
                                Stream.of(
                                    "dev.millrace.call",
                                    "dev.millrace.model",
                                    "dev.millrace.tool",
                                    "dev.millrace.price",
                                    "dev.millrace.template",
                                    "dev.millrace.token",
                                    "dev.millrace.schemas",
                                    "dev.millrace.engine"))
                            .toArray(String[]::new))))
        .check(OURS);
  }

  // And the rules can fail.

  static Stream<Class<?>> impure() {
    return Stream.of(
        AsksTheClock.class,
        TakesItsTimeFromASystemClock.class,
        Gambles.class,
        ReadsFiles.class,
        StartsThreads.class,
        SpeaksKafka.class);
  }

  @ParameterizedTest
  @MethodSource("impure")
  void theRuleCatches(Class<?> impure) {
    JavaClasses one = new ClassFileImporter().importClasses(impure);
    assertThat(pure(impure.getPackageName()).evaluate(one).hasViolation()).isTrue();
  }

  @Test
  void theRuleForConnectorsCatchesKafka() {
    JavaClasses one = new ClassFileImporter().importClasses(SpeaksKafka.class);
    assertThat(withoutKafka("dev.millrace.purity.impure").evaluate(one).hasViolation()).isTrue();
  }
}
