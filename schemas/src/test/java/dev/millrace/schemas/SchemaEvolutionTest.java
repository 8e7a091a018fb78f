// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was written yesterday is read today. The golden copies are the schemas as they were last
 * agreed on; a change of a schema is agreed on by copying it.
 */
class SchemaEvolutionTest {
  private static final Path CURRENT = Path.of("src/main/avro");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String COPY = "cp schemas/" + CURRENT + "/*.avsc schemas/" + GOLDEN + "/";

  private static final Map<String, Schema> current = parse(CURRENT);
  private static final Map<String, Schema> golden = parse(GOLDEN);

  @Test
  void everySchemaHasAGoldenCopyAndNoGoldenCopyIsLeftBehind() {
    assertThat(current.keySet())
        .as("A new schema is agreed on by: %s. A removed one was perhaps still in a topic.", COPY)
        .isEqualTo(golden.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsWhatTheGoldenSchemaWrote(String name) {
    var compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(current.get(name), golden.get(name));
    assertThat(compatibility.getType())
        .as(
            "%s cannot read records that are already in topics and stores: %s.%n"
                + "Give a new field a default; leave the name and type of an old one alone.",
            name, compatibility.getResult().getIncompatibilities())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theGoldenCopyIsUpToDate(String name) {
    assertThat(current.get(name).toString())
        .as("%s has changed. If readsWhatTheGoldenSchemaWrote passes, agree by: %s", name, COPY)
        .isEqualTo(golden.get(name).toString());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFieldSaysWhatItIs(String name) {
    assertThat(fieldsOf(current.get(name)))
        .allSatisfy((path, field) -> assertThat(field.doc()).as("doc of %s", path).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFieldThatMayBeNullIsNullByDefault(String name) {
    assertThat(fieldsOf(current.get(name)))
        .allSatisfy(
            (path, field) -> {
              if (field.schema().isNullable()) {
                assertThat(field.defaultVal())
                    .as("default of %s", path)
                    .isSameAs(JsonProperties.NULL_VALUE);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void unitsAreInTheNamesOfTimesAndAmounts(String name) {
    assertThat(fieldsOf(current.get(name)))
        .allSatisfy(
            (path, field) -> {
              assertThat(field.name()).matches("[a-z][a-z0-9_]*");
              if (field.doc().contains("millisecond")) {
                assertThat(field.name()).endsWith("_ms");
              }
              if (field.doc().contains("10⁻⁹")) {
                assertThat(field.name()).endsWith("_nanos");
              }
            });
  }

  @Test
  void aRequestWithNothingInItCanBeReadAndRefused() {
    Request request = Request.newBuilder().build();
    assertThat(request.getRequestId()).isEmpty();
    assertThat(request.getTenant()).isEmpty();
    assertThat(request.getBudget()).isNull();
  }

  @Test
  void buildersFillDefaultsOfRecordsWithinRecords() {
    Result result =
        Result.newBuilder()
            .setRequestId("r")
            .setRunId("run")
            .setTenant("acme")
            .setStatus("completed")
            .setReceivedAtMs(1)
            .setEndedAtMs(2)
            .build();
    assertThat(result.getUsage()).isEqualTo(Usage.newBuilder().build());
    assertThat(result.getToolResults()).isEmpty();
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(current.keySet());
    names.retainAll(golden.keySet());
    return names;
  }

  private static Map<String, Schema> parse(Path folder) {
    var parser = new SchemaParser();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList()) {
        parser.parse(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Map<String, Schema> byName = new TreeMap<>();
    for (Schema schema : parser.getParsedNamedSchemas()) {
      byName.put(schema.getName(), schema);
    }
    return byName;
  }

  private static Map<String, Schema.Field> fieldsOf(Schema schema) {
    Map<String, Schema.Field> fields = new TreeMap<>();
    collect(schema, fields);
    return fields;
  }

  private static void collect(Schema schema, Map<String, Schema.Field> fields) {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          if (fields.putIfAbsent(schema.getName() + "." + field.name(), field) == null) {
            collect(field.schema(), fields);
          }
        }
      }
      case ARRAY -> collect(schema.getElementType(), fields);
      case MAP -> collect(schema.getValueType(), fields);
      case UNION -> List.copyOf(schema.getTypes()).forEach(branch -> collect(branch, fields));
      default -> {}
    }
  }
}
