// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import static dev.millrace.route.Routes.inOrder;
import static dev.millrace.route.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.Route;
import dev.millrace.route.Decision.AskEmbedding;
import dev.millrace.route.Decision.AskModel;
import dev.millrace.route.Decision.Refused;
import dev.millrace.route.Decision.Routed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteClassifierTest {
  private static final Map<String, Route> SHOP =
      inOrder(
          route("order_status").rule("(?i)where is my order").extract("order", "#(\\d{4,9})"),
          route("refund").rule("(?i)\\brefund\\b").permission("money"),
          route("vip").rule(null, Map.of("tier", "gold")),
          route("opening_hours"));

  // East is orders, north is refunds, up is opening hours; south is nothing.
  private static final float[] EAST = {1, 0, 0};
  private static final float[] NORTH = {0, 1, 0};
  private static final float[] UP = {0, 0, 1};
  private static final float[] SOUTH = {0, -1, 0};
  private static final ExampleIndex INDEX =
      ExampleIndex.of(
          List.of(
              new Example("order_status", EAST),
              new Example("refund", NORTH),
              new Example("opening_hours", UP)));

  private static final RouteClassifier ALONE = shop(null, null);
  private static final RouteClassifier WITH_MODEL = shop("small", null);
  private static final RouteClassifier WITH_FALLBACK = shop(null, "opening_hours");

  @Test
  void takesTheHintAndExtracts() {
    Question hinted = new Question("status of #12345 please", Map.of(), Set.of(), "order_status");

    assertThat(ALONE.decide(hinted))
        .isEqualTo(new Routed("order_status", 1, By.HINT, Map.of("order", "12345")));
  }

  @Test
  void refusesAnUnknownHintWithoutTellingWhichRoutesThereAre() {
    Refused refused = refused(ALONE.decide(hint("admin\n" + "x".repeat(1_000))));

    assertThat(refused.reason()).isEqualTo(Refused.UNKNOWN_ROUTE);
    assertThat(refused.detail()).hasSizeLessThan(100).doesNotContain("\n", "refund", "vip");
  }

  @Test
  void refusesAHintThatIsNotPermittedBeforeItLooksIntoTheText() {
    Refused refused = refused(ALONE.decide(hint("refund")));

    assertThat(refused.reason()).isEqualTo(Refused.NOT_PERMITTED);
    assertThat(refused.detail()).doesNotContain("money");
  }

  @Test
  void refusesAHintWhoseExtractIsMissing() {
    Refused refused = refused(ALONE.decide(hint("order_status")));

    assertThat(refused.reason()).isEqualTo(Refused.EXTRACT_MISSING);
    assertThat(refused.detail()).contains("order");
  }

  @Test
  void aBlankHintIsNone() {
    assertThat(ALONE.decide(new Question("hello", Map.of(), Set.of(), " ")))
        .isEqualTo(new AskEmbedding());
  }

  @Test
  void theFirstRuleOfTheFileWins() {
    Question both = text("Where is my order #4711, I want a refund", "money");

    assertThat(ALONE.decide(both))
        .isEqualTo(new Routed("order_status", 1, By.RULE, Map.of("order", "4711")));
  }

  @Test
  void passesOverARouteWhoseExtractIsMissing() {
    assertThat(ALONE.decide(text("Where is my order? Refund it!", "money")))
        .isEqualTo(new Routed("refund", 1, By.RULE, Map.of()));
    assertThat(ALONE.decide(text("Where is my order?"))).isEqualTo(new AskEmbedding());
  }

  @Test
  void passesOverAForbiddenRouteIfAnotherRuleHolds() {
    Question gold = new Question("refund me", Map.of("tier", "gold"), Set.of(), null);

    assertThat(ALONE.decide(gold)).isEqualTo(new Routed("vip", 1, By.RULE, Map.of()));
  }

  @Test
  void refusesIfTheOnlyRuleThatHoldsIsOfAForbiddenRoute() {
    assertThat(refused(WITH_FALLBACK.decide(text("refund me"))).reason())
        .isEqualTo(Refused.NOT_PERMITTED);
  }

  @Test
  void rulesMayAskForAttributesOnly() {
    Question gold = new Question("", Map.of("tier", "gold", "lang", "en"), Set.of(), null);
    Question silver = new Question("", Map.of("tier", "silver"), Set.of(), null);

    assertThat(ALONE.decide(gold)).isEqualTo(new Routed("vip", 1, By.RULE, Map.of()));
    assertThat(refused(ALONE.decide(silver)).reason()).isEqualTo(Refused.UNCLASSIFIED);
  }

  @Test
  void anEmptyTextIsNeitherEmbeddedNorShownToAModel() {
    assertThat(refused(WITH_MODEL.decide(text(" \n"))).reason()).isEqualTo(Refused.UNCLASSIFIED);
    assertThat(WITH_FALLBACK.decide(text("")))
        .isEqualTo(new Routed("opening_hours", 0, By.FALLBACK, Map.of()));
  }

  @Test
  void goesWhereTheNearestExamplesAre() {
    Routed routed = (Routed) ALONE.decide(text("when do you open"), unit(0.1f, 0.1f, 1));

    assertThat(routed.route()).isEqualTo("opening_hours");
    assertThat(routed.by()).isEqualTo(By.EMBEDDING);
    assertThat(routed.confidence()).isCloseTo(1, within(0.001));
  }

  @Test
  void isOutOfScopeWhereNoExampleIsNear() {
    assertThat(refused(WITH_MODEL.decide(text("sing a song"), SOUTH)).reason())
        .isEqualTo(Refused.OUT_OF_SCOPE);
    assertThat(WITH_FALLBACK.decide(text("sing a song"), SOUTH))
        .isEqualTo(new Routed("opening_hours", 0, By.FALLBACK, Map.of()));
  }

  @Test
  void betweenRoutesItAsksTheModelMostLikelyFirstAndOnlyOfWhatIsOpen() {
    float[] between = unit(0.99f, 0.98f, 1);

    assertThat(permissive("small").decide(text("hm #1234", "money"), between))
        .isEqualTo(new AskModel(List.of("opening_hours", "order_status", "refund", "vip")));
    assertThat(permissive("small").decide(text("hm"), between))
        .isEqualTo(new AskModel(List.of("opening_hours", "vip")));
  }

  @Test
  void betweenRoutesWithoutAModelItFallsBackOrRefuses() {
    float[] between = unit(1, 0.99f, 1);

    assertThat(refused(permissive(null).decide(text("hm"), between)).reason())
        .isEqualTo(Refused.UNCLASSIFIED);
  }

  @Test
  void aRequestThatIsClearlyForAForbiddenRouteIsNotSentElsewhere() {
    assertThat(refused(WITH_MODEL.decide(text("give it back"), NORTH)).reason())
        .isEqualTo(Refused.NOT_PERMITTED);
    assertThat(ALONE.decide(text("give it back", "money"), NORTH))
        .isInstanceOfSatisfying(
            Routed.class, routed -> assertThat(routed.route()).isEqualTo("refund"));
  }

  @Test
  void aVectorThatCannotBeComparedSaysNothing() {
    for (float[] bad :
        List.of(
            new float[] {Float.NaN, 0, 1},
            new float[] {0, Float.POSITIVE_INFINITY, 0},
            new float[] {0, 0, 0},
            new float[] {5, 0, 0},
            new float[] {1, 0},
            new float[0])) {
      assertThat(refused(ALONE.decide(text("hello"), bad)).reason())
          .isEqualTo(Refused.UNCLASSIFIED);
      assertThat(WITH_MODEL.decide(text("hello"), bad)).isInstanceOf(AskModel.class);
    }
  }

  @Test
  void takesTheModelsChoice() {
    Question question = text("when?");

    assertThat(WITH_MODEL.decide(question, "{\"route\": \"opening_hours\"}"))
        .isEqualTo(new Routed("opening_hours", 0, By.MODEL, Map.of()))
        .isEqualTo(WITH_MODEL.decide(question, " opening_hours\n"));
  }

  @Test
  void aModelThatSaysNoneMeansOutOfScope() {
    assertThat(refused(WITH_MODEL.decide(text("sing"), "{\"route\":\"none\"}")).reason())
        .isEqualTo(Refused.OUT_OF_SCOPE);
    assertThat(WITH_FALLBACK.decide(text("sing"), "none"))
        .isEqualTo(new Routed("opening_hours", 0, By.FALLBACK, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"route\":[1]}", "null", "I think refund", "refund", "order_status"})
  void aModelCannotOpenWhatIsClosed(String answer) {
    assertThat(refused(WITH_MODEL.decide(text("hm"), answer)).reason())
        .isEqualTo(Refused.UNCLASSIFIED);
  }

  @Test
  void aForbiddenFallbackIsNotTaken() {
    assertThat(refused(shop(null, "refund").decide(text("sing"), SOUTH)).reason())
        .isEqualTo(Refused.OUT_OF_SCOPE);
  }

  @Test
  void asksTheModelAtOnceWhereThereAreNoExamples() {
    RouteClassifier classifier =
        RouteClassifier.of(SHOP, settings("small", null, 0.5), ExampleIndex.EMPTY);

    assertThat(classifier.decide(text("hello")))
        .isEqualTo(new AskModel(List.of("vip", "opening_hours")));
  }

  @Test
  void refusesSettingsThatContradictTheRoutes() {
    ExampleIndex foreign = ExampleIndex.of(List.of(new Example("nowhere", UP)));

    assertThatThrownBy(() -> shop(null, "nowhere")).hasMessageContaining("nowhere");
    assertThatThrownBy(() -> RouteClassifier.of(SHOP, settings(null, null, 0.5), foreign))
        .hasMessageContaining("nowhere");
  }

  private static RouteClassifier shop(@Nullable String model, @Nullable String fallback) {
    return RouteClassifier.of(SHOP, settings(model, fallback, 0.5), INDEX);
  }

  /** In three dimensions nothing is near two examples at once: this one takes far for near. */
  private static RouteClassifier permissive(@Nullable String model) {
    return RouteClassifier.of(SHOP, settings(model, null, 0.3), INDEX);
  }

  private static Classifier settings(
      @Nullable String model, @Nullable String fallback, double outOfScope) {
    return new Classifier(true, null, 7, 0.6, outOfScope, model, fallback);
  }

  private static Question text(String text, String... permissions) {
    return new Question(text, Map.of(), Set.of(permissions), null);
  }

  private static Question hint(String route) {
    return new Question("hello", Map.of(), Set.of(), route);
  }

  private static float[] unit(float... vector) {
    double squares = 0;
    for (float f : vector) {
      squares += f * f;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  private static Refused refused(Decision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }
}
