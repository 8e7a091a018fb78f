// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/**
 * Names in the topology are a format on disk: stores and their changelog topics are called after
 * them, and so are sub-topologies, by whose number tasks and state directories go. An application
 * that is deployed with other names finds none of its runs, budgets and caches.
 */
class GoldenTopologyTest {
  private static final Path GOLDEN = Path.of("src/test/resources/topology.txt");

  @Test
  void theTopologyIsTheOneThatIsDeployed() throws IOException {
    String now = describe();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, now);
    }

    assertThat(now)
        .as(
            """
            The topology is not the one in %s. A node or an edge more is harmless; a store, or a \
            source with another name or order, costs whoever upgrades the state of their \
            application: say so in CHANGELOG.md. If the change is wanted, run
              ./mvnw -pl topology -am test -Dtest=GoldenTopologyTest \
            -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true
            and commit the file.\
            """,
            GOLDEN)
        .isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
  }

  /** State is found again only if routes, tools and models may change without it. */
  @Test
  void thePipelineFileDoesNotShapeIt() {
    Pipelines other =
        Pipelines.shop().agent("help", 5, "order").plan("stock", "{{calls.stock}}", tool("stock"));

    assertThat(describe(other)).isEqualTo(describe());
  }

  @Test
  void itIsOneSubTopologyWithoutAHopThroughATopic() {
    assertThat(describe().lines().filter(line -> line.contains("Sub-topology:"))).hasSize(1);
  }

  private static String describe() {
    return describe(
        Pipelines.shop()
            .plan("status", "{{calls.answer.text}}", tool("order"), model("answer", "", "order")));
  }

  private static String describe(Pipelines pipelines) {
    Topology topology = PipelineTester.topology(pipelines.build(), new ScriptedTransport(), 1);
    return topology.describe().toString();
  }
}
