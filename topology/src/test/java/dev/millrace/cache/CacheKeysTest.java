// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.Tool.Effect;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.Inquiry.Role;
import dev.millrace.prompt.Inquiry.Turn;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Samples;
import dev.millrace.topology.TestPipelines;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As somebody would try who wants to see, or to plant, an answer that is not theirs. */
class CacheKeysTest {
  private final CacheKeys keys = new CacheKeys(TestPipelines.shop());

  // Who may see it.

  @ParameterizedTest
  @EnumSource(Scope.class)
  void tenantsNeverShare(Scope scope) {
    assertThat(result(scope, who("acme", "ann"))).isNotEqualTo(result(scope, who("evil", "ann")));
    assertThat(tool(scope, who("acme", "ann"))).isNotEqualTo(tool(scope, who("evil", "ann")));
  }

  @Test
  void usersShareOnlyWhereTheScopeIsTheTenant() {
    RunFacts ann = who("acme", "ann");
    RunFacts bob = who("acme", "bob");

    assertThat(result(Scope.TENANT, ann)).isEqualTo(result(Scope.TENANT, bob));
    assertThat(tool(Scope.TENANT, ann)).isEqualTo(tool(Scope.TENANT, bob));
    assertThat(result(Scope.USER, ann)).isNotEqualTo(result(Scope.USER, bob));
    assertThat(tool(Scope.USER, ann)).isNotEqualTo(tool(Scope.USER, bob));
  }

  @Test
  void aUserCannotPassForATenantsSharedAnswer() {
    assertThat(result(Scope.USER, who("acme", "TENANT")))
        .isNotEqualTo(result(Scope.TENANT, who("acme", "TENANT")));
  }

  /** Who leaves the name out would else be everybody who ever left it out. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void nobodyInParticularSharesNothingThatIsAUsers(String user) {
    RunFacts nobody = who("acme", user);
    Tool told = tool("a", http(Map.of("q", "{{call.user}}"), Map.of(), null), Map.of());

    assertThat(keys.result(Scope.USER, nobody, asks("hi"))).isEmpty();
    assertThat(keys.tool(Scope.USER, nobody, tool("order"), "{}")).isEmpty();
    assertThat(keys.tool(Scope.TENANT, nobody, told, "{}")).isEmpty();
    assertThat(keys.tool(Scope.TENANT, nobody, tool("order"), "{}")).isPresent();
    assertThat(result(Scope.TENANT, nobody)).isEqualTo(result(Scope.TENANT, who("acme", "ann")));
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void permissionsPart(Scope scope) {
    assertThat(result(scope, may("read"))).isNotEqualTo(result(scope, may()));
    assertThat(result(scope, may("read"))).isNotEqualTo(result(scope, may("read", "write")));
    assertThat(result(scope, may("a", "b"))).isNotEqualTo(result(scope, may("a,b")));
    assertThat(result(scope, may("ab", "c"))).isNotEqualTo(result(scope, may("a", "bc")));
    assertThat(result(scope, may(""))).isNotEqualTo(result(scope, may()));
    assertThat(tool(scope, may("read"))).isNotEqualTo(tool(scope, may()));
  }

  @Test
  void theOrderOfPermissionsAndTheirRepetitionSayNothing() {
    assertThat(result(Scope.TENANT, may("b", "a", "b")))
        .isEqualTo(result(Scope.TENANT, may("a", "b")));
  }

  @Test
  void lettersMoveFromNoFieldToTheNext() {
    assertThat(result(Scope.USER, who("ab", "c"))).isNotEqualTo(result(Scope.USER, who("a", "bc")));
    assertThat(result(Scope.USER, who("a", "b"))).isNotEqualTo(result(Scope.USER, who("b", "a")));
    assertThat(result(Scope.USER, who("a\u0000", "b")))
        .isNotEqualTo(result(Scope.USER, who("a", "\u0000b")));
  }

  /** JSON can write halves of a character, which UTF-8 cannot: all would be one question mark. */
  @Test
  void halvesOfACharacterAreToldApart() {
    assertThat(result(Scope.USER, who("acme", "\uD800")))
        .isNotEqualTo(result(Scope.USER, who("acme", "?")))
        .isNotEqualTo(result(Scope.USER, who("acme", "\uD801")))
        .isNotEqualTo(result(Scope.USER, who("acme", "\uFFFD")));
  }

