// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.MicrometerCallMetrics;
import dev.millrace.call.Outcome;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.chat.OpenAiChat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three servers of one model; each answers with its own name. */
class ReplicatedModelClientTest {
  /** The ports are new each time: one in ten billion times these would leave out a server. */
  private static final int MANY = 60;

  private static final List<ToolSpec> TOOLS =
      List.of(new ToolSpec("find", "Finds.", "{\"type\":\"object\"}"));

  private final List<MockWebServer> servers = new ArrayList<>();
  private ReplicatedModelClient client;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long nowNanos;
  private int calls;

  @BeforeEach
  void start() throws IOException {
    for (int at = 0; at < 3; at++) {
      MockWebServer server = new MockWebServer();
      server.setDispatcher(answering("server " + at));
      server.start();
      servers.add(server);
    }
    client =
        new ReplicatedModelClient(
            servers.stream().map(server -> server.url("/v1").toString()).toList(),
            url ->
                new MeteredReplica(
                    new HttpModelClient(
                        HttpModelSettings.of("gpu", url, () -> "").withStreaming(false),
                        new OpenAiChat(),
                        Provider.NOON),
                    "gpu",
                    url,
                    new MicrometerCallMetrics(meters)),
            Duration.ofSeconds(10),
            () -> nowNanos);
  }

  @AfterEach
  void stop() {
    client.close();
    servers.forEach(MockWebServer::close);
  }

  @Test
  void whatBeginsAlikeGoesToTheSameServer() throws Exception {
    Map<String, Set<String>> answeredBy = new HashMap<>();
    for (int shop = 0; shop < MANY; shop++) {
      for (String question : List.of("Where is it?", "When?")) {
        String system = "You work for shop " + shop + ".";
        answeredBy
            .computeIfAbsent(system, none -> new HashSet<>())
            .add(
                text(
                    ask(List.of(new SystemMessage(system), new UserMessage(question)), List.of())));
      }
    }

    assertThat(answeredBy.values()).allMatch(names -> names.size() == 1);
    Set<String> all = new HashSet<>();
    answeredBy.values().forEach(all::addAll);
    assertThat(all).containsExactlyInAnyOrder("server 0", "server 1", "server 2");
  }

  @Test
  void theTurnsOfAConversationStayTogetherAndConversationsSpread() throws Exception {
    Set<String> all = new HashSet<>();
    for (int run = 0; run < MANY; run++) {
      List<Message> said = new ArrayList<>();
      said.add(new SystemMessage("You help."));
      said.add(new UserMessage("My order is " + run));
      Set<String> names = new HashSet<>();
      for (int turn = 0; turn < 3; turn++) {
        names.add(text(ask(said, TOOLS)));
        said.add(new AssistantMessage("I see.", List.of()));
        said.add(new UserMessage("And then?"));
      }
      assertThat(names).hasSize(1);
      all.addAll(names);
    }

    assertThat(all).hasSize(3);
  }

  @Test
  void aServerThatIsGoneCostsOneAttemptAndIsPassedOverForAWhile() throws Exception {
    List<Message> messages = List.of(new SystemMessage("You help."), new UserMessage("Hi"));
    String first = text(ask(messages, List.of()));
    servers.get(first.charAt(first.length() - 1) - '0').close();

    Outcome<ModelResponse> failed = send("again", messages);
    Outcome<ModelResponse> secondAttempt = send("again", messages);

    assertThat(Provider.failed(failed).failure().kind()).isEqualTo(FailureKind.CONNECTION);
    assertThat(text(secondAttempt)).isNotEqualTo(first);
    for (int call = 0; call < 10; call++) {
      assertThat(text(ask(messages, List.of()))).isEqualTo(text(secondAttempt));
    }

    nowNanos += Duration.ofSeconds(10).toNanos();
    assertThat(Provider.failed(ask(messages, List.of())).failure().kind())
        .isEqualTo(FailureKind.CONNECTION);
    assertThat(text(ask(messages, List.of()))).isEqualTo(text(secondAttempt));
  }

  @Test
  void eachServersAttemptsAreCountedByTheirEnd() throws Exception {
    List<Message> messages = List.of(new SystemMessage("You help."), new UserMessage("Hi"));
    MockWebServer first =
        servers.get(text(ask(messages, List.of())).charAt("server ".length()) - '0');
    ask(messages, List.of());
    first.close();
    ask(messages, List.of());

    awaitAttempts(first, "succeeded", 2);
    awaitAttempts(first, "connection", 1);
    assertThat(meters.get("millrace.model.replica.calls").counters())
        .allMatch(counter -> "m".equals(counter.getId().getTag("model")))
        .hasSize(2);
  }

  /** An attempt is counted just after its future has ended. */
  private void awaitAttempts(MockWebServer server, String end, double count) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (attempts(server, end) < count && System.nanoTime() - giveUpAt < 0) {
      Thread.onSpinWait();
    }
    assertThat(attempts(server, end)).isEqualTo(count);
  }

  private double attempts(MockWebServer server, String end) {
    Counter counter =
        meters
            .find("millrace.model.replica.calls")
            .tags("provider", "gpu", "outcome", end)
            .tag("replica", server.getHostName() + ":" + server.getPort() + "/v1")
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private Outcome<ModelResponse> ask(List<Message> messages, List<ToolSpec> tools)
      throws Exception {
    return send(request("call-" + calls++, messages, tools));
  }

  private Outcome<ModelResponse> send(String callId, List<Message> messages) throws Exception {
    return send(request(callId, messages, List.of()));
  }

  private Outcome<ModelResponse> send(ModelRequest request) throws Exception {
    return client.send(request).get(20, TimeUnit.SECONDS);
  }

  private static ModelRequest request(String id, List<Message> messages, List<ToolSpec> tools) {
    return new ModelRequest(id, "m", messages, tools, 64, null, null, Duration.ofSeconds(10));
  }

  private static String text(Outcome<ModelResponse> outcome) {
    return Provider.succeeded(outcome).value().text();
  }

  private static Dispatcher answering(String name) {
    String body =
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\""
            + name
            + "\"},\"finish_reason\":\"stop\"}],\"model\":\"m\",\"usage\":"
            + "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return Provider.whole(body);
      }
    };
  }
}
