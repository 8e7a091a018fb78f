// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.millrace.price.PriceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors use and the reader know the same keys, and agree about files. */
class PipelineSchemaTest {
  private static final JsonNode SCHEMA = json(TestFiles.read("pipeline.schema.json"));

  /** Stories of files whose mistakes no JSON Schema can see. */
  private static final Set<String> IN_MEANING =
      Set.of(
          "secrets that stand in the file",
          "a missing variable",
          "groups of tenants",
          "more shards than partitions",
          "variables that are written wrong",
          "a variable that is no number",
          "a secret file that is not there",
          "a model of no provider",
          "a hedge that there is not",
          "a schema that goes round",
          "addresses and certificates that are none",
          "secrets of MCP servers that stand in the file",
          "a tool of an MCP server that there is not",
          "an embedder that nothing asks",
          "an embedder of a protocol that has none",
          "a prediction for a protocol that takes none",
          "tiers that do not rise",
          "a model without a price",
          "a model that its provider's list does not have",
          "list prices in another currency",
          "a tool's names",
          "what a tool's call tells of itself",
          "a tool's templates",
          "what a lock may name",
          "a cache of what writes",
          "a deadline beyond the longest",
          "parts of the calls in flight that are more than all",
          "a model that an account has no room for",
          "a breaker that could never open",
          "a server that is its own replica",
          "an answer that a protocol cannot bound so tightly",
          "an answer that must be longer than it may be",
          "steps down without an order, or without a limit",
          "a fallback route that there is not",
          "needs in a ring",
          "after what there is not, or in a ring",
          "after is not needs",
          "tools after what there is not, or in a ring",
          "templates that cannot be read",
          "names that cannot exist",
          "fields a result does not have",
          "a template without a plan's calls",
          "a last word that takes all the time",
          "names at a limit that cannot exist",
          "avro with an empty registry");

  @ParameterizedTest
  @ValueSource(strings = {"complete.yaml", "minimal.yaml"})
  void theExamplesMeetTheSchema(String name) {
    assertThat(validate(TestFiles.read(name))).isEmpty();
  }

  @Test
  void theCompleteExampleUsesEveryKey() {
    JsonNode complete = tree(TestFiles.read("complete.yaml"));
    Set<String> unused = new TreeSet<>();
    walk(PipelineFile.form(), "", List.of(complete), unused);

    assertThat(unused).isEmpty();
  }

  @Test
  void schemaAndReaderKnowTheSameKeys() {
    List<String> compared = new ArrayList<>();
    compare(PipelineFile.form(), SCHEMA, "", compared);

    assertThat(compared).hasSizeGreaterThan(25).contains("/routes/*/plan/calls/*/join");
  }

  @Test
  void theSchemaNamesTheProvidersOfThePriceTable() {
    List<String> named = new ArrayList<>();
    SCHEMA.at("/$defs/provider/properties/prices/anyOf/0/enum").forEach(n -> named.add(n.asText()));

    assertThat(named).containsAll(PriceTable.bundled().providers()).contains("null");
    assertThat(named).hasSize(PriceTable.bundled().providers().size() + 1);
  }