  @Test
  void theResultCacheAndTheToolCacheNeverMeet() {
    RunFacts ann = who("acme", "ann");
    assertThat(keys.result(Scope.TENANT, ann, asks("order")))
        .isNotEqualTo(keys.tool(Scope.TENANT, ann, tool("order"), "order"));
  }

  // What made it.

  @Test
  void anotherPipelineOrVersionStartsAnew() {
    Inquiry inquiry = asks("hi");
    RunFacts ann = who("acme", "ann");
    Pipeline shop = TestPipelines.shop();
    Optional<CacheKey> key = new CacheKeys(shop).result(Scope.TENANT, ann, inquiry);

    assertThat(new CacheKeys(named("shop", "2", shop)).result(Scope.TENANT, ann, inquiry))
        .isNotEqualTo(key);
    assertThat(new CacheKeys(named("shop1", "", shop)).result(Scope.TENANT, ann, inquiry))
        .isNotEqualTo(key);
    assertThat(new CacheKeys(named("shop", "1", shop)).result(Scope.TENANT, ann, inquiry))
        .isEqualTo(key);
  }

  @Test
  void toolsPartByAllThatMakesTheirResult() {
    Tool.Http http = http(Map.of(), Map.of(), null);
    assertThat(key(tool("a", http, Map.of()))).isNotEqualTo(key(tool("b", http, Map.of())));
    assertThat(key(tool("a", http, Map.of("x", "/x"))))
        .isNotEqualTo(key(tool("a", http, Map.of())));
    assertThat(key(tool("a", new Tool.JavaFunction("f"), Map.of())))
        .isNotEqualTo(key(tool("a", new Tool.JavaFunction("g"), Map.of())));
    assertThat(key(tool("a", http, Map.of())))
        .isEqualTo(key(tool("a", http(Map.of(), Map.of(), null), Map.of())));
  }

  /** The text of a source leaves these out, because they may be secret; a key must not. */
  @Test
  void toolsPartByWhatTheirTextDoesNotShow() {
    CacheKey plain = key(tool("a", http(Map.of(), Map.of(), null), Map.of()));
    CacheKey live = key(tool("a", http(Map.of("env", "live"), Map.of(), null), Map.of()));
    CacheKey test = key(tool("a", http(Map.of("env", "test"), Map.of(), null), Map.of()));
    CacheKey header = key(tool("a", http(Map.of(), Map.of("X-Env", "live"), null), Map.of()));
    CacheKey other = key(tool("a", http(Map.of(), Map.of("X-Env", "test"), null), Map.of()));
    CacheKey body = key(tool("a", http(Map.of(), Map.of(), TextNode.valueOf("b")), Map.of()));

    assertThat(List.of(plain, live, test, header, other, body)).doesNotHaveDuplicates();
  }

  /** A tool that is told the user may answer each of them otherwise. */
  @ParameterizedTest
  @CsvSource({
    "{{call.user}}, true",
    "{{ call.user }}, true",
    "{{#call}}{{user}}{{/call}}, true",
    "{{call.id}}, false",
    "{{call.tenant}}, false",
    "{{user}}, false",
    "call.user, false"
  })
  void aToolThatIsToldTheUserServesThisUserOnly(String template, boolean told) {
    Tool tool = tool("a", http(Map.of("q", template), Map.of(), null), Map.of());
    boolean apart =
        !keys.tool(Scope.TENANT, who("acme", "ann"), tool, "{}")
            .equals(keys.tool(Scope.TENANT, who("acme", "bob"), tool, "{}"));
    assertThat(apart).isEqualTo(told);
  }

