// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Dockerfile and docker-compose.yml, as far as they can be checked without Docker. */
class DeploymentTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:(?!latest$)[\\w.-]+");
  private static final Pattern METER = Pattern.compile("\"(millrace\\.[a-z.]+)\"");

  /** All names of meters are in these. */
  private static final List<String> METER_SOURCES =
      List.of(
          "connectors/src/main/java/dev/millrace/call/MicrometerCallMetrics.java",
          "topology/src/main/java/dev/millrace/topology/RunMetrics.java");

  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+:\\d+");

  private final JsonNode compose = yaml("docker-compose.yml");

  @Test
  void theServicesAreThere() {
    assertThat(compose.path("services").fieldNames())
        .toIterable()
        .contains("kafka", "registry", "prometheus", "grafana", "millrace");
  }

  @Test
  void imagesArePinned() {
    assertThat(services())
        .allSatisfy((name, service) -> assertThat(service.path("image").asText()).matches(PINNED));
  }

  @Test
  void theDockerfileStartsFromPinnedImages() throws IOException {
    List<String> from =
        Files.readAllLines(ROOT.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("FROM "))
            .map(line -> line.split(" ")[1])
            .toList();

    assertThat(from).isNotEmpty().allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void everyServiceSaysWhenItIsWell() {
    assertThat(services())
        .allSatisfy(
            (name, service) -> assertThat(service.at("/healthcheck/test").isArray()).isTrue());
  }

  @Test
  void servicesWaitForServicesThatExist() {
    services()
        .forEach(
            (name, service) ->
                service
                    .path("depends_on")
                    .properties()
                    .forEach(
                        other -> {
                          assertThat(services()).containsKey(other.getKey());
                          assertThat(other.getValue().path("condition").asText())
                              .isEqualTo("service_healthy");
                        }));
  }

  @Test
  void portsAreOfThisMachineAlone() {
    assertThat(services())
        .allSatisfy(
            (name, service) ->
                assertThat(service.path("ports"))
                    .allMatch(port -> PORT.matcher(port.asText()).matches()));
  }

  @Test
  void whatIsMountedIsThere() {
    services()
        .forEach(
            (name, service) ->
                service.path("volumes").forEach(volume -> assertMounted(name, volume.asText())));
  }

  private void assertMounted(String service, String volume) {
    String source = volume.split(":")[0];
    if (source.startsWith("./")) {
      assertThat(ROOT.resolve(source)).as("mounted by %s", service).isRegularFile();
    } else {
      assertThat(compose.path("volumes").has(source)).as("volume %s", source).isTrue();
    }
  }

  @Test
  void kafkaIsSetUpForLowLatencyOnOneNode() {
    JsonNode environment = compose.at("/services/kafka/environment");

    assertThat(environment.path("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS").asInt())
        .isEqualTo(2);
    assertThat(environment.path("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR").asInt()).isEqualTo(1);
  }

  @Test
  void thePipelineCanBeRunWithTheServicesEnvironment() {
    JsonNode environment = compose.at("/services/millrace/environment");

    Reading reading =
        PipelineFile.read(
            ROOT.resolve("docker/pipeline.yaml"), name -> environment.path(name).asText(null));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Valid.class, valid -> assertThat(valid.warnings()).isEmpty());
  }

  @Test
  void prometheusAsksMillrace() {
    assertThat(
            yaml("docker/prometheus.yml")
                .at("/scrape_configs/0/static_configs/0/targets/0")
                .asText())
        .isEqualTo("millrace:8080");
  }

  @Test
  void grafanaFindsItsDashboardAndItsSource() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(ROOT.resolve("docker/grafana/millrace.json").toFile());
    String source = yaml("docker/grafana/datasources.yml").at("/datasources/0/uid").asText();

    assertThat(dashboard.path("panels"))
        .isNotEmpty()
        .allMatch(panel -> panel.at("/datasource/uid").asText().equals(source));
  }

  @Test
  void everyMetricIsInTheTableAndOnTheDashboard() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    JsonNode dashboard =
        new ObjectMapper().readTree(ROOT.resolve("docker/grafana/millrace.json").toFile());
    String shown = String.join("\n", dashboard.path("panels").findValuesAsText("expr"));

    Set<String> names = new TreeSet<>();
    for (String source : METER_SOURCES) {
      METER
          .matcher(Files.readString(ROOT.resolve(source)))
          .results()
          .forEach(meter -> names.add(meter.group(1)));
    }

    assertThat(names).hasSizeGreaterThan(10);
    assertThat(names).allMatch(name -> readme.contains("`" + name + "`"));
    assertThat(names).allMatch(name -> shownAs(name).matcher(shown).find());
  }

  /** As Prometheus names it: a timer, a counter, one of an amount of some currency, or a gauge. */
  private static Pattern shownAs(String name) {
    String own = name.replace('.', '_');
    return Pattern.compile(
        "\\b" + own + "(_seconds_(count|sum|bucket)|(_\\.\\+)?_total)?(?![a-z_])");
  }

  private Map<String, JsonNode> services() {
    return new ObjectMapper()
        .convertValue(compose.path("services"), new TypeReference<Map<String, JsonNode>>() {});
  }

  private static JsonNode yaml(String file) {
    try {
      Object tree =
          new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
              .loadFromString(Files.readString(ROOT.resolve(file)));
      return new ObjectMapper().valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