  /** Broken in its shape, and so for both; what only the reader can see is not among them. */
  @ParameterizedTest
  @MethodSource("brokenInShape")
  void bothRefuseWhatIsBrokenInShape(MistakesTest.Story story) {
    assertThat(PipelineFile.read("p.yaml", story.file(), name -> "1"))
        .isInstanceOf(Reading.Invalid.class);
    assertThat(validate(story.file())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("brokenInMeaning")
  void whatIsBrokenInMeaningOnlyTheReaderSees(MistakesTest.Story story) {
    assertThat(validate(story.file())).isEmpty();
  }

  static Stream<MistakesTest.Story> brokenInShape() {
    return stories().filter(story -> !IN_MEANING.contains(story.title()));
  }

  static Stream<MistakesTest.Story> brokenInMeaning() {
    return stories().filter(story -> IN_MEANING.contains(story.title()));
  }

  @Test
  void everyTitleIsThatOfAStory() {
    assertThat(brokenInMeaning()).hasSameSizeAs(IN_MEANING);
  }

  /** The files that are YAML at all: what is said of them names a key. */
  private static Stream<MistakesTest.Story> stories() {
    return MistakesTest.stories()
        .filter(story -> story.told().get(0).matches("p.yaml:\\d+:\\d+: [^ ]+: .*"))
        .filter(story -> !story.title().equals("a key twice"));
  }

  private static void compare(Kind<?> kind, JsonNode schema, String path, List<String> compared) {
    JsonNode here = container(schema, kind);
    if (kind instanceof Form<?> form) {
      assertThat(here.path("properties").properties())
          .extracting(property -> property.getKey())
          .as(path)
          .containsExactlyElementsOf(form.keys().keySet());
      assertThat(here.path("additionalProperties")).as(path).hasToString("false");
      assertThat(required(here)).as(path).isEqualTo(required(form));
      compared.add(path);
      form.keys()
          .forEach(
              (name, key) -> {
                JsonNode property = here.path("properties").path(name);
                boolean described = property.has("description");
                assertThat(described || resolve(property).has("description")).as(name).isTrue();
                compare(key.kind(), property, path + "/" + name, compared);
              });
    } else if (kind instanceof MapOf<?> map) {
      compare(map.values(), here.path("additionalProperties"), path + "/*", compared);
    } else if (kind instanceof ListOf<?> list) {
      compare(list.items(), here.path("items"), path + "/*", compared);
    }
  }

  private static void walk(Kind<?> kind, String path, List<JsonNode> used, Set<String> unused) {
    if (kind instanceof Form<?> form) {
      form.keys()
          .forEach(
              (name, key) -> {
                List<JsonNode> below =
                    used.stream().filter(n -> n.has(name)).map(n -> n.get(name)).toList();
                if (below.isEmpty()) {
                  unused.add(path + "/" + name);
                }
                walk(key.kind(), path + "/" + name, below, unused);
              });
    } else if (kind instanceof MapOf<?> map) {
      walk(map.values(), path + "/*", children(used), unused);
    } else if (kind instanceof ListOf<?> list) {
      walk(list.items(), path + "/*", children(used), unused);
    }
  }

  private static List<JsonNode> children(List<JsonNode> nodes) {
    List<JsonNode> children = new ArrayList<>();
    nodes.forEach(node -> node.forEach(children::add));
    return children;
  }

  private static Set<String> required(JsonNode schema) {
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    return required;
  }

  private static Set<String> required(Form<?> form) {
    Set<String> required = new TreeSet<>();
    form.keys()
        .forEach(
            (name, key) -> {
              if (key.need() == Key.Need.REQUIRED) {
                required.add(name);
              }
            });
    return required;
  }

  /** The schema of the mapping or list, where there are others beside it, such as null. */
  private static JsonNode container(JsonNode schema, Kind<?> kind) {
    JsonNode here = resolve(schema);
    for (String choice : List.of("anyOf", "oneOf")) {
      if (here.has("properties") || !(kind instanceof Form)) {
        return here;
      }
      for (JsonNode one : here.path(choice)) {
        if (resolve(one).has("properties")) {
          return resolve(one);
        }
      }
    }
    return here;
  }

  private static JsonNode resolve(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    return ref.isEmpty() ? schema : SCHEMA.at(ref.substring(1));
  }

  private static Set<ValidationMessage> validate(String yaml) {
    JsonNode tree = tree(yaml);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(SCHEMA)
        .validate(tree);
  }

  /** The file as an editor sees it: variables are not yet in place. */
  private static JsonNode tree(String yaml) {
    Context context = new Context("p.yaml", Path.of(""), name -> null);
    Yaml tree = Objects.requireNonNull(YamlParser.parse(context, yaml.replace("${", "$${")));
    return Objects.requireNonNull(new Json().read(At.root(context, tree)));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