  // What was asked.

  @ParameterizedTest
  @ValueSource(strings = {" Where  is\tit? ", "Where is it?\n", "Where\r\nis it?"})
  void blanksSayNothing(String text) {
    assertThat(asked(asks(text))).isEqualTo(asked(asks("Where is it?")));
  }

  @Test
  void aLetterIsTheSameHoweverItIsComposed() {
    assertThat(asked(asks("cafe\u0301"))).isEqualTo(asked(asks("caf\u00e9")));
  }

  @ParameterizedTest
  @CsvSource({
    "enable it, disable it",
    "is it 1, is it 2",
    "Where is it?, Where is it",
    "polish, Polish",
    "ｆull, full",
    "a b, ab"
  })
  void whatAReaderCanTellApartIsAnotherQuestion(String one, String other) {
    assertThat(asked(asks(one))).isNotEqualTo(asked(asks(other)));
  }

  @Test
  void aConversationIsNotItsWordsInOneTurn() {
    Inquiry two = talks(new Turn(Role.USER, "a"), new Turn(Role.USER, "b"));
    assertThat(asked(two)).isNotEqualTo(asked(talks(new Turn(Role.USER, "a b"))));
    assertThat(asked(two))
        .isNotEqualTo(asked(talks(new Turn(Role.USER, "b"), new Turn(Role.USER, "a"))));
    assertThat(asked(two))
        .isNotEqualTo(asked(talks(new Turn(Role.ASSISTANT, "a"), new Turn(Role.USER, "b"))));
    assertThat(asked(two)).isNotEqualTo(asked(talks(new Turn(Role.USER, "aUSERb"))));
  }

  @Test
  void attributesAreNamesAndValuesInAnyOrder() {
    Map<String, String> inOrder = new LinkedHashMap<>();
    inOrder.put("a", "1");
    inOrder.put("b", "2");
    Map<String, String> otherwise = new LinkedHashMap<>();
    otherwise.put("b", "2");
    otherwise.put("a", "1");

    assertThat(asked(with(inOrder))).isEqualTo(asked(with(otherwise)));
    assertThat(asked(with(Map.of("a", "1")))).isNotEqualTo(asked(with(Map.of("a1", ""))));
    assertThat(asked(with(Map.of("a", "b")))).isNotEqualTo(asked(with(Map.of("b", "a"))));
    assertThat(asked(with(Map.of("a", "1", "b", "2"))))
        .isNotEqualTo(asked(with(Map.of("a", "1b2"))));
    assertThat(asked(with(Map.of("a", " 1")))).isNotEqualTo(asked(with(Map.of("a", "1"))));
  }

  /** Said in the text, it is not said by the producer. */
  @Test
  void attributesCannotBeSmuggledInAsText() {
    Inquiry honest = new Inquiry("", "", List.of(new Turn(Role.USER, "hi")), Map.of("vip", "yes"));
    Inquiry forged =
        new Inquiry(
            "", "", List.of(new Turn(Role.USER, "hi\u0000\u0000\u0000\u0001vip yes")), Map.of());
    assertThat(asked(honest)).isNotEqualTo(asked(forged));
  }

  @Test
  void aWishForARouteIsPartOfTheQuestion() {
    assertThat(asked(new Inquiry("", "refund", List.of(), Map.of())))
        .isNotEqualTo(asked(new Inquiry("", "", List.of(), Map.of())));
  }

