// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.tool.MissingToolFunctionException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that cannot start, and says why; there is no Kafka here. */
class AgentApplicationTest {
  private static final String HELLO =
      """
      pipeline: {name: hello}
      routes: {greet: {plan: {answer: Hello.}}}
      """;

  @TempDir private Path stateDir;

  @Test
  void settingsOfClientsHoldForTheClientThatMakesTheTopics() {
    assertThatThrownBy(() -> start(HELLO, Map.of("admin.security.protocol", "PIGEONS")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("PIGEONS");
  }

  @Test
  void aToolFunctionThatIsNotThereIsNamedBeforeKafkaIsAsked() {
    String tools = "tools: {vat: {java: vat, description: VAT., parameters: {type: object}}}\n";

    assertThatThrownBy(() -> start(HELLO + tools, Map.of()))
        .isInstanceOf(MissingToolFunctionException.class)
        .hasMessageContaining("no tool function vat")
        .hasMessageContaining("calculate");
  }

  private void start(String file, Map<String, String> overrides) {
    AgentApplication.Settings settings =
        new AgentApplication.Settings(
            "127.0.0.1:1", "test", stateDir, "one", Guarantee.EXACTLY_ONCE, overrides);
    AgentApplication.start(pipeline(file), settings, new SimpleMeterRegistry()).close();
  }

  private static Pipeline pipeline(String file) {
    Reading reading = PipelineFile.read("test.yaml", file, name -> null);
    if (reading instanceof Reading.Valid valid) {
      return valid.pipeline();
    }
    throw new IllegalStateException(reading.toString());
  }
}
