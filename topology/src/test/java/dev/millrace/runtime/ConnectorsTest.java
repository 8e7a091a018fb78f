// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.RunId;
import dev.millrace.tool.MissingToolFunctionException;
import dev.millrace.tool.ToolFunctions;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients of several pipelines in one process. */
class ConnectorsTest {
  private static final String FILE =
      """
      pipeline: {name: shop}
      providers:
        one: {url: "http://127.0.0.1:1/v1", api_key: "${KEY:-}", max_in_flight: 8}
      models:
        small: {provider: one, max_output_tokens: 10, price: {input: 1, output: 1}}
      tools:
        order: {http: {url: "http://127.0.0.1:1/orders"}, description: Finds an order.}
        stock: {http: {url: "http://127.0.0.1:1/stock"}}
      routes: {r: {agent: {model: small, tools: [order, stock]}}}
      """;

  private final Connectors connectors =
      new Connectors(
          10,
          () -> {
            throw new AssertionError("nobody compares examples");
          },
          ToolFunctions.load(),
          CallMetrics.NONE,
          InstantSource.system());

  @AfterEach
  void close() {
    connectors.close();
  }

  private static Pipeline read(String text, Map<String, String> environment) {
    return ((Reading.Valid) PipelineFile.read("shop.yaml", text, environment::get)).pipeline();
  }

  @Test
  void whatTwoPipelinesDescribeAlikeIsOneClientUntilNeitherHasIt() {
    CallTransport first = connectors.of(read(FILE, Map.of()));
    String widened = FILE.replace("max_in_flight: 8", "max_in_flight: 9");
    CallTransport second = connectors.of(read(widened.replace("Finds", "Gets"), Map.of()));
    assertThat(connectors.size()).isEqualTo(3);

    first.close();
    assertThat(connectors.size()).isEqualTo(3);
    second.close();
    assertThat(connectors.size()).isZero();
  }

  @Test
  void anotherKeyOrAnotherAddressIsAnotherClient() {
    connectors.of(read(FILE, Map.of()));
    connectors.of(read(FILE, Map.of("KEY", "k")));
    assertThat(connectors.size()).isEqualTo(4);

    CallTransport moved = connectors.of(read(FILE.replace("/stock", "/stocks"), Map.of()));
    assertThat(connectors.size()).isEqualTo(5);
    moved.close();
    assertThat(connectors.size()).isEqualTo(4);
  }

  @Test
  void aProviderOfSeveralServersIsOneClient() {
    String many = FILE.replace("/v1\"", "/v1\", replicas: [\"http://127.0.0.1:2/v1\"]");

    connectors.of(read(many, Map.of()));

    assertThat(connectors.size()).isEqualTo(3);
  }

  @Test
  void toolsOfOneMcpServerShareItAndOneThatIsAwayStopsNobody() throws Exception {
    String away =
        FILE.replace("tools:\n", "mcp_servers: {far: {url: \"http://127.0.0.1:1/mcp\"}}\ntools:\n")
            .replace(
                "http: {url: \"http://127.0.0.1:1/stock\"}",
                "mcp: {server: far, tool: stock}, effect: read, parameters: {type: object}");
    CallTransport way = connectors.of(read(away, Map.of()));
    ToolRequest request = new ToolRequest("run/0/1", "acme", "", "{}", Duration.ofSeconds(5));

    Outcome<CallResult> outcome =
        way.send(
                new OutboundCall.ToTool(
                    new CallId(new RunId("0".repeat(25)), 0, 1), "stock", request))
            .get(20, TimeUnit.SECONDS);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONNECTION));
    way.close();
    assertThat(connectors.size()).isZero();
  }

  @Test
  void aPipelineThatCannotBeMadeReadyLeavesNoClientOpen() {
    Pipeline pipeline =
        read(FILE.replace("http: {url: \"http://127.0.0.1:1/stock\"}", "java: gone"), Map.of());

    assertThatThrownBy(() -> connectors.of(pipeline))
        .isInstanceOf(MissingToolFunctionException.class);

    assertThat(connectors.size()).isZero();
  }
}