  // What a tool was given.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":2}         | { "b" : 2, "a" : 1 }
          {"a":1}               | {"a":1.0}
          {"a":100}             | {"a":1e2}
          {"a":0}               | {"a":-0.0}
          {"a":{"y":1,"x":2}}   | {"a":{"x":2,"y":1}}
          {"a":"\\u0041"}       | {"a":"A"}
          [1,2.50]              | [1.0,2.5]
          """)
  void argumentsThatMeanTheSameAreOne(String one, String other) {
    assertThat(given(one)).isEqualTo(given(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}               | {"a":"1"}
          {"a":1}               | {"a":[1]}
          {"a":null}            | {}
          {"a":true}            | {"a":"true"}
          [1,2]                 | [2,1]
          [1,2]                 | [12]
          {"a":"x,b:y"}         | {"a":"x","b":"y"}
          {"a":"\\",\\"b\\":\\"y"} | {"a":"","b":"y"}
          {"a":9007199254740993} | {"a":9007199254740992}
          {"a":0.1}             | {"a":0.10000000000000001}
          {"a":" x"}            | {"a":"x"}
          {"id":1}              | {"id":1} {"id":2}
          {"id":2}              | {"id":1,"id":2}
          {"id":1}              | {"id":1
          """)
  void argumentsThatAToolMayTakeOtherwiseAreTwo(String one, String other) {
    assertThat(given(one)).isNotEqualTo(given(other));
  }

  @Test
  void whatIsShownOfAKeyIsShortAndOpensNothing() {
    assertThat(asked(asks("hi")).shortHash()).matches("[0-9a-f]{12}");
    assertThat(asked(asks("hi")).bytes()).hasSize(32);
  }

  /** Keys stand in stores: another form of them is an empty cache after an upgrade. */
  @Test
  void keysStayAsTheyAre() {
    assertThat(asked(asks("hi")).shortHash()).isEqualTo("7a4c3c7065d0");
  }

  private static RunFacts who(String tenant, String user) {
    return Samples.facts(tenant, user, List.of());
  }

  private static RunFacts may(String... permissions) {
    return Samples.facts("acme", "ann", List.of(permissions));
  }

  private static Inquiry asks(String text) {
    return talks(new Turn(Role.USER, text));
  }

  private static Inquiry talks(Turn... turns) {
    return new Inquiry("", "", List.of(turns), Map.of());
  }

  private static Inquiry with(Map<String, String> attributes) {
    return new Inquiry("", "", List.of(new Turn(Role.USER, "hi")), attributes);
  }

  private CacheKey result(Scope scope, RunFacts facts) {
    return keys.result(scope, facts, asks("hi")).orElseThrow();
  }

  private CacheKey asked(Inquiry inquiry) {
    return keys.result(Scope.TENANT, who("acme", "ann"), inquiry).orElseThrow();
  }

  private CacheKey tool(Scope scope, RunFacts facts) {
    return keys.tool(scope, facts, tool("order"), "{}").orElseThrow();
  }

  private CacheKey key(Tool tool) {
    return keys.tool(Scope.TENANT, who("acme", "ann"), tool, "{}").orElseThrow();
  }

  private CacheKey given(String arguments) {
    return keys.tool(Scope.TENANT, who("acme", "ann"), tool("order"), arguments).orElseThrow();
  }

  private static Tool.Http http(
      Map<String, String> query, Map<String, String> headers, @Nullable JsonNode body) {
    return new Tool.Http("GET", "http://127.0.0.1/x", query, headers, body);
  }

  private static Tool tool(String name) {
    return tool(name, new Tool.JavaFunction(name), Map.of());
  }

  private static Tool tool(String name, Tool.Source source, Map<String, String> pick) {
    return new Tool(
        name,
        "",
        JsonNodeFactory.instance.objectNode(),
        source,
        pick,
        Duration.ofSeconds(1),
        RetryPolicy.DEFAULT,
        1_000,
        1,
        Effect.READ,
        true,
        null,
        null,
        null,
        List.of(),
        0);
  }

  private static Pipeline named(String name, String version, Pipeline like) {
    return new Pipeline(
        name,
        version.isEmpty() ? "0" : version,
        like.providers(),
        like.models(),
        like.tools(),
        like.classifier(),
        like.routes(),
        like.budgets(),
        like.caches(),
        like.topics(),
        like.limits());
  }
}
