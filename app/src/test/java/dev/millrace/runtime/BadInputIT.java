// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.kafka.Await;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.simulation.Rule;
import dev.millrace.simulation.Rule.RuleCall;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bad input of every kind, on a real broker, among good requests that are answered all the same.
 */
class BadInputIT extends ShopOnKafka {
  private static final int TEN_MEGABYTES = 10_000_000;
  private static final String PIPELINE =
      """
      pipeline: {name: shop}
      providers:
        simulated: {url: "${MODEL_URL}"}
      models:
        small: {provider: simulated, name: sim-small, price: {input: 0.15, output: 0.60}}
      tools:
        export:
          description: All that there is.
          http: {method: GET, url: "${SHOP_URL}/export"}
          parameters: {type: object, properties: {since: {type: string}}}
      routes:
        hello: {rules: [{text: hello}], plan: {answer: "Hello."}}
        export:
          rules: [{text: export}]
          plan: {calls: {all: {tool: export, arguments: {}}}, answer: "{{calls.all}}"}
        help: {rules: [{text: help}], agent: {model: small, tools: [export]}}
      topics: {prefix: shop, partitions: 2, registry: "${REGISTRY_URL}"}
      """;

  private HttpServer shop;
  private SimulatedModelServer models;
  private AgentApplication app;

  @BeforeEach
  void start() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    shop.createContext("/export", BadInputIT::export);
    shop.start();
    Rule confused =
        new Rule(
            "help",
            "I give up.",
            List.of(new RuleCall("teleport", "{}"), new RuleCall("export", "{since: yesterday")));
    models =
        SimulatedModelServer.start(SimulatedModelSettings.defaults().withRules(List.of(confused)));
    app = startApplication();
    Await.until("ready", app::isReady);
    traffic.follow("shop.results", "shop.dead-letters");
  }

  private AgentApplication startApplication() {
    Map<String, String> environment =
        Map.of(
            "MODEL_URL", models.apiUrl().toString(),
            "SHOP_URL", "http://127.0.0.1:" + shop.getAddress().getPort(),
            "REGISTRY_URL", registry.url());
    Reading.Valid file = (Reading.Valid) PipelineFile.read("shop.yaml", PIPELINE, environment::get);
    return AgentApplication.start(
        file.pipeline(),
        new AgentApplication.Settings(
            broker.bootstrapServers(),
            "shop",
            dir.resolve("state"),
            "one",
            Guarantee.EXACTLY_ONCE,
            Map.of()),
        new SimpleMeterRegistry());
  }

  private static void export(HttpExchange exchange) {
    String json = "{\"all\":\"" + "x".repeat(TEN_MEGABYTES) + "\"}";
    try (exchange) {
      exchange.sendResponseHeaders(200, json.length());
      exchange.getResponseBody().write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException clientHasSeenEnough) {
      throw new UncheckedIOException(clientHasSeenEnough);
    }
  }

  @AfterEach
  void stop() {
    app.close();
    models.close();
    shop.stop(0);
  }

  @Test
  void whatCannotBeReadIsADeadLetterWithAReason() {
    traffic.send(ask("before", "hello"));
    raw("garbage");
    raw("{\"request_id\": \"cut");
    raw("{\"request_id\": 5, \"tenant\": \"acme\"}");
    traffic.sendRaw(bytes("acme"), new byte[] {0, 0, 0, 0, 99, 1});
    traffic.sendRaw(bytes("acme"), null);
    raw("{\"request_id\": \"json\", \"tenant\": \"acme\", \"input\": \"hello\"}");
    traffic.send(ask("after", "hello"));

    Await.until("results of the good", () -> traffic.results().size() == 3);
    Await.until("dead letters", () -> traffic.count("shop.dead-letters") == 5);
    assertThat(traffic.headers("shop.dead-letters", "millrace.error.reason"))
        .containsExactly(
            "not_avro_framed", "malformed", "malformed", "unknown_schema_id", "not_avro_framed");
    assertThat(traffic.results().values())
        .allSatisfy(each -> assertThat(end(each)).isEqualTo("completed answered"));
    assertThat(app.isReady()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsAResultWithAReason() {
    traffic.send(ask("before", "hello"));
    traffic.send(Request.newBuilder(ask("no-tenant", "hello")).setTenant("").build());
    traffic.send(ask("large", "x".repeat(300_000)));
    traffic.send(Request.newBuilder(ask("nowhere", "hello")).setRoute("nowhere").build());
    traffic.send(Request.newBuilder(ask("late", "hello")).setDeadlineMs(1_000L).build());
    traffic.send(ask("twice", "hello"));
    traffic.send(ask("twice", "hello"));
    traffic.send(ask("ten-megabytes", "export"));
    traffic.send(ask("confused-model", "help"));
    traffic.send(ask("after", "hello"));

    Await.until("a result of each", () -> traffic.results().size() == 9);
    assertThat(traffic.results().entrySet())
        .extracting(each -> each.getKey() + ": " + end(each.getValue()))
        .containsExactlyInAnyOrder(
            "before: completed answered",
            "no-tenant: rejected tenant_missing",
            "large: rejected too_large",
            "nowhere: rejected unknown_route",
            "late: expired deadline",
            "twice: completed answered",
            "ten-megabytes: failed response_too_large",
            "confused-model: completed answered",
            "after: completed answered");
    assertThat(traffic.result("confused-model").getToolResults())
        .extracting(tool -> tool.getTool() + " " + tool.getStatus())
        .containsExactly("teleport unknown_tool", "export invalid_arguments");
    assertThat(traffic.count("shop.dead-letters")).isZero();
    assertThat(app.isReady()).isTrue();
  }

  @Test
  void aRegistryThatGoesAwayStopsOnlyRecordsOfSchemasNotMetBefore() {
    traffic.send(ask("before", "hello"));
    Await.until("a result", () -> traffic.results().size() == 1);

    registry.close();
    traffic.sendRaw(bytes("acme"), new byte[] {0, 0, 0, 0, 99, 1});
    traffic.send(ask("after", "hello"));
    raw("{\"request_id\": \"json\", \"tenant\": \"acme\", \"input\": \"hello\"}");

    Await.until("results", () -> traffic.results().size() == 3);
    Await.until("a dead letter", () -> traffic.count("shop.dead-letters") == 1);
    assertThat(traffic.headers("shop.dead-letters", "millrace.error.reason"))
        .containsExactly("registry_unavailable");
    assertThat(traffic.results().values())
        .allSatisfy(each -> assertThat(end(each)).isEqualTo("completed answered"));
    assertThat(app.isReady()).isTrue();
  }

  /** The one end that all results of a request tell. */
  private static String end(List<Result> results) {
    assertThat(results.stream().distinct()).hasSize(1);
    return results.get(0).getStatus() + " " + results.get(0).getReason();
  }

  private void raw(String value) {
    traffic.sendRaw(bytes("acme"), bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Request ask(String id, String text) {
    return Request.newBuilder().setRequestId(id).setTenant("acme").setInput(text).build();
  }
}
